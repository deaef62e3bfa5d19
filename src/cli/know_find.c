/* know_find.c: `masudi know find`: what names mean, as entities of the contract. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/cmd_know.h"
#include "cli/input.h"
#include "know/resolve.h"
#include "write/json.h"

enum { FOUND_MAX = 16 };

static void put_list(msdx_json *j, const char *key, const msd_strings *list)
{
    msdx_json_key(j, key);
    msdx_json_open(j, '[');
    for (size_t i = 0; i < list->n; i++) msdx_json_str(j, list->item[i]);
    msdx_json_close(j, ']');
}

/* A state in other lists; a key that a list lacks is left out. */
static void put_list_codes(msdx_json *j, const msdx_actor *a)
{
    const struct {
        const char *key, *value;
    } list[] = {{"iso2", a->iso2}, {"isonum", a->isonum}, {"cow", a->cow},
                {"gw", a->gw},     {"fips", a->fips},     {"cameo", a->cameo}};
    for (size_t i = 0; i < sizeof list / sizeof *list; i++)
        if (list[i].value) msdx_json_put_str(j, list[i].key, list[i].value);
}

static void put_found(msdx_json *j, msdx_str text, const msdx_found *f)
{
    const msd_entity *e = &f->who;
    msdx_json_open(j, '{');
    msdx_json_key(j, "text");
    msdx_json_strn(j, (msdx_str){text.p + e->span.start_byte, e->span.end_byte - e->span.start_byte});
    msdx_json_put_int(j, "start", e->span.start_cp);
    msdx_json_put_int(j, "end", e->span.end_cp);
    msdx_json_put_str(j, "name", e->name);
    msdx_json_put_str(j, "entity", e->entity);
    msdx_json_put_str(j, "country", e->country);
    msdx_json_put_str(j, "sector", e->sector);
    put_list(j, "sectors", &e->sectors);
    msdx_json_put_str(j, "code", msdx_found_code(f));
    put_list(j, "aligned", &e->aligned);
    msdx_json_put_str(j, "via", msd_via_name(e->via));
    if (f->has_point) {
        msdx_json_put_num(j, "latitude", f->latitude);
        msdx_json_put_num(j, "longitude", f->longitude);
    }
    if (f->actor && f->actor->type == MSDX_ACTOR_STATE) put_list_codes(j, f->actor);
    msdx_json_close(j, '}');
}

struct find {
    const msdx_know *know;
    const char *date;
    msdx_buf out;
};

/* One line an entity; nothing known, no line. */
static msd_status find_lines(struct find *f, msdx_str text, msd_error *err)
{
    msdx_found found[FOUND_MAX];
    size_t n;
    MSD_TRY(msdx_know_resolve(f->know, text, f->date, found, FOUND_MAX, &n, err));
    for (size_t i = 0; i < n; i++) {
        msdx_json j = {.buf = &f->out};
        put_found(&j, text, &found[i]);
        msdx_buf_addc(&f->out, '\n');
    }
    return MSD_OK;
}

/* One line a text. */
static msd_status find_record(struct find *f, const msd_input *in, msd_error *err)
{
    msdx_found found[FOUND_MAX];
    size_t n;
    msdx_str text = {in->text, in->n_byte};
    const char *date = in->date && *in->date ? in->date : f->date;
    MSD_TRY(msdx_know_resolve(f->know, text, date, found, FOUND_MAX, &n, err));
    msdx_json j = {.buf = &f->out};
    msdx_json_open(&j, '{');
    msdx_json_key(&j, "text");
    msdx_json_strn(&j, text);
    msdx_json_put_str(&j, "date", date);
    msdx_json_key(&j, "found");
    msdx_json_open(&j, '[');
    for (size_t i = 0; i < n; i++) put_found(&j, text, &found[i]);
    msdx_json_close(&j, ']');
    msdx_json_close(&j, '}');
    msdx_buf_addc(&f->out, '\n');
    return MSD_OK;
}

static void flush(struct find *f)
{
    if (f->out.n) fwrite(f->out.p, 1, f->out.n, stdout);
    msdx_buf_reset(&f->out);
}

static int find_names(struct find *f, const msdx_cli_args *args, const char *const *name, size_t n)
{
    msd_error err = {0};
    for (size_t i = 0; i < n; i++) {
        msdx_str text = msdx_str_of(name[i]);
        if (msdx_utf8_check(text.p, text.n) != text.n) return msdx_cli_usage(args, "a name is not UTF-8");
        if (find_lines(f, text, &err) != MSD_OK) return msdx_cli_fail(args, &err);
        flush(f);
    }
    return MSDX_EXIT_OK;
}

static int find_jsonl(struct find *f, const char *const *file, size_t n_file)
{
    static const char *const standard[] = {"-"};
    msdx_cli_input in = {.file = n_file ? file : standard,
                         .n_file = n_file ? n_file : 1,
                         .kind = MSDX_READ_JSONL,
                         .max = MSDX_MAX_DOCUMENT};
    msdx_cli_item item;
    int rc = MSDX_EXIT_OK;
    while (msdx_cli_input_next(&in, &item)) {
        msdx_opened opened;
        if (item.st == MSD_OK) item.st = msdx_record_open(&item.rec, &opened, &item.err);
        if (item.st == MSD_OK) {
            item.st = find_record(f, &opened.in, &item.err);
            msdx_opened_close(&opened);
        }
        if (item.st != MSD_OK) {
            msdx_cli_refused(&item);
            rc = MSDX_EXIT_REFUSED;
        }
        flush(f);
        msdx_record_clear(&item.rec);
    }
    msdx_cli_input_close(&in);
    return rc;
}

/* Names on standard input, one a line. */
static int find_stdin(struct find *f, const msdx_cli_args *args)
{
    char *line = NULL;
    size_t room = 0;
    int rc = MSDX_EXIT_OK;
    for (ssize_t n; rc == MSDX_EXIT_OK && (n = getline(&line, &room, stdin)) >= 0;) {
        while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r')) line[--n] = 0;
        const char *const one[] = {line};
        if (n > 0) rc = find_names(f, args, one, 1);
    }
    free(line);
    return rc;
}

int msdx_know_find_run(const msdx_cli_args *args, const char *const *name, size_t n_name)
{
    struct find f = {.date = msdx_cli_get(args, "date"), .out = MSDX_BUF_INIT(SIZE_MAX / 2)};
    const char *in = msdx_cli_get(args, "in");
    msdx_know *know;
    msd_error err = {0};
    int rc;
    if (n_name == 0 && isatty(STDIN_FILENO)) return msdx_cli_usage(args, "find whom?");
    if (msdx_know_open_installed(&know, args, &err) != MSD_OK) return msdx_cli_fail(args, &err);
    f.know = know;
    if (in && strcmp(in, "jsonl") == 0)
        rc = find_jsonl(&f, name, n_name);
    else if (n_name)
        rc = find_names(&f, args, name, n_name);
    else
        rc = find_stdin(&f, args);
    if (f.out.failed && rc == MSDX_EXIT_OK) {
        (void)msdx_err_nomem(&err);
        rc = msdx_cli_fail(args, &err);
    }
    msdx_buf_clear(&f.out);
    msdx_know_close(know);
    return rc;
}
