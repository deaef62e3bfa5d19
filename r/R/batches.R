# batches.R: what every verb shares: columns out of what was given, batches through the library, refusals.

# The names that `masudi code` reads, the first that is there counts.
column_names <- list(
  text = c("text", "event_text", "body", "content", "maintext"),
  id = c("id", "doc_id", "story_id", "uid"),
  date = c("date", "pub_date", "date_publish", "published"),
  title = c("title", "headline"),
  url = "url",
  publisher = c("publisher", "source_domain"),
  language = c("language", "lang"),
  actor = "actor",
  recipient = "recipient")

as_text <- function(x) {
  if (inherits(x, "POSIXt")) return(format(x, "%Y-%m-%dT%H:%M:%SZ", tz = "UTC"))
  if (inherits(x, "Date")) return(format(x))
  if (is.numeric(x)) {
    out <- format(x, scientific = FALSE, trim = TRUE, digits = 15)
    out[is.na(x)] <- NA_character_
    return(out)
  }
  as.character(x)
}

# Who is meant: words, a character vector; where places stand among them, three vectors, of which the library takes the
# place where there is one.
as_mention <- function(x, name) {
  if (is.data.frame(x)) {
    part <- function(field, as) if (field %in% names(x)) as(x[[field]]) else as(rep(NA, nrow(x)))
    return(list(text = part("text", as_text), start = part("start", as.numeric), end = part("end", as.numeric)))
  }
  if (!is.list(x)) return(as_text(x))
  is_place <- vapply(x, function(m) is.numeric(m) && length(m) == 2, NA)
  is_words <- vapply(x, function(m) is.character(m) && length(m) == 1, NA)
  wrong <- which(!is_place & !is_words & lengths(x) > 0 & !vapply(x, function(m) length(m) == 1 && is.na(m), NA))
  if (length(wrong)) {
    stop(name, ": row ", wrong[1], " has neither words of the text nor c(start, end)", call. = FALSE)
  }
  place <- function(i) replace(rep(NA_real_, length(x)), is_place, vapply(x[is_place], function(m) as.numeric(m[[i]]), 0))
  list(text = replace(rep(NA_character_, length(x)), is_words, vapply(x[is_words], as.character, "")), start = place(1), end = place(2))
}

take <- function(column, rows) if (is.list(column)) lapply(column, `[`, rows) else column[rows]

# A named list of character vectors, and of what as_mention gives. `given`: the user's names of columns, by ours; `needed`: ours that must be there.
columns_of <- function(x, given, needed) {
  if (is.character(x) || is.factor(x)) x <- data.frame(text = as.character(x), stringsAsFactors = FALSE)
  if (!is.data.frame(x)) stop("x: a data frame or a character vector is needed", call. = FALSE)
  found <- list()
  for (ours in names(given)) {
    theirs <- given[[ours]]
    if (is.null(theirs)) theirs <- intersect(column_names[[ours]], names(x))[1]
    else if (!theirs %in% names(x)) stop("x has no column '", theirs, "'", call. = FALSE)
    if (!is.na(theirs) && ours %in% c("actor", "recipient")) found[[ours]] <- as_mention(x[[theirs]], theirs)
    else if (!is.na(theirs)) found[[ours]] <- as_text(x[[theirs]])
    else if (ours %in% needed) stop("x has no column '", ours, "': say which one it is", call. = FALSE)
  }
  found
}

kinds <- c(code = 0L, parse = 1L, relate = 2L)

# Rows by batch: at most 256, and so much text that a batch takes about a second of one core.
batches_of <- function(text, jobs) {
  if (length(text) == 0) return(list(integer()))
  if (jobs == 0) jobs <- parallel::detectCores()
  bytes <- nchar(text, type = "bytes")
  bytes[is.na(bytes)] <- 0
  weight <- pmax(bytes / (65536 * max(1, jobs, na.rm = TRUE)), 1 / 256)
  unname(split(seq_along(text), floor(cumsum(weight))))
}

# Batches, one call each: between them an interrupt is seen to. Gives what the library gave, a list a batch.
run_batches <- function(engine, columns, kind, jobs, lines = FALSE) {
  engine <- as_engine(engine)
  jobs <- as.integer(jobs)
  if (length(jobs) != 1 || is.na(jobs) || jobs < 0) stop("jobs: one number, 0 for one a core", call. = FALSE)
  lapply(batches_of(columns$text, jobs), function(rows) {
    .Call(C_run, engine, lapply(columns, take, rows), kinds[[kind]], jobs, lines)
  })
}

# One vector out of the batches' own.
bind <- function(parts, name) do.call(c, lapply(parts, `[[`, name))

# Nested frames as columns of their own, named as in --out csv: sentence$text is sentence_text.
flatten <- function(x) {
  out <- list()
  for (name in names(x)) {
    if (is.data.frame(x[[name]])) {
      inner <- flatten(x[[name]])
      names(inner) <- paste(name, names(inner), sep = "_")
      out <- c(out, inner)
    } else {
      out[[name]] <- x[[name]]
    }
  }
  out
}

# Rows of all batches; a vector of one batch may be of whole numbers where that of another is not.
bind_values <- function(parts, name) {
  flat <- lapply(parts, function(p) flatten(p[[name]]$values))
  out <- lapply(stats::setNames(nm = names(flat[[1]])), function(column) bind(flat, column))
  as_frame(out, length(out[[1]]))
}

as_frame <- function(columns, n) structure(columns, class = "data.frame", row.names = .set_row_names(n))

# A tibble where there is tibble.
as_output <- function(x) if (requireNamespace("tibble", quietly = TRUE)) tibble::as_tibble(x) else x

# What was refused, as the user wants to know it.
tell_refused <- function(id, error, errors) {
  row <- which(!is.na(error))
  if (length(row) == 0 || errors == "column") return(invisible())
  refused <- data.frame(row = row, id = id[row], error = error[row], stringsAsFactors = FALSE)
  name <- ifelse(is.na(refused$id), paste("row", row), refused$id)
  words <- paste0(name[1], ": ", refused$error[1])
  if (errors == "stop") {
    stop(structure(class = c("masudi_error", "error", "condition"),
                   list(message = words, call = NULL, row = row[1], id = refused$id[1], refused = refused)))
  }
  words <- sprintf("%d of %d documents refused, the first: %s", length(row), length(error), words)
  warning(structure(class = c("masudi_refused", "warning", "condition"),
                    list(message = words, call = NULL, refused = refused)))
}
