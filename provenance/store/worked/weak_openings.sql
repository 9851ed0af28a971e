-- title: Weak claims up front
-- question: Which articles open with a claim that stands on little?
-- reading: The claims of headlines, and of the first passage of body text in each story, weakest first. Strength measures how a claim
--   is sourced and put, not whether it is true: read the row as "check this first".
WITH opening AS (
    SELECT document, item, min(passage) AS passage FROM passage WHERE kind = 'body' GROUP BY document, item
)
SELECT c.strength, p.kind AS place, COALESCE(c.publisher_name, c.locator) AS outlet, c.origin_name AS origin, c.hedge_words,
       c.text, c.claim_id
FROM passage AS p
LEFT JOIN opening AS o ON o.document = p.document AND o.item = p.item
JOIN v_claims AS c ON c.document = p.document AND c.passage = p.passage
WHERE c.strength IS NOT NULL AND (p.kind = 'headline' OR p.passage = o.passage)
ORDER BY c.strength, c.claim_id
LIMIT 50
