-- title: What a new revision changed
-- question: What did an article state before it was changed, and what does it state now?
-- reading: `gone` is a claim of the older revision that the next one does not have in the same words with the same chain; `new` is one
--   that only the next has. A changed figure shows as one of each. Revisions are told by file (or by file and record id).
WITH step AS (
    SELECT b.locator, a.revision AS before_revision, b.revision AS after_revision, a.document AS before_document,
           b.document AS after_document
    FROM sighting AS a
    JOIN sighting AS b ON b.series = a.series AND b.revision = a.revision + 1
),
stated AS (
    SELECT c.document, c.id, c.text, ch.path, c.polarity
    FROM claim AS c JOIN chain AS ch ON ch.document = c.document AND ch.number = c.chain
)
SELECT s.locator, s.before_revision, s.after_revision, 'gone' AS change, c.text, c.path AS chain, c.id AS claim_id
FROM step AS s JOIN stated AS c ON c.document = s.before_document
WHERE NOT EXISTS (SELECT 1 FROM stated AS n WHERE n.document = s.after_document AND n.text = c.text AND n.path = c.path
                                              AND n.polarity = c.polarity)
UNION ALL
SELECT s.locator, s.before_revision, s.after_revision, 'new', c.text, c.path, c.id
FROM step AS s JOIN stated AS c ON c.document = s.after_document
WHERE NOT EXISTS (SELECT 1 FROM stated AS n WHERE n.document = s.before_document AND n.text = c.text AND n.path = c.path
                                              AND n.polarity = c.polarity)
ORDER BY locator, after_revision, change, claim_id
