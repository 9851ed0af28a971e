CREATE VIEW v_links AS
SELECT
    a.id AS claim_id,
    a.text AS text,
    k.kind AS kind,
    b.id AS other_id,
    b.text AS other_text,
    k.score AS score,
    k.reason AS reason,
    k.detector AS detector,
    k.changes AS changes,
    a.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    b.document AS other_document,
    e.id AS other_document_id,
    e.locator AS other_locator
FROM claim_link AS k
JOIN claim AS a ON a.document = k.first_document AND a.number = k.first_claim
JOIN claim AS b ON b.document = k.second_document AND b.number = k.second_claim
JOIN document AS d ON d.key = a.document
JOIN document AS e ON e.key = b.document
WHERE d.is_current AND e.is_current;

CREATE VIEW v_origins AS
SELECT
    c.id AS claim_id,
    c.text AS text,
    o.group_id AS group_id,
    o.origin AS origin,
    COALESCE(s.name, o.origin) AS origin_name,
    o.reason AS reason,
    o.detail AS detail,
    o.through AS through,
    ch.path AS chain,
    c.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    d.publisher_id AS publisher,
    d.publisher_name AS publisher_name
FROM claim_origin AS o
JOIN claim AS c ON c.document = o.document AND c.number = o.claim
JOIN document AS d ON d.key = c.document
JOIN chain AS ch ON ch.document = c.document AND ch.number = c.chain
LEFT JOIN source AS s ON s.id = o.origin
WHERE d.is_current;

CREATE VIEW v_corroboration AS
SELECT
    g.group_id AS group_id,
    c.text AS text,
    g.claims AS claims,
    g.documents AS documents,
    CASE WHEN g.origins > 1 AND g.circles > 0 THEN g.origins - 1 ELSE g.origins END AS origins,
    (SELECT LISTED(w.origin, ', ')
       FROM (SELECT DISTINCT n.origin AS origin FROM claim_origin AS n WHERE n.group_id = g.group_id ORDER BY n.origin) AS w)
        AS origin_ids,
    g.circles AS circular,
    (SELECT count(DISTINCT x.id)
       FROM claim_origin AS m
       JOIN claim_link AS k ON k.kind = 'opposes'
            AND ((k.first_document = m.document AND k.first_claim = m.claim)
              OR (k.second_document = m.document AND k.second_claim = m.claim))
       JOIN claim AS x ON (x.document = k.first_document AND x.number = k.first_claim
                           AND NOT (k.first_document = m.document AND k.first_claim = m.claim))
                       OR (x.document = k.second_document AND x.number = k.second_claim
                           AND NOT (k.second_document = m.document AND k.second_claim = m.claim))
      WHERE m.group_id = g.group_id) AS opposing
FROM (SELECT o.group_id AS group_id,
             count(*) AS claims,
             count(DISTINCT o.document) AS documents,
             count(DISTINCT o.origin) AS origins,
             sum(CASE WHEN o.reason = 'circular' THEN 1 ELSE 0 END) AS circles
        FROM claim_origin AS o
        JOIN document AS d ON d.key = o.document
       WHERE d.is_current
       GROUP BY o.group_id) AS g
JOIN claim AS c ON c.id = g.group_id
JOIN document AS e ON e.key = c.document AND e.is_current;

CREATE VIEW v_circular AS
SELECT
    c.id AS claim_id,
    c.text AS text,
    o.group_id AS group_id,
    o.detail AS detail,
    ch.path AS chain,
    c.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    d.publisher_id AS publisher
FROM claim_origin AS o
JOIN claim AS c ON c.document = o.document AND c.number = o.claim
JOIN document AS d ON d.key = c.document
JOIN chain AS ch ON ch.document = c.document AND ch.number = c.chain
WHERE d.is_current AND o.reason = 'circular';

CREATE VIEW v_drift AS
SELECT
    c.id AS claim_id,
    c.text AS text,
    f.kind AS kind,
    f.before AS before_words,
    f.after AS after_words,
    f.detail AS detail,
    u.id AS upstream_claim_id,
    u.text AS upstream_text,
    c.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    d.publisher_id AS publisher,
    e.id AS upstream_document_id,
    e.locator AS upstream_locator,
    e.publisher_id AS upstream
FROM drift AS f
JOIN claim AS c ON c.document = f.document AND c.number = f.claim
JOIN claim AS u ON u.document = f.upstream_document AND u.number = f.upstream_claim
JOIN document AS d ON d.key = c.document
JOIN document AS e ON e.key = u.document
WHERE d.is_current AND e.is_current;
