/* cells.h: the columns of somebody else's table, through the Arrow C Data Interface: what stands in a row, as text. */
#ifndef MSDX_CELLS_H
#define MSDX_CELLS_H
#include "base/err.h"
#include "base/str.h"

/* What a column may hold beside texts; of numbers, in place of them. */
typedef enum msdx_cells_want { MSDX_CELLS_TEXT = 0, MSDX_CELLS_ID, MSDX_CELLS_DATE, MSDX_CELLS_NUMBER } msdx_cells_want;

typedef struct msdx_cells {
    const char *name; /* of messages; NULL: there is no such column, and every cell is null */
    enum {
        MSDX_CELL_NULL = 0,
        MSDX_CELL_TEXT, /* ends of 32 or 64 bits */
        MSDX_CELL_VIEW,
        MSDX_CELL_WHOLE, /* of 1 to 8 bytes */
        MSDX_CELL_TIME   /* since 1970-01-01, in units of which a day has `a_day` */
    } kind;
    unsigned width; /* bytes of a value or an end */
    bool is_signed, zone;
    int64_t a_day;
    const uint8_t *valid;            /* NULL: all of them */
    const void *const *buffer;       /* the array's; borrowed */
    int64_t n_buffer, from, n;       /* cell i is from + i */
    const struct msdx_cells *values; /* of a dictionary: what the numbers stand for; the arena's; else NULL */
} msdx_cells;

/*
 * The cells from + 0 ... from + n - 1 of the array. Borrows it.
 * Fails  MSD_EUSAGE (of another type than is wanted), MSD_EFORMAT (breaks the interface's rules), MSD_ENOMEM.
 */
MSD_MUST_CHECK msd_status msdx_cells_open(msdx_cells *out, const char *name, const struct ArrowSchema *schema,
                                          const struct ArrowArray *array, int64_t from, int64_t n, msdx_cells_want want,
                                          msdx_arena *arena, msd_error *err);
/*
 * What stands in row i, 0 <= i < n: where it lies, or in the arena; p is NULL where it is null.
 * Fails  MSD_EFORMAT, MSD_ETOOBIG (a text of over MSD_TEXT_MAX bytes), MSD_ENOMEM.
 */
MSD_MUST_CHECK msd_status msdx_cells_get(const msdx_cells *cells, int64_t i, msdx_arena *arena, msdx_str *out,
                                         msd_error *err);
/* The same with a NUL at its end, in the arena; NULL where it is null or "". Fails MSD_EUTF8 too (a NUL in it). */
MSD_MUST_CHECK msd_status msdx_cells_cstr(const msdx_cells *cells, int64_t i, msdx_arena *arena, const char **out,
                                          msd_error *err);
/* The whole number in row i of a column of such; false: null, or over what 63 bits hold. */
bool msdx_cells_number(const msdx_cells *cells, int64_t i, int64_t *out);
#endif
