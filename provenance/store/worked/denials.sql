-- title: Denials and what they deny
-- question: Who denies something, and who had stated it?
-- reading: `text` is what is denied, not the denial. `stated_by` is empty where no other document in the database states it: then the
--   denial may be the first that readers hear of it. Two opposing claims are each other's contradiction; who is right is not said.
WITH opposed AS (
    SELECT claim_id, document, other_id, other_document FROM v_links WHERE kind = 'opposes'
    UNION ALL
    SELECT other_id, other_document, claim_id, document FROM v_links WHERE kind = 'opposes'
)
SELECT d.origin_name AS denied_by, d.publisher_name AS outlet, d.text, x.origin_name AS stated_by,
       x.publisher_name AS stated_in, d.claim_id, x.claim_id AS stated_claim_id
FROM v_claims AS d
LEFT JOIN opposed AS k ON k.claim_id = d.claim_id AND k.document = d.document
LEFT JOIN v_claims AS x ON x.claim_id = k.other_id AND x.document = k.other_document
WHERE d.polarity = 'denies'
ORDER BY d.claim_id, x.claim_id
