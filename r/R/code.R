# code.R: texts in, claims out.

code_news <- function(x, form = c("claims", "long", "documents"), text = NULL, id = NULL, date = NULL, title = NULL,
                      url = NULL, publisher = NULL, language = NULL, errors = c("warn", "column", "stop"),
                      engine = NULL, jobs = getOption("masudi.jobs", 0L)) {
  form <- match.arg(form)
  errors <- match.arg(errors)
  given <- list(text = text, id = id, date = date, title = title, url = url, publisher = publisher,
                language = language)
  parts <- run_batches(engine, columns_of(x, given, "text"), "code", jobs)
  docs <- list(id = bind(parts, "id"), error = bind(parts, "error"),
               n = do.call(c, lapply(parts, function(p) p$claims$n)))
  claims <- claim_columns(bind_values(parts, "claims"))
  tell_refused(docs$id, docs$error, if (form == "documents") "column" else errors)
  if (form == "documents") return(as_documents(docs, claims))
  out <- if (form == "long") long_form(claims) else claims
  as_output(if (errors == "column") with_refused(out, docs) else out)
}

# The id of a claim beside those of documents and entities; dates as dates.
claim_columns <- function(claims) {
  names(claims)[names(claims) == "id"] <- "claim_id"
  first <- c("doc_id", "claim_id", "event", "mode", "status", "actors", "recipients")
  claims[c(first, setdiff(names(claims), first))]
}

as_documents <- function(docs, claims) {
  n <- length(docs$id)
  rows <- split(seq_len(nrow(claims)), factor(rep(seq_len(n), docs$n), levels = seq_len(n)))
  out <- list(id = docs$id, error = docs$error, n_claims = docs$n,
              claims = unname(lapply(rows, function(i) take_rows(claims, i))))
  as_output(as_frame(out, n))
}

take_rows <- function(x, i) as_frame(lapply(x, `[`, i), length(i))

# A row for each refused document, with nothing but its id and the reason.
with_refused <- function(out, docs) {
  bad <- which(!is.na(docs$error))
  n <- nrow(out)
  out <- take_rows(out, c(seq_len(n), rep(NA_integer_, length(bad))))
  out$doc_id[n + seq_along(bad)] <- docs$id[bad]
  out$error <- c(rep(NA_character_, n), docs$error[bad])
  out
}

# ---- the long form: a row for each who, each to whom ----

no_state <- c("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC")

iso3 <- function(country) {
  country[!is.na(country) & (country %in% no_state | nchar(country) != 3)] <- NA_character_
  country
}

entity_fields <- c("name", "text", "entity", "country", "sector", "code", "via")

# Entities of all claims in one row of vectors; `at`: how many stand before those of each claim.
entities_of <- function(lists) {
  n <- vapply(lists, NROW, 0L)
  fields <- lapply(stats::setNames(nm = entity_fields),
                   function(f) as.character(unlist(lapply(lists, `[[`, f), use.names = FALSE)))
  list(n = n, at = cumsum(n) - n, fields = fields)
}

side <- function(who, claim, which, prefix) {
  index <- who$at[claim] + which
  index[who$n[claim] == 0] <- NA_integer_
  get <- function(f) who$fields[[f]][index]
  name <- get("name")
  unnamed <- is.na(name)
  name[unnamed] <- get("text")[unnamed]
  out <- list(name, iso3(get("country")), get("country"), get("sector"), get("code"),
              get("entity"))
  names(out) <- paste(prefix, c("name", "iso3", "country", "sector", "code", "entity"), sep = "_")
  out
}

# The first day that the claim's time or else its document's date may be.
day_of <- function(day, document) {
  out <- as.Date(rep(NA_character_, length(day)))
  whole <- function(x) !is.na(x) & grepl("^[0-9]{4}-[0-9]{2}-[0-9]{2}", x)
  out[whole(day)] <- as.Date(substr(day[whole(day)], 1, 10))
  rest <- is.na(out) & whole(document)
  out[rest] <- as.Date(substr(document[rest], 1, 10))
  out
}

first_of <- function(lists, field) {
  vapply(lists, function(x) if (NROW(x)) as.character(x[[field]][1]) else NA_character_, "")
}

joined <- function(lists) vapply(lists, function(x) if (length(x)) paste(x, collapse = "|") else NA_character_, "")

long_form <- function(claims) {
  actors <- entities_of(claims$actors)
  recipients <- entities_of(claims$recipients)
  na <- pmax(actors$n, 1L)
  nr <- pmax(recipients$n, 1L)
  claim <- rep(seq_len(nrow(claims)), na * nr)
  k <- sequence(na * nr) - 1L
  x <- take_rows(claims, claim)
  date <- day_of(x$when_start, x$doc_date)
  enddate <- day_of(x$when_end, NA_character_)
  enddate[is.na(enddate)] <- date[is.na(enddate)]
  out <- c(
    list(doc_id = x$doc_id, claim_id = x$claim_id, date = date, enddate = enddate, date_precision = x$when_precision),
    side(actors, claim, k %/% nr[claim] + 1L, "actor"),
    side(recipients, claim, k %% nr[claim] + 1L, "recipient"),
    list(event = x$event, mode = x$mode, contexts = joined(x$contexts), cameo = x$cameo, quad = x$quad,
         goldstein = x$goldstein, intensity = x$intensity, status = x$status, hedge = x$hedge,
         source_name = first_of(x$attribution, "name"), source_text = first_of(x$attribution, "text"),
         source_kind = first_of(x$attribution, "kind"), longitude = x$where_longitude, latitude = x$where_latitude,
         place = x$where_name, place_iso3 = iso3(x$where_country), place_precision = x$where_precision,
         dead = x$magnitude_dead, injured = x$magnitude_injured, arrested = x$magnitude_arrested,
         displaced = x$magnitude_displaced, participants = x$magnitude_participants, confidence = x$confidence,
         trigger = x$trigger_text, sentence = x$sentence_text, url = x$doc_url, publisher = x$doc_publisher,
         rule = x$rule))
  as_frame(out, length(claim))
}

# ---- the command's own lines ----

claims_json <- function(x, text = NULL, id = NULL, date = NULL, title = NULL, url = NULL, publisher = NULL,
                        language = NULL, errors = c("warn", "stop"), engine = NULL,
                        jobs = getOption("masudi.jobs", 0L)) {
  errors <- match.arg(errors)
  given <- list(text = text, id = id, date = date, title = title, url = url, publisher = publisher,
                language = language)
  parts <- run_batches(engine, columns_of(x, given, "text"), "code", jobs, lines = TRUE)
  tell_refused(bind(parts, "id"), bind(parts, "error"), errors)
  do.call(c, lapply(parts, function(p) p$claims$values))
}
