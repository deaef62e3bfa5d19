/* audit_out.c: an audit as tables: for people, for a paper's appendix (Markdown, LaTeX), for programs (CSV, JSON). */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "write/audit_impl.h"
#include "write/json.h"

enum { COLUMNS_MOST = 8, CELL_ROOM = 64 };

/* ---- tables of text ---- */

struct table {
    msdx_audit_form form;
    msdx_buf *buf;
    const char *const *head;
    size_t n_column, n_row;
    char (*cell)[CELL_ROOM]; /* row by row */
};

static bool open_table(struct table *t, const char *const *head, size_t n_column, size_t most_rows)
{
    t->head = head;
    t->n_column = n_column;
    t->n_row = 0;
    t->cell = msdx_calloc(most_rows * n_column + 1, sizeof *t->cell);
    if (!t->cell) t->buf->failed = true;
    return t->cell;
}

static char *cell_at(struct table *t, size_t row, size_t column)
{
    return t->cell[row * t->n_column + column];
}

static size_t width_of(struct table *t, size_t column)
{
    size_t most = msdx_utf8_count(t->head[column], strlen(t->head[column]));
    for (size_t i = 0; i < t->n_row; i++) {
        const char *s = cell_at(t, i, column);
        size_t n = msdx_utf8_count(s, strlen(s));
        if (n > most) most = n;
    }
    return most;
}

static void put_escaped(struct table *t, const char *s)
{
    const char *special = t->form == MSDX_AUDIT_TEX ? "&%$#_{}" : t->form == MSDX_AUDIT_MARKDOWN ? "|" : "";
    for (; *s; s++) {
        if (t->form == MSDX_AUDIT_TEX && (*s == '\\' || *s == '~' || *s == '^')) continue;
        if (strchr(special, *s)) msdx_buf_addc(t->buf, '\\');
        msdx_buf_addc(t->buf, *s);
    }
}

static void put_line(struct table *t, const char *(*get)(struct table *t, size_t row, size_t column), size_t row)
{
    bool tex = t->form == MSDX_AUDIT_TEX, md = t->form == MSDX_AUDIT_MARKDOWN;
    if (md) msdx_buf_adds(t->buf, "| ");
    for (size_t k = 0; k < t->n_column; k++) {
        const char *s = get(t, row, k);
        size_t n = msdx_utf8_count(s, strlen(s)), width = width_of(t, k);
        if (k) msdx_buf_adds(t->buf, tex ? " & " : md ? " | " : "  ");
        for (size_t i = n; k && !md && !tex && i < width; i++) msdx_buf_addc(t->buf, ' ');
        put_escaped(t, s);
        for (size_t i = n; k == 0 && !md && !tex && i < width; i++) msdx_buf_addc(t->buf, ' ');
    }
    msdx_buf_adds(t->buf, tex ? " \\\\\n" : md ? " |\n" : "\n");
}

static const char *head_of(struct table *t, size_t row, size_t column)
{
    (void)row;
    return t->head[column];
}

static const char *text_of(struct table *t, size_t row, size_t column)
{
    return cell_at(t, row, column);
}

static void close_table(struct table *t, const char *caption)
{
    bool tex = t->form == MSDX_AUDIT_TEX, md = t->form == MSDX_AUDIT_MARKDOWN;
    if (tex) {
        msdx_buf_adds(t->buf, "\\begin{table}\n\\centering\n\\begin{tabular}{l");
        for (size_t k = 1; k < t->n_column; k++) msdx_buf_addc(t->buf, 'r');
        msdx_buf_adds(t->buf, "}\n\\hline\n");
    } else {
        msdx_buf_addf(t->buf, "\n%s%s%s\n", md ? "**" : "", caption, md ? "**\n" : "");
    }
    put_line(t, head_of, 0);
    if (tex) msdx_buf_adds(t->buf, "\\hline\n");
    if (md) {
        msdx_buf_adds(t->buf, "|---|");
        for (size_t k = 1; k < t->n_column; k++) msdx_buf_adds(t->buf, "---:|");
        msdx_buf_addc(t->buf, '\n');
    }
    for (size_t i = 0; i < t->n_row; i++) put_line(t, text_of, i);
    if (tex) {
        msdx_buf_adds(t->buf, "\\hline\n\\end{tabular}\n\\caption{");
        put_escaped(t, caption);
        msdx_buf_adds(t->buf, "}\n\\end{table}\n\n");
    }
    msdx_free(t->cell);
}

/* ---- cells ---- */

static void put_count(struct table *t, size_t column, uint64_t n)
{
    snprintf(cell_at(t, t->n_row, column), CELL_ROOM, "%llu", (unsigned long long)n);
}

static void put_text(struct table *t, size_t column, const char *s)
{
    snprintf(cell_at(t, t->n_row, column), CELL_ROOM, "%s", s);
}

static void put_interval(struct table *t, size_t column, bool has, double d, double low, double high)
{
    if (has)
        snprintf(cell_at(t, t->n_row, column), CELL_ROOM, "%.2f [%.2f, %.2f]", d, low, high);
    else
        put_text(t, column, "-");
}

/* ---- the three tables ---- */

static void by_slot(const msdx_audit *a, struct table *t)
{
    static const char *const head[] = {"slot", "claims", "precision", "marked twice", "alpha", "same"};
    if (!open_table(t, head, 6, MSDX_N_AUDIT_COLUMN)) return;
    for (int i = 0; i < MSDX_N_AUDIT_COLUMN; i++, t->n_row++) {
        msdx_share s = msdx_audit_share(a, NULL, i);
        msdx_agreement g = msdx_audit_agreement(a, i);
        if (g.failed) t->buf->failed = true;
        put_text(t, 0, msdx_audit_column(i));
        put_count(t, 1, s.n);
        put_interval(t, 2, s.n, s.right, s.low, s.high);
        put_count(t, 3, g.n);
        put_interval(t, 4, g.has, g.alpha, g.low, g.high);
        if (g.n)
            snprintf(cell_at(t, t->n_row, 5), CELL_ROOM, "%.2f", g.same);
        else
            put_text(t, 5, "-");
    }
    close_table(t, "Precision by slot with 95 % intervals, and agreement between markers (Krippendorff's alpha)");
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void by_event(const msdx_audit *a, struct table *t)
{
    static const char *const head[] = {"event", "claims", "event right", "all marked slots right"};
    const char **name = msdx_calloc(a->n_event + 1, sizeof *name);
    if (!name || !open_table(t, head, 4, a->n_event + 1)) {
        msdx_free(name);
        t->buf->failed = true;
        return;
    }
    for (size_t i = 0; i < a->n_event; i++) name[i] = a->event[i];
    qsort(name, a->n_event, sizeof *name, compare_names);
    for (size_t i = 0; i <= a->n_event; i++, t->n_row++) { /* the last is NULL: all */
        msdx_share s = msdx_audit_share(a, name[i], MSDX_SLOT_EVENT);
        msdx_share w = msdx_audit_share(a, name[i], MSDX_AUDIT_WHOLE);
        put_text(t, 0, name[i] ? name[i] : "all");
        put_count(t, 1, s.n);
        put_interval(t, 2, s.n, s.right, s.low, s.high);
        put_interval(t, 3, w.n, w.right, w.low, w.high);
    }
    msdx_free(name);
    close_table(t, "Precision by event with 95 % intervals");
}

static void by_confidence(const msdx_audit *a, struct table *t)
{
    static const char *const head[] = {"confidence", "claims", "mean confidence", "event right"};
    msdx_calibration c;
    msdx_audit_calibrate(a, &c);
    if (c.failed) t->buf->failed = true;
    if (!c.n || !open_table(t, head, 4, MSDX_AUDIT_BINS)) return;
    for (int i = 0; i < MSDX_AUDIT_BINS; i++) {
        if (!c.bin[i].n) continue;
        snprintf(cell_at(t, t->n_row, 0), CELL_ROOM, "%.1f to %.1f", i / 10.0, (i + 1) / 10.0);
        put_count(t, 1, c.bin[i].n);
        snprintf(cell_at(t, t->n_row, 2), CELL_ROOM, "%.2f", c.bin[i].said);
        snprintf(cell_at(t, t->n_row++, 3), CELL_ROOM, "%.2f", c.bin[i].right);
    }
    char caption[300];
    snprintf(caption, sizeof caption,
             "Confidence and marks: calibration error %.3f, Brier score %.3f; corrected by slope %.2f and intercept "
             "%.2f, on claims held out: %.3f and %.3f",
             c.error, c.brier, c.slope, c.intercept, c.error_after, c.brier_after);
    close_table(t, caption);
}

/* Who marked what, and how it was drawn. */
static void put_about(const msdx_audit *a, struct table *t)
{
    bool tex = t->form == MSDX_AUDIT_TEX;
    msdx_buf_addf(t->buf, "%s%zu claims, marked by %zu: ", tex ? "% " : "", a->n_claim, a->n_marker);
    for (size_t i = 0; i < a->n_marker; i++) msdx_buf_addf(t->buf, "%s%s", i ? ", " : "", a->marker[i]);
    for (size_t i = 0; i < a->n_draw; i++) msdx_buf_addf(t->buf, "\n%sdrawn by %s", tex ? "% " : "", a->draw[i]);
    msdx_buf_addc(t->buf, '\n');
}

/* ---- for programs ---- */

typedef void (*each_fn)(void *ctx, const char *event, int column, const msdx_share *s);

static void each_share(const msdx_audit *a, each_fn each, void *ctx)
{
    for (size_t i = 0; i <= a->n_event; i++)
        for (int k = 0; k < MSDX_N_AUDIT_COLUMN; k++) {
            const char *event = i ? a->event[i - 1] : NULL;
            msdx_share s = msdx_audit_share(a, event, k);
            if (s.n) each(ctx, event, k, &s);
        }
}

static void csv_name(msdx_buf *buf, const char *s)
{
    bool quote = strpbrk(s, ",\"\r\n") != NULL;
    if (quote) msdx_buf_addc(buf, '"');
    for (; *s; s++) {
        if (*s == '"') msdx_buf_addc(buf, '"');
        msdx_buf_addc(buf, *s);
    }
    if (quote) msdx_buf_addc(buf, '"');
}

static void csv_share(void *ctx, const char *event, int column, const msdx_share *s)
{
    msdx_buf *buf = ctx;
    msdx_buf_adds(buf, "precision,");
    csv_name(buf, event ? event : "");
    msdx_buf_addf(buf, ",%s,%llu,%.4f,%.4f,%.4f\r\n", msdx_audit_column(column), (unsigned long long)s->n, s->right,
                  s->low, s->high);
}

static void write_csv(const msdx_audit *a, msdx_buf *buf)
{
    msdx_calibration c;
    msdx_buf_adds(buf, "table,event,slot,claims,value,low,high\r\n");
    each_share(a, csv_share, buf);
    for (int k = 0; k < MSDX_N_AUDIT_COLUMN; k++) {
        msdx_agreement g = msdx_audit_agreement(a, k);
        unsigned long long n = g.n;
        if (g.has)
            msdx_buf_addf(buf, "alpha,,%s,%llu,%.4f,%.4f,%.4f\r\n", msdx_audit_column(k), n, g.alpha, g.low, g.high);
        if (g.n) msdx_buf_addf(buf, "same,,%s,%llu,%.4f,,\r\n", msdx_audit_column(k), n, g.same);
        if (g.failed) buf->failed = true;
    }
    msdx_audit_calibrate(a, &c);
    if (c.failed) buf->failed = true;
    for (int i = 0; i < MSDX_AUDIT_BINS; i++)
        if (c.bin[i].n)
            msdx_buf_addf(buf, "confidence,,%.1f,%llu,%.4f,,\r\nright,,%.1f,%llu,%.4f,,\r\n", i / 10.0,
                          (unsigned long long)c.bin[i].n, c.bin[i].said, i / 10.0, (unsigned long long)c.bin[i].n,
                          c.bin[i].right);
}

static double rounded(double d)
{
    return (double)(int64_t)(d * 1e4 + (d < 0 ? -0.5 : 0.5)) / 1e4;
}

static void put_real(msdx_json *j, const char *key, double d)
{
    msdx_json_put_num(j, key, rounded(d));
}

static void json_share(void *ctx, const char *event, int column, const msdx_share *s)
{
    msdx_json *j = ctx;
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "event", event);
    msdx_json_put_str(j, "slot", msdx_audit_column(column));
    msdx_json_put_int(j, "claims", (int64_t)s->n);
    put_real(j, "precision", s->right);
    put_real(j, "low", s->low);
    put_real(j, "high", s->high);
    msdx_json_close(j, '}');
}

static void json_agreement(msdx_json *j, const msdx_audit *a, int column)
{
    msdx_agreement g = msdx_audit_agreement(a, column);
    if (g.failed) j->buf->failed = true;
    if (!g.n) return;
    msdx_json_open(j, '{');
    msdx_json_put_str(j, "slot", msdx_audit_column(column));
    msdx_json_put_int(j, "claims", (int64_t)g.n);
    msdx_json_key(j, "alpha");
    if (g.has)
        msdx_json_num(j, rounded(g.alpha));
    else
        msdx_json_null(j);
    if (g.has) put_real(j, "low", g.low);
    if (g.has) put_real(j, "high", g.high);
    put_real(j, "same", g.same);
    msdx_json_close(j, '}');
}

static void json_confidence(msdx_json *j, const msdx_audit *a)
{
    msdx_calibration c;
    msdx_audit_calibrate(a, &c);
    if (c.failed) j->buf->failed = true;
    msdx_json_open(j, '{');
    msdx_json_put_int(j, "claims", (int64_t)c.n);
    msdx_json_key(j, "bins");
    msdx_json_open(j, '[');
    for (int i = 0; i < MSDX_AUDIT_BINS; i++) {
        if (!c.bin[i].n) continue;
        msdx_json_open(j, '{');
        put_real(j, "from", i / 10.0);
        msdx_json_put_int(j, "claims", (int64_t)c.bin[i].n);
        put_real(j, "confidence", c.bin[i].said);
        put_real(j, "right", c.bin[i].right);
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, ']');
    const struct {
        const char *name;
        double d;
    } number[] = {{"error", c.error},
                  {"brier", c.brier},
                  {"slope", c.slope},
                  {"intercept", c.intercept},
                  {"error_held_out", c.error_after},
                  {"brier_held_out", c.brier_after}};
    for (size_t i = 0; i < sizeof number / sizeof *number; i++) put_real(j, number[i].name, number[i].d);
    msdx_json_close(j, '}');
}

static void json_names(msdx_json *j, const char *key, const char *const *name, size_t n)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (size_t i = 0; i < n; i++) msdx_json_str(j, name[i]);
    msdx_json_close(j, ']');
}

static void write_json(const msdx_audit *a, msdx_buf *buf)
{
    msdx_json j = {.buf = buf};
    msdx_json_open(&j, '{');
    msdx_json_put_int(&j, "claims", (int64_t)a->n_claim);
    json_names(&j, "markers", (const char *const *)a->marker, a->n_marker);
    json_names(&j, "drawn_by", (const char *const *)a->draw, a->n_draw);
    msdx_json_key(&j, "precision");
    msdx_json_open(&j, '[');
    each_share(a, json_share, &j);
    msdx_json_close(&j, ']');
    msdx_json_key(&j, "agreement");
    msdx_json_open(&j, '[');
    for (int k = 0; k < MSDX_N_AUDIT_COLUMN; k++) json_agreement(&j, a, k);
    msdx_json_close(&j, ']');
    msdx_json_key(&j, "confidence");
    json_confidence(&j, a);
    msdx_json_close(&j, '}');
    msdx_buf_addc(buf, '\n');
}

void msdx_audit_write(const msdx_audit *a, msdx_audit_form form, msdx_buf *buf)
{
    struct table t = {.form = form, .buf = buf};
    if (form == MSDX_AUDIT_CSV || form == MSDX_AUDIT_JSON) {
        (form == MSDX_AUDIT_CSV ? write_csv : write_json)(a, buf);
        return;
    }
    put_about(a, &t);
    by_slot(a, &t);
    by_event(a, &t);
    by_confidence(a, &t);
}
