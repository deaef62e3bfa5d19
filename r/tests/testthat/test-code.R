skip_if_not(masudi_available(), "no model or knowledge")

news <- data.frame(
  id = c("a", "b", "c", "d"),
  date = as.Date(c("2024-05-06", "2024-05-07", "2024-05-08", "2024-05-09")),
  text = c("Peru and Chile threatened to close their embassies in Quito, officials said.",
           "Rebels killed 12 soldiers near Goma on Sunday.",
           "Nothing worth a line is told here.",
           NA),
  stringsAsFactors = FALSE)
good <- news[1:3, ]

test_that("a row a claim, with lists of frames", {
  x <- code_news(good)
  expect_s3_class(x, "data.frame")
  expect_equal(x$event, c("THREATEN", "SANCTION", "ASSAULT"))
  expect_equal(x$status, c("actual", "threatened", "actual"))
  expect_type(x$actors, "list")
  expect_equal(x$actors[[1]]$country, c("PER", "CHL"))
  expect_equal(x$attribution[[1]]$text, "officials")
  expect_equal(x$magnitude_dead, c(NA, NA, 12L))
  expect_equal(x$links[[1]]$event, x$claim_id[2])
  expect_equal(substr(good$text[1], x$trigger_start[1] + 1, x$trigger_end[1]), x$trigger_text[1])
})

test_that("a row a dyad, with names that other packages know", {
  x <- code_news(good, form = "long")
  expect_equal(nrow(x), 5)
  expect_equal(x$actor_iso3[1:2], c("PER", "CHL"))
  expect_s3_class(x$date, "Date")
  expect_equal(x$date, as.Date(c(rep("2024-05-06", 4), "2024-05-05")))
  expect_true(all(x$enddate >= x$date))
  expect_type(x$longitude, "double")
  expect_type(x$latitude, "double")
  expect_equal(x$source_text[1], "officials")
  expect_true(all(is.na(x$actor_iso3) | grepl("^[A-Z]{3}$", x$actor_iso3)))
  un <- code_news("The United Nations condemned Peru.", form = "long")
  expect_equal(un$actor_country, "UNO")
  expect_true(is.na(un$actor_iso3))
})

test_that("a row a document, in order, and what they have", {
  x <- code_news(news, form = "documents")
  expect_equal(x$id, news$id)
  expect_equal(x$n_claims, c(2L, 1L, 0L, 0L))
  expect_equal(vapply(x$claims, nrow, 0L), x$n_claims)
  expect_equal(x$error, c(NA, NA, NA, "the text is null"))
})

test_that("refused documents warn, stand in a column, or stop", {
  w <- tryCatch(code_news(news), masudi_refused = identity)
  expect_equal(w$refused$id, "d")
  expect_equal(w$refused$row, 4L)
  expect_warning(x <- code_news(news), "the text is null")
  expect_equal(unique(x$doc_id), c("a", "b"))
  for (form in c("claims", "long")) {
    x <- code_news(news, form = form, errors = "column")
    expect_equal(x$doc_id[!is.na(x$error)], "d")
    expect_true(all(is.na(x$event[!is.na(x$error)])))
  }
  e <- tryCatch(code_news(news, errors = "stop"), masudi_error = identity)
  expect_equal(e$id, "d")
  expect_match(conditionMessage(e), "^d: ")
})

test_that("columns go by the names the command reads, or by those given", {
  x <- data.frame(doc_id = 1e5, body = good$text[2], stringsAsFactors = FALSE)
  expect_equal(code_news(x)$doc_id, "100000")
  names(x) <- c("nr", "words")
  expect_error(code_news(x), "no column 'text'")
  expect_error(code_news(x, text = "word"), "no column 'word'")
  expect_equal(code_news(x, text = "words", id = "nr")$doc_id, "100000")
  expect_equal(code_news(factor(good$text[2]))$event, "ASSAULT")
  expect_error(code_news(1), "data frame or a character vector")
  expect_error(code_news(good, jobs = -1), "jobs")
})

test_that("nothing in gives all columns and no row", {
  for (form in c("claims", "long", "documents")) {
    all <- code_news(good, form = form)
    none <- code_news(good[0, ], form = form)
    expect_equal(nrow(none), 0)
    expect_equal(names(none), names(all))
    expect_equal(vapply(none, function(v) class(v)[1], ""), vapply(all, function(v) class(v)[1], ""))
  }
  expect_equal(nrow(code_news("No claim.")), 0)
})

test_that("encodings are known and marked", {
  latin <- "Caf\xe9 owners in Per\xfa attacked the police."
  Encoding(latin) <- "latin1"
  x <- code_news(latin)
  expect_equal(Encoding(x$sentence_text), "UTF-8")
  expect_equal(x$sentence_text, enc2utf8(latin))
  broken <- "Peru attacked \xff Chile."
  Encoding(broken) <- "bytes"
  expect_match(code_news(broken, form = "documents")$error, "not UTF-8")
})

test_that("the result depends neither on threads nor on batches", {
  many <- data.frame(id = sprintf("m%d", 1:700), text = rep(good$text, length.out = 700))
  one <- claims_json(many, jobs = 1)
  expect_identical(one, claims_json(many, jobs = 3))
  expect_identical(one, unlist(lapply(split(many, (seq_len(700) - 1) %/% 50), claims_json), use.names = FALSE))
  expect_equal(nrow(code_news(many)), length(one))
  expect_match(one, '^\\{"schema":1,"id":"[0-9a-f]{32}","doc":\\{"id":"m')
})

test_that("an interrupt is seen to between batches", {
  skip_on_os("windows")
  many <- data.frame(text = rep(strrep("Rebels killed 12 soldiers near Goma on Sunday. ", 40), 6000))
  pid <- Sys.getpid()
  system(sprintf("(sleep 1; kill -INT %d) &", pid))
  began <- proc.time()[["elapsed"]]
  stopped <- tryCatch({
    code_news(many)
    FALSE
  }, interrupt = function(e) TRUE)
  expect_true(stopped)
  expect_lt(proc.time()[["elapsed"]] - began, 30)
  expect_equal(nrow(code_news(good)), 3)
})

test_that("it holds with the collector at every allocation", {
  engine <- masudi_engine()
  gctorture(TRUE)
  x <- tryCatch(.Call(masudi:::C_run, engine$engine, list(text = good$text, id = good$id), 0L, 1L, FALSE),
                finally = gctorture(FALSE))
  expect_identical(x, .Call(masudi:::C_run, engine$engine, list(text = good$text, id = good$id), 0L, 1L, FALSE))
})

test_that("memory does not grow", {
  skip_if_not(file.exists("/proc/self/statm"))
  pages <- function() {
    gc()
    as.numeric(strsplit(readLines("/proc/self/statm"), " ")[[1]][2])
  }
  pass <- function() for (i in 1:25) suppressWarnings(code_news(news[rep(1:4, 5), ], form = "long"))
  pass()
  before <- pages()
  pass()
  pass()
  expect_lt((pages() - before) * 4096 / 2^20, 8)
})

test_that("engines are closed once and never used after", {
  engine <- masudi_engine()
  expect_output(print(engine), "masudi engine")
  expect_named(masudi_versions(engine), c("library", "schema", "model", "knowledge"))
  file <- tempfile()
  saveRDS(engine, file)
  expect_error(code_news(good, engine = readRDS(file)), "closed")
  expect_error(code_news(good, engine = 1), "masudi_engine")
  expect_error(masudi_engine(model = tempfile()), "no such model")
  for (i in 1:5) code_news(good, engine = masudi_engine())
  gc()
  succeed()
})
