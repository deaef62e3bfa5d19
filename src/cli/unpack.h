/* unpack.h: a file that came packed, as bytes: gzip, or a ZIP archive of one file, as GDELT serves its own. */
#ifndef MSDX_UNPACK_H
#define MSDX_UNPACK_H
#include "base/err.h"
#include "base/str.h"

/* *out: the bytes, in `room` or as they were given when they are not packed. Fails MSD_EFORMAT (broken, of several
 * files, an archive bomb), MSD_ENOMEM. */
MSD_MUST_CHECK msd_status msdx_cli_unpack(msdx_str in, msdx_buf *room, msdx_str *out, msd_error *err);
#endif
