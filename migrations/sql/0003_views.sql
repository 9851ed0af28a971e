CREATE VIEW v_outlets AS
SELECT
    s.id AS source,
    s.name AS name,
    s.type AS type,
    s.known AS known,
    s.kind AS kind,
    s.country AS country,
    s.owner AS owner,
    s.funding AS funding,
    s.editorial_control AS editorial_control,
    s.parent AS parent,
    (SELECT count(*) FROM document AS d WHERE d.publisher_id = s.id AND d.is_current) AS documents,
    (SELECT count(*) FROM upstream AS u JOIN document AS d ON d.key = u.document WHERE u.source = s.id AND d.is_current) AS upstream_of,
    (SELECT count(DISTINCT c.key)
       FROM hop AS h
       JOIN chain AS ch ON ch.document = h.document AND ch.number = h.chain
       JOIN document AS d ON d.key = h.document
       JOIN claim AS c ON c.document = h.document AND c.chain = h.chain
      WHERE h.source = s.id AND h.position > 0 AND h.position < ch.hops - 1 AND d.is_current) AS claims_relayed,
    (SELECT count(*)
       FROM chain AS ch
       JOIN document AS d ON d.key = ch.document
       JOIN claim AS c ON c.document = ch.document AND c.chain = ch.number
      WHERE ch.origin = s.id AND d.is_current) AS claims_originated,
    g.grade AS rating,
    g.rater AS rater,
    g.rated_on AS rated_on
FROM source AS s
LEFT JOIN rating AS g ON g.source = s.id AND g.scale = 'reliability' AND g.topic = '' AND g.grade IS NOT NULL
     AND NOT EXISTS
         (SELECT 1 FROM rating AS n
           WHERE n.source = g.source AND n.scale = 'reliability' AND n.topic = '' AND n.grade IS NOT NULL
             AND (n.rated_on > g.rated_on OR (n.rated_on = g.rated_on AND n.rater < g.rater)))
WHERE s.known OR s.type IN ('news_outlet', 'news_agency');

CREATE VIEW v_ratings AS
SELECT
    r.source AS source,
    s.name AS name,
    r.rater AS rater,
    r.rated_on AS rated_on,
    r.scale AS scale,
    r.topic AS topic,
    r.grade AS grade,
    r.value AS value,
    r.control AS control,
    r.raw AS raw,
    r.licence AS licence,
    r.file_sha256 AS file_sha256,
    r.imported_on AS imported_on
FROM rating AS r
JOIN source AS s ON s.id = r.source;
