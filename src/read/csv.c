/* csv.c: separated values, RFC 4180. A quote counts only where it opens a field, as the programs that write such
 * files mean it. */
#include "read/csv.h"

#include <stdint.h>

enum { FIELD_MOST = 1 << 28 };

char msdx_csv_part(msdx_str bytes)
{
    static const char sign[] = ",;\t|";
    size_t count[4] = {0}, best = 0;
    bool quoted = false;
    for (size_t i = 0; i < bytes.n && (quoted || bytes.p[i] != '\n'); i++) {
        quoted ^= bytes.p[i] == '"';
        const char *s = quoted || !bytes.p[i] ? NULL : strchr(sign, bytes.p[i]);
        if (s) count[s - sign]++;
    }
    for (size_t i = 1; i < 4; i++)
        if (count[i] > count[best]) best = i;
    return sign[best];
}

void msdx_csv_open(msdx_csv *csv, msdx_str bytes, char part, unsigned flags)
{
    *csv = (msdx_csv){.bytes = bytes, .quoted = flags & MSDX_CSV_QUOTED, .text = MSDX_BUF_INIT(FIELD_MOST)};
    csv->part = part ? part : msdx_csv_part(bytes);
}

void msdx_csv_close(msdx_csv *csv)
{
    msdx_buf_clear(&csv->text);
}

static void end_field(msdx_csv *csv, msdx_csv_row *row)
{
    if (row->n < MSDX_CSV_COLUMNS) csv->end[row->n] = csv->text.n;
    row->n++;
}

/* The quoted part of a field, from the byte after its quote; gives the byte after the quote that closes it, or the end
 * with *open. */
static size_t quoted_part(msdx_csv *csv, size_t i, bool *open)
{
    msdx_str s = csv->bytes;
    for (; i < s.n; i++) {
        csv->line += s.p[i] == '\n';
        if (s.p[i] != '"') {
            msdx_buf_addc(&csv->text, s.p[i]);
        } else if (i + 1 < s.n && s.p[i + 1] == '"') {
            msdx_buf_addc(&csv->text, '"');
            i++;
        } else {
            return i + 1;
        }
    }
    *open = true;
    return i;
}

static void set_cells(msdx_csv *csv, msdx_csv_row *row)
{
    const char *p = msdx_buf_cstr(&csv->text);
    for (unsigned i = 0; i < row->n && i < MSDX_CSV_COLUMNS; i++) {
        size_t start = i ? csv->end[i - 1] : 0;
        row->cell[i] = (msdx_str){p + start, csv->end[i] - start};
    }
}

msd_status msdx_csv_next(msdx_csv *csv, msdx_csv_row *row, bool *more, msd_error *err)
{
    msdx_str s = csv->bytes;
    size_t start = csv->at, i = start, field = 0;
    bool open = false;
    if (start == 0 && s.n >= 3 && memcmp(s.p, "\xEF\xBB\xBF", 3) == 0) i = 3;
    *more = start < s.n;
    row->n = 0;
    row->line = ++csv->line;
    if (!*more) return MSD_OK;
    msdx_buf_reset(&csv->text);
    while (i < s.n && s.p[i] != '\n') {
        if (csv->quoted && s.p[i] == '"' && csv->text.n == field) {
            i = quoted_part(csv, i + 1, &open);
            field = SIZE_MAX; /* another quote in this field is a letter */
        } else if (s.p[i] == csv->part) {
            end_field(csv, row);
            field = csv->text.n;
            i++;
        } else {
            if (s.p[i] != '\r' || (i + 1 < s.n && s.p[i + 1] != '\n')) msdx_buf_addc(&csv->text, s.p[i]);
            i++;
        }
    }
    end_field(csv, row);
    csv->at = i < s.n ? i + 1 : i;
    row->raw = (msdx_str){s.p + start, csv->at - start};
    if (csv->text.failed) return msdx_err_nomem(err);
    set_cells(csv, row);
    if (open) return msdx_err(err, MSD_EFORMAT, row->line, "a quote is opened and never closed");
    return MSD_OK;
}
