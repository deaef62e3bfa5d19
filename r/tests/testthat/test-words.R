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

test_that("a pair is named by its places as by its words", {
  text <- "Peru expelled the envoy of Chile."
  words <- data.frame(text = text, actor = c("Peru", "Peru"), recipient = "Chile")
  want <- relate_news(words)
  places <- data.frame(text = c(text, text))
  places$actor <- list(c(0, 4), "Peru")
  places$recipient <- list(c(27L, 32L), c(27, 32))
  expect_equal(relate_news(places), want)
  framed <- data.frame(text = c(text, text), recipient = "Chile")
  framed$actor <- data.frame(start = c(0, NA), end = 4, text = "Peru")
  expect_equal(relate_news(framed), want)
  places$actor <- list(c(0, 4), c(4, 4))
  expect_equal(relate_news(places, errors = "column")$error, c(NA, "the actor [4, 4] is no place in a text"))
  places$actor <- list(c(0, 4, 5), "Peru")
  expect_error(relate_news(places), "row 1 has neither words of the text nor c\\(start, end\\)", perl = TRUE)
})

test_that("an explanation names the frame", {
  x <- explain_news("Peru expelled the envoy of Chile.")
  expect_output(print(x), "claim 0: SANCTION")
  expect_error(explain_news(c("a", "b")), "one string")
})
