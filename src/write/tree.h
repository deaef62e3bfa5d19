/* tree.h: nested columns: records whose fields are values, lists and records again, filled by the walk that also writes
 * JSON, and handed on through the Arrow C Data Interface (arrow.apache.org/docs/format/CDataInterface.html).
 *
 * Texts and lists have 32-bit ends, so that every reader takes them: one column holds at most 2 GiB.
 *
 * Threads: a tree belongs to one thread at a time. */
#ifndef MSDX_TREE_H
#define MSDX_TREE_H
#include "base/err.h"
#include "write/field.h"
#include "write/json.h"

typedef struct msdx_tree msdx_tree;

/* A table of fields put in place of the objects at `path` of another. */
typedef struct msdx_graft {
    const char *path; /* of a row of form MSDX_OBJECTS; NULL: none */
    const msdx_field *fields;
} msdx_graft;

/* Rows of these fields, none so far. Fails MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_tree_new(msdx_tree **out, const msdx_field *fields, const msdx_graft *graft,
                                        msd_error *err);
void msdx_tree_free(msdx_tree *tree); /* NULL is fine */

/* What takes rows, an object each: fields by their names, in any order, those not given being null, or nothing where
 * they may not be. */
msdx_sink *msdx_tree_sink(msdx_tree *tree);

/* The type of the rows: a struct. Fails MSD_ENOMEM; *out is released then. */
MSD_MUST_CHECK msd_status msdx_tree_schema(const msdx_tree *tree, struct ArrowSchema *out, msd_error *err);
/* The rows, which the tree then has no more; once. Fails MSD_ENOMEM (also when it befell the sink), MSD_ETOOBIG (a
 * column over 2 GiB); *out is released then. */
MSD_MUST_CHECK msd_status msdx_tree_take(msdx_tree *tree, struct ArrowArray *out, msd_error *err);
#endif
