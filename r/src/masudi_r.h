/* masudi_r.h: what the C files of the package share. */
#ifndef MASUDI_R_H
#define MASUDI_R_H
#include <Rinternals.h>
#include <masudi.h>

/* A batch that libmasudi gave, as a named list: a column each; a list column as its lengths and all its values. */
SEXP masudi_r_batch(const struct ArrowSchema *s, const struct ArrowArray *a);
#endif
