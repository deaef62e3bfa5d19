# engine.R: the model and the knowledge, opened once a session unless another one is asked for.

the <- new.env(parent = emptyenv())

# A file beside the library that the package was built with; NULL leaves the search to the library.
installed <- function(given, variable, name) {
  if (!is.null(given)) return(path.expand(given))
  here <- file.path(.Call(C_datadir), name)
  if (!nzchar(Sys.getenv(variable)) && file.exists(here)) here else NULL
}

masudi_engine <- function(model = NULL, knowledge = NULL, overrides = character(), dictionaries = NULL,
                          calibration = NULL) {
  engine <- .Call(C_open_engine, installed(model, "MASUDI_MODEL", "en.model"),
                  installed(knowledge, "MASUDI_KNOWLEDGE", "knowledge.msd"), path.expand(as.character(overrides)),
                  if (!is.null(dictionaries)) path.expand(dictionaries),
                  if (!is.null(calibration)) path.expand(calibration))
  structure(list(engine = engine), class = "masudi_engine")
}

default_engine <- function() {
  if (is.null(the$engine)) the$engine <- masudi_engine()
  the$engine
}

as_engine <- function(engine) {
  if (is.null(engine)) engine <- default_engine()
  if (!inherits(engine, "masudi_engine")) stop("engine: not what masudi_engine() gives", call. = FALSE)
  engine$engine
}

masudi_available <- function() {
  tryCatch({
    default_engine()
    TRUE
  }, error = function(e) FALSE)
}

masudi_versions <- function(engine = NULL) .Call(C_versions, as_engine(engine))

print.masudi_engine <- function(x, ...) {
  v <- masudi_versions(x)
  cat("<masudi engine ", v$library, ", ", v$model, ", ", v$knowledge, ">\n", sep = "")
  invisible(x)
}
