-- title: What a new revision changed
-- question: What did an article state before it was changed, and what does it state now?
-- reading: `gone` is a claim of the older revision that the next one does not have in the same words with the same chain; `new` is one
--   that only the next has. A changed figure shows as one of each. Revisions are told by file (or by file and record id).
WITH step AS (
    SELECT b.locator, a.revision AS before_revision, b.revision AS after_revision, a.document AS before_document,
           b.document AS after_document
    FROM sighting AS a
    JOIN sighting AS b ON b.series = a.series AND b.revision = a.revision + 1
)
SELECT s.locator, s.before_revision, s.after_revision, 'gone' AS change, c.text, h.path AS chain, c.id AS claim_id
FROM step AS s
JOIN claim AS c ON c.document = s.before_document
JOIN chain AS h ON h.document = c.document AND h.number = c.chain
WHERE NOT EXISTS (SELECT 1
                    FROM claim AS n JOIN chain AS m ON m.document = n.document AND m.number = n.chain
                   WHERE n.document = s.after_document AND n.text = c.text AND n.polarity = c.polarity AND m.path = h.path)
UNION ALL
SELECT s.locator, s.before_revision, s.after_revision, 'new', c.text, h.path, c.id
FROM step AS s
JOIN claim AS c ON c.document = s.after_document
JOIN chain AS h ON h.document = c.document AND h.number = c.chain
WHERE NOT EXISTS (SELECT 1
                    FROM claim AS n JOIN chain AS m ON m.document = n.document AND m.number = n.chain
                   WHERE n.document = s.before_document AND n.text = c.text AND n.polarity = c.polarity AND m.path = h.path)
ORDER BY locator, after_revision, change, claim_id
