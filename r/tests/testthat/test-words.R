skip_if_not(masudi_available(), "no model or knowledge")

test_that("tokens are a tree a sentence", {
  x <- parse_news(c(one = "Peru withdrew its envoy.", two = "He left."))
  expect_equal(nrow(x), 8)
  expect_equal(length(unique(x$doc_id)), 2)
  expect_equal(x$text[x$head == -1], c("withdrew", "left"))
  expect_equal(x$upos[5], "PUNCT")
})

test_that("CoNLL-U is the command's", {
  x <- parse_news(data.frame(id = "k", text = "Peru withdrew."), form = "conllu")
  expect_named(x, "k")
  expect_match(x, "# newdoc id = k\n", fixed = TRUE)
  expect_match(x, "\twithdraw\t")
})

test_that("a pair has its event, and a bad one its error", {
  pairs <- data.frame(id = c("p", "q"), text = c("Peru expelled the envoy of Chile.", NA), actor = "Peru",
                      recipient = "Chile")
  expect_warning(x <- relate_news(pairs), "1 of 2")
  expect_equal(x$event[1], "SANCTION")
  expect_equal(sum(x[1, grepl("^score_", names(x))]), 1, tolerance = 1e-6)
  expect_equal(sum(grepl("^score_", names(x))), 16)
  expect_true(is.na(x$event[2]))
  expect_error(relate_news(pairs["text"]), "no column 'actor'")
})

test_that("an explanation names the frame", {
  x <- explain_news("Peru expelled the envoy of Chile.")
  expect_output(print(x), "claim 0: SANCTION")
  expect_error(explain_news(c("a", "b")), "one string")
})
