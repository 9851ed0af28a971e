-- title: Outlets that nobody vouches for
-- question: On which outlets and agencies does this material lean that the registry lacks or nobody rated?
-- reading: Nobody rated means just that: no points either way. The more claims hang on such an outlet the more it is worth rating
--   (`provenance sources import`), or describing (`--sources`). The program ships no ratings, so that without an import all are here.
SELECT o.name AS outlet, CASE WHEN o.known THEN 'nobody rated it' ELSE 'not in the registry' END AS state, o.documents,
       o.upstream_of, o.claims_relayed, o.claims_originated, o.source
FROM v_outlets AS o
WHERE (o.rating IS NULL OR NOT o.known)
  AND o.documents + o.upstream_of + o.claims_relayed + o.claims_originated > 0
ORDER BY o.documents + o.upstream_of + o.claims_relayed + o.claims_originated DESC, o.source
