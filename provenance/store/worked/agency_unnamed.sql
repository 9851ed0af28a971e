-- title: Agency copy without the agency's name
-- question: Which outlets repeat an agency word for word without naming it, and how often?
-- reading: A claim counts where its words are those of a claim in the agency's own text and both have one origin, while neither its
--   chain nor any credit of its document names the agency. The agency's text must be in the database, and which of the two was
--   first the link does not say: compare the dates. For one agency add `AND w.publisher = 'reuters'`. `example` is a claim id
--   for `provenance audit`. An outlet that has the same words from a speaker of its own is no copy.
WITH copies AS (
    SELECT claim_id AS wire_claim, document AS wire_document, other_id AS claim_id, other_document AS document
    FROM v_links WHERE kind = 'same_text'
    UNION ALL
    SELECT other_id, other_document, claim_id, document
    FROM v_links WHERE kind = 'same_text'
)
SELECT COALESCE(c.publisher_name, c.locator) AS outlet, w.publisher_name AS agency, count(DISTINCT c.claim_id) AS claims,
       count(DISTINCT c.document) AS documents, min(c.claim_id) AS example
FROM copies AS k
JOIN v_claims AS w ON w.claim_id = k.wire_claim AND w.document = k.wire_document
JOIN source AS a ON a.id = w.publisher AND a.type = 'news_agency'
JOIN v_claims AS c ON c.claim_id = k.claim_id AND c.document = k.document
JOIN v_origins AS v ON v.claim_id = w.claim_id AND v.document = w.document
JOIN v_origins AS o ON o.claim_id = c.claim_id AND o.document = c.document AND o.origin = v.origin
WHERE COALESCE(c.publisher, '') <> w.publisher
  AND ' > ' || c.chain || ' > ' NOT LIKE '% > ' || w.publisher || ' > %'
  AND NOT EXISTS (SELECT 1 FROM v_credits AS x WHERE x.document = c.document AND x.source = w.publisher AND x.role <> 'picture')
GROUP BY COALESCE(c.publisher_name, c.locator), w.publisher_name
ORDER BY claims DESC, outlet, agency
