# words.R: below and beside claims: tokens, given pairs, and why.

parse_news <- function(x, form = c("tokens", "conllu"), text = NULL, id = NULL, errors = c("warn", "stop"),
                       engine = NULL, jobs = getOption("masudi.jobs", 0L)) {
  form <- match.arg(form)
  errors <- match.arg(errors)
  parts <- run_batches(engine, columns_of(x, list(text = text, id = id), "text"), "parse", jobs,
                       lines = form == "conllu")
  ids <- bind(parts, "id")
  tell_refused(ids, bind(parts, "error"), errors)
  if (form == "conllu") return(stats::setNames(bind(parts, "conllu"), ids))
  n <- do.call(c, lapply(parts, function(p) p$tokens$n))
  tokens <- bind_values(parts, "tokens")
  as_output(as_frame(c(list(doc_id = rep(ids, n)), unclass(tokens)), nrow(tokens)))
}

relate_news <- function(x, text = NULL, actor = "actor", recipient = "recipient", id = NULL, date = NULL,
                        errors = c("warn", "column", "stop"), engine = NULL,
                        jobs = getOption("masudi.jobs", 0L)) {
  errors <- match.arg(errors)
  given <- list(text = text, actor = actor, recipient = recipient, id = id, date = date)
  parts <- run_batches(engine, columns_of(x, given, c("text", "actor", "recipient")), "relate", jobs)
  flat <- lapply(parts, flatten)
  out <- lapply(stats::setNames(nm = names(flat[[1]])), function(column) bind(flat, column))
  names(out) <- sub("^scores_", "score_", names(out))
  tell_refused(out$id, out$error, errors)
  as_output(as_frame(out, length(out$id)))
}

explain_news <- function(text, date = NULL, engine = NULL) {
  if (!is.character(text) || length(text) != 1 || is.na(text)) stop("text: one string is needed", call. = FALSE)
  structure(.Call(C_explain, as_engine(engine), text, if (!is.null(date)) as_text(date)), class = "masudi_explanation")
}

print.masudi_explanation <- function(x, ...) {
  cat(x)
  invisible(x)
}
