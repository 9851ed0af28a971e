CREATE VIEW v_checks AS
SELECT
    k.document AS document,
    d.id AS document_id,
    k.locator AS locator,
    d.title AS title,
    k.checked AS checked,
    NOT EXISTS (SELECT 1 FROM source_check AS n WHERE n.document = k.document AND n.key > k.key) AS newest,
    k.status AS status,
    k.reason AS reason,
    k.detail AS detail,
    k.sha256 AS sha256,
    k.text_sha256 AS text_sha256,
    k.exact AS exact,
    k.moved AS moved,
    k.orphans AS orphans,
    k.claims_kept AS claims_kept,
    k.claims_altered AS claims_altered,
    k.claims_gone AS claims_gone,
    k.claims_new AS claims_new,
    k.changes AS changes
FROM source_check AS k
JOIN document AS d ON d.key = k.document;

CREATE VIEW v_orphans AS
SELECT
    a.part AS part,
    a.owner AS owner,
    a.piece AS piece,
    substr(d.text, a.start_char + 1, a.end_char - a.start_char) AS text,
    a.reason AS reason,
    a.start_char AS start_char,
    a.end_char AS end_char,
    k.checked AS checked,
    k.document AS document,
    d.id AS document_id,
    k.locator AS locator
FROM anchor AS a
JOIN source_check AS k ON k.key = a.source_check
JOIN document AS d ON d.key = k.document
WHERE a.status = 'orphan' AND d.is_current
  AND NOT EXISTS (SELECT 1 FROM source_check AS n WHERE n.document = k.document AND n.key > k.key);
