-- title: Weak claims up front
-- question: Which articles open with a claim that stands on little?
-- reading: The claims of headlines, and of the first passage of body text in each story, weakest first. Strength measures how a claim
--   is sourced and put, not whether it is true: read the row as "check this first".
SELECT c.strength, p.kind AS place, COALESCE(c.publisher_name, c.locator) AS outlet, c.origin_name AS origin, c.hedge_words,
       c.text, c.claim_id
FROM v_claims AS c
JOIN passage AS p ON p.document = c.document AND p.passage = c.passage
WHERE c.strength IS NOT NULL
  AND (p.kind = 'headline'
       OR p.passage = (SELECT min(f.passage) FROM passage AS f
                        WHERE f.document = p.document AND f.item = p.item AND f.kind = 'body'))
ORDER BY c.strength, c.claim_id
LIMIT 50
