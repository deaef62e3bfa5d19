/* import_networks.h: what the two files that import networks share. */
#ifndef MSDX_IMPORT_NETWORKS_H
#define MSDX_IMPORT_NETWORKS_H
#include "parse/import.h"

/* PREFIX/moves of the package as PREFIX/labels, PREFIX/classes and PREFIX/parts, in the order in which spaCy numbers
 * classes. Must give n_class classes. names: a name finder's moves, not a parser's. */
MSD_MUST_CHECK msd_status msdx_import_moves(msdx_import *im, msdx_pack_writer *w, const char *prefix, size_t n_class,
                                            bool names, msd_error *err);

/* The vectors of the package, multiplied by a network's matrix [width, width of a vector], as PREFIX/static. */
MSD_MUST_CHECK msd_status msdx_import_vectors(msdx_import *im, msdx_pack_writer *w, const char *prefix,
                                              const msdx_node *matrix, msd_error *err);
/* The words that have one, for all networks; nothing where the package has no vectors. */
MSD_MUST_CHECK msd_status msdx_import_vector_keys(msdx_import *im, msdx_pack_writer *w, msd_error *err);
#endif
