/* dynlib.h: libraries that few verbs need, opened when the first function of one is wanted. What the linker binds
 * before main is paid at every start, by those that need none of it too (libcurl alone brings thirty others along).
 *
 * A header beside those who use such a library lists its functions, and makes of that list a table of pointers under
 * the functions' own names and types:
 *     #define MSDX_PQ(X) X(PQclear) X(PQconnectdb)
 *     typedef struct msdx_pq_table { MSDX_PQ(MSDX_DYNLIB_FIELD) } msdx_pq_table;
 *     extern msdx_pq_table msdx_pq;
 *     #define PQclear msdx_pq.PQclear
 * Threads: any may open. */
#ifndef MSDX_DYNLIB_H
#define MSDX_DYNLIB_H
#include <stdbool.h>

#include "base/err.h"

#define MSDX_DYNLIB_FIELD(function) __typeof__(&function) function;
#define MSDX_DYNLIB_NAME(function) #function,

typedef struct msdx_dynlib {
    const char *file;        /* "libpq.so.5", found as the linker finds it */
    const char *const *name; /* of functions, in the order of the table */
    size_t n;
    void *table; /* n pointers to functions */
    bool is_open;
} msdx_dynlib;

/* Open it, if it is not, and fill the table; it stays open. Fails MSD_EUNSUPPORTED: not there, or without one of these
 * functions. */
MSD_MUST_CHECK msd_status msdx_dynlib_open(msdx_dynlib *lib, msd_error *err);
#endif
