-- title: Best corroborated
-- question: Which claims have the most independent origins?
-- reading: `origins` counts who stands behind the claim after copies, outlets of one house and relays of one speaker were collapsed;
--   `claims` and `documents` count before that. Two origins of ten documents is the usual shape of a wire story. `opposing` counts
--   claims that deny or contradict it: a claim can be well corroborated and disputed.
SELECT origins, claims, documents, opposing, origin_ids, text, group_id
FROM v_corroboration
WHERE origins > 1
ORDER BY origins DESC, documents DESC, group_id
LIMIT 50
