CREATE VIEW v_upstreams AS
SELECT
    u.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    d.title AS title,
    d.publisher_id AS publisher,
    d.publisher_name AS publisher_name,
    u.source AS source,
    u.name AS name,
    s.type AS type,
    s.kind AS kind,
    s.country AS country,
    u.relation AS relation,
    u.signal AS signal,
    COALESCE(u.text, u.value) AS evidence,
    u.start_char AS start_char,
    u.end_char AS end_char,
    u.item AS item,
    u.confidence AS confidence
FROM upstream AS u
JOIN document AS d ON d.key = u.document
LEFT JOIN source AS s ON s.id = u.source
WHERE d.is_current;

CREATE VIEW v_credits AS
SELECT
    c.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    d.title AS title,
    d.publisher_id AS publisher,
    c.signal AS signal,
    c.role AS role,
    c.value AS value,
    c.source AS source,
    s.name AS name,
    s.kind AS kind,
    c.candidates AS candidates,
    c.start_char AS start_char,
    c.end_char AS end_char,
    c.path AS path,
    c.item AS item,
    c.confidence AS confidence,
    c.detector AS detector
FROM credit AS c
JOIN document AS d ON d.key = c.document
LEFT JOIN source AS s ON s.id = c.source
WHERE d.is_current;

CREATE VIEW v_findings AS
SELECT
    f.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    d.title AS title,
    d.publisher_id AS publisher,
    f.kind AS kind,
    f.detail AS detail,
    f.sources AS sources
FROM finding AS f
JOIN document AS d ON d.key = f.document
WHERE d.is_current;
