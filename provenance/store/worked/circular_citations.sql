-- title: Circular citations
-- question: Which claims do outlets have from each other, with nobody at the beginning?
-- reading: Each row is one claim of such a circle; those with one `group_id` belong together. `detail` names the circle. Such claims
--   count as one origin where nobody else states them, and as none where somebody does.
SELECT c.group_id, COALESCE(p.name, c.publisher, c.locator) AS outlet, c.detail, c.text, c.claim_id
FROM v_circular AS c
LEFT JOIN source AS p ON p.id = c.publisher
ORDER BY c.group_id, c.claim_id
