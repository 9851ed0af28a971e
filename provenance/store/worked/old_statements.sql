-- title: Old statements as news
-- question: Which statements were made in an earlier month than the article was published?
-- reading: `stated_on` is the date that the text gives, often without a year (`04-03`): then only the month is compared, so that a
--   statement of exactly a year ago goes unseen. An old statement is no fault; one that the headline sells as new is.
SELECT c.publisher_name AS outlet, c.origin_name AS origin, c.stated_on, substr(c.published, 1, 10) AS published, c.text, c.claim_id
FROM v_claims AS c
WHERE c.published LIKE '____-__-__%'
  AND CASE length(c.stated_on)
          WHEN 4 THEN c.stated_on < substr(c.published, 1, 4)
          WHEN 5 THEN substr(c.stated_on, 1, 2) <> substr(c.published, 6, 2)
          ELSE substr(c.stated_on, 1, 7) < substr(c.published, 1, 7)
      END
ORDER BY published, c.claim_id
