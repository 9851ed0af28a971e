-- title: Who relays whom
-- question: Which outlets and agencies pass on which others, and how often?
-- reading: `relay` stands one step nearer to the reader than `source`, as the texts themselves say: an outlet that hides where it has
--   something from is not here. Relays of people and ministries are in `v_relays` too; the `WHERE` leaves them out here.
SELECT r.relay_name AS relay, r.source_name AS source, CAST(sum(r.claims) AS integer) AS claims, max(r.documents) AS documents,
       count(*) AS ways
FROM v_relays AS r
JOIN source AS s ON s.id = r.source
WHERE s.type IN ('news_outlet', 'news_agency')
GROUP BY r.relay, r.relay_name, r.source, r.source_name
ORDER BY claims DESC, r.relay, r.source
LIMIT 50
