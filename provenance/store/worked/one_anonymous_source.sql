-- title: One anonymous source
-- question: Which claims rest on one unnamed person and on nobody else?
-- reading: The chain ends with an unnamed person, and no other independent origin in the database states the same. A claim is not
--   weak because of that alone: look at who passed it on, at the hedges, and whether anybody opposes it. Classes of people
--   ("analysts") are the type `group`, hidden sources `unspecified`: widen the condition on `origin_type` to see them.
SELECT c.publisher_name AS outlet, c.source_words, c.text, c.hedge_words, c.strength, c.claim_id
FROM v_claims AS c
LEFT JOIN v_origins AS o ON o.claim_id = c.claim_id AND o.document = c.document
WHERE c.origin_type = 'anonymous'
  AND NOT EXISTS (SELECT 1 FROM v_origins AS n
                   WHERE n.group_id = o.group_id AND n.origin <> o.origin AND n.origin <> 'circle')
ORDER BY c.strength, c.claim_id
