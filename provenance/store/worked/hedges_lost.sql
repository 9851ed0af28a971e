-- title: Hedges lost on the way
-- question: Where did a "may" or "reportedly" of the wire become a plain statement in the reprint?
-- reading: `hedge` is a word of the upstream's own text, which must be in the database; the claim beside it has none any more.
--   Only texts that say where they have it from are compared: one that hides its upstream is in `agency_unnamed`.
--   `hedge_added`, `number_changed` and the other kinds of `v_drift` are read in the same way.
SELECT COALESCE(p.name, d.publisher) AS outlet, COALESCE(u.name, d.upstream) AS upstream, d.before_words AS hedge,
       d.upstream_text, d.text, d.claim_id
FROM v_drift AS d
LEFT JOIN source AS p ON p.id = d.publisher
LEFT JOIN source AS u ON u.id = d.upstream
WHERE d.kind = 'hedge_lost'
ORDER BY outlet, d.claim_id
