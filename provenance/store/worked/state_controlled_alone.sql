-- title: Only from state-controlled outlets
-- question: What do state-controlled outlets or agencies carry that nobody else states?
-- reading: The outlet published the claim, or stands in its chain. A claim is left out as soon as one text says the same without any
--   such outlet on its way. Control is the registry's word (`provenance sources show ID`); raters who see it otherwise are in
--   `v_ratings`. That nobody in the database states it does not mean that nobody does.
WITH carried AS (
    SELECT h.claim_id, h.document, min(h.position) AS position
    FROM v_chains AS h
    JOIN source AS s ON s.id = h.source
    WHERE s.editorial_control = 'state_controlled' AND s.type IN ('news_outlet', 'news_agency') AND h.claim_id IS NOT NULL
    GROUP BY h.claim_id, h.document
),
elsewhere AS (
    SELECT DISTINCT o.group_id
    FROM v_origins AS o
    LEFT JOIN carried AS k ON k.claim_id = o.claim_id AND k.document = o.document
    WHERE k.claim_id IS NULL
)
SELECT h.name AS outlet, h.relation, c.origin_name AS origin, c.text, c.strength, c.claim_id
FROM carried AS k
JOIN v_claims AS c ON c.claim_id = k.claim_id AND c.document = k.document
JOIN v_chains AS h ON h.claim_id = k.claim_id AND h.document = k.document AND h.position = k.position
LEFT JOIN v_origins AS o ON o.claim_id = k.claim_id AND o.document = k.document
LEFT JOIN elsewhere AS e ON e.group_id = o.group_id
WHERE e.group_id IS NULL
ORDER BY c.strength DESC, c.claim_id
