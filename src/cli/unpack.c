#include "cli/unpack.h"

#include <zlib.h>

#include "read/formats/late_zip.h"

/* DEFLATE reaches 1032; tables of events 4 to 20. */
enum { BOMB_RATIO = 200, PIECE = 1 << 16 };
#define BOMB_LEAST ((size_t)32 << 20)

static msd_status check(const msdx_buf *out, size_t n_in, msd_error *err)
{
    if (out->failed) return msdx_err_nomem(err);
    if (out->n > BOMB_LEAST && out->n / BOMB_RATIO > n_in) return msdx_err(err, MSD_EFORMAT, 1, "an archive bomb");
    return MSD_OK;
}

/* RFC 1952: members one after the other. */
static msd_status gunzip(msdx_str in, msdx_buf *out, msd_error *err)
{
    char piece[PIECE];
    z_stream z = {.next_in = (Bytef *)(uintptr_t)in.p, .avail_in = (uInt)in.n};
    if (in.n > UINT32_MAX) return msdx_err(err, MSD_EFORMAT, 1, "packed bytes beyond 4 GB");
    if (inflateInit2(&z, 15 + 16) != Z_OK) return msdx_err_nomem(err);
    msd_status st = MSD_OK;
    int rc = Z_OK;
    while (st == MSD_OK && (rc == Z_OK || (rc == Z_STREAM_END && z.avail_in))) {
        if (rc == Z_STREAM_END) rc = inflateReset(&z);
        z.next_out = (Bytef *)piece;
        z.avail_out = PIECE;
        if (rc == Z_OK) rc = inflate(&z, Z_NO_FLUSH);
        msdx_buf_add(out, piece, PIECE - z.avail_out);
        st = check(out, in.n, err);
    }
    inflateEnd(&z);
    if (st == MSD_OK && rc != Z_STREAM_END) st = msdx_err(err, MSD_EFORMAT, 1, "broken gzip");
    return st;
}

static msd_status read_file(zip_t *zip, size_t n_in, msdx_buf *out, msd_error *err)
{
    char piece[PIECE];
    zip_int64_t n = 0;
    zip_file_t *file = zip_fopen_index(zip, 0, 0);
    msd_status st = MSD_OK;
    while (file && st == MSD_OK && (n = zip_fread(file, piece, sizeof piece)) > 0) {
        msdx_buf_add(out, piece, (size_t)n);
        st = check(out, n_in, err);
    }
    if (st == MSD_OK && (!file || n < 0)) st = msdx_err(err, MSD_EFORMAT, 1, "a broken ZIP archive");
    if (file) zip_fclose(file);
    return st;
}

static msd_status unzip(msdx_str in, msdx_buf *out, msd_error *err)
{
    zip_error_t why;
    MSD_TRY(msdx_zip_library(err));
    zip_error_init(&why);
    zip_source_t *source = zip_source_buffer_create(in.p, in.n, 0, &why);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &why) : NULL;
    if (source && !zip) zip_source_free(source);
    zip_error_fini(&why);
    if (!zip) return msdx_err(err, MSD_EFORMAT, 1, "a broken ZIP archive");
    long long n = (long long)zip_get_num_entries(zip, 0);
    msd_status st = n == 1 ? read_file(zip, in.n, out, err)
                           : msdx_err(err, MSD_EFORMAT, 1, "a ZIP archive of %lld files; of one is wanted", n);
    zip_discard(zip);
    return st;
}

msd_status msdx_cli_unpack(msdx_str in, msdx_buf *room, msdx_str *out, msd_error *err)
{
    *out = in;
    msdx_buf_reset(room);
    if (in.n > 4 && memcmp(in.p, "PK\3\4", 4) == 0)
        MSD_TRY(unzip(in, room, err));
    else if (in.n > 2 && memcmp(in.p, "\x1F\x8B", 2) == 0)
        MSD_TRY(gunzip(in, room, err));
    else
        return MSD_OK;
    *out = (msdx_str){room->n ? room->p : "", room->n};
    return MSD_OK;
}
