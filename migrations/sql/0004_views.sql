CREATE VIEW v_sources AS
SELECT
    s.id AS source,
    s.name AS name,
    s.type AS type,
    s.known AS known,
    s.kind AS kind,
    s.country AS country,
    (SELECT count(*) FROM document AS d WHERE d.publisher_id = s.id AND d.is_current) AS documents,
    (SELECT count(*) FROM upstream AS u JOIN document AS d ON d.key = u.document WHERE u.source = s.id AND d.is_current) AS upstream_of,
    (SELECT count(DISTINCT c.key)
       FROM hop AS h
       JOIN chain AS ch ON ch.document = h.document AND ch.number = h.chain
       JOIN document AS d ON d.key = h.document
       JOIN claim AS c ON c.document = h.document AND c.chain = h.chain
      WHERE h.source = s.id AND h.position > 0 AND h.position < ch.hops - 1 AND ch.origin <> s.id AND d.is_current) AS claims_relayed,
    (SELECT count(*)
       FROM chain AS ch
       JOIN document AS d ON d.key = ch.document
       JOIN claim AS c ON c.document = ch.document AND c.chain = ch.number
      WHERE ch.origin = s.id AND d.is_current) AS claims_originated,
    (SELECT count(*) FROM judgement AS j WHERE j.meant = s.id AND j.source <> s.id) AS judgements
FROM source AS s;

CREATE VIEW v_relays AS
SELECT
    h.source AS relay,
    max(COALESCE(r.name, h.source)) AS relay_name,
    n.source AS source,
    max(COALESCE(s.name, n.source)) AS source_name,
    n.relation AS relation,
    count(DISTINCT c.key) AS claims,
    count(DISTINCT c.document) AS documents
FROM hop AS h
JOIN hop AS n ON n.document = h.document AND n.chain = h.chain AND n.position = h.position + 1
JOIN claim AS c ON c.document = h.document AND c.chain = h.chain
JOIN document AS d ON d.key = h.document
LEFT JOIN source AS r ON r.id = h.source
LEFT JOIN source AS s ON s.id = n.source
WHERE d.is_current AND n.source <> h.source
GROUP BY h.source, n.source, n.relation;

CREATE VIEW v_judgements AS
SELECT
    j.kind AS kind,
    j.source AS source,
    j.document AS document_id,
    j.meant AS meant,
    COALESCE(s.name, j.meant) AS meant_name,
    j.name AS name,
    j.note AS note,
    j.made AS made
FROM judgement AS j
LEFT JOIN source AS s ON s.id = j.meant;
