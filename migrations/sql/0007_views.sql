CREATE VIEW v_copies AS
SELECT
    c.document AS document,
    d.id AS document_id,
    d.locator AS locator,
    d.publisher_id AS publisher,
    d.published AS published,
    c.share AS share,
    c.exact AS exact,
    c.original AS original_document,
    e.id AS original_document_id,
    e.locator AS original_locator,
    e.publisher_id AS original_publisher,
    e.published AS original_published,
    c.detector AS detector
FROM document_copy AS c
JOIN document AS d ON d.key = c.document
JOIN document AS e ON e.key = c.original
WHERE d.is_current AND e.is_current;
