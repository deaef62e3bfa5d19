/* config.c: the form (entries at the left edge, fields indented, `|` between values, `#` before comments). */
#include "watch/config.h"

#include <stdarg.h>
#include <stdio.h>

#include "watch/config_impl.h"
#include "watch/times.h"

enum { LINE_MOST = 1 << 16 };

void msdx_config_problem(struct msdx_reading *r, size_t line, const char *fmt, ...)
{
    va_list args;
    char text[512];
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (r->n_problem++ < 100) msdx_buf_addf(r->problems, "%s:%zu: %s\n", r->name, line, text);
}

static bool out_of_memory(const struct msdx_reading *r)
{
    return r->no_memory || r->feed.failed || r->rule.failed || r->sink.failed || r->allow.failed || r->deliver.failed ||
           r->c->arena.failed || r->problems->failed;
}

const char *msdx_config_keep(struct msdx_reading *r, msdx_str s)
{
    const char *copy = msdx_arena_strndup(&r->c->arena, s.p, s.n);
    return copy ? copy : "";
}

/* ---- entries ---- */

static void begin_kind(struct msdx_reading *r, const struct msdx_config_kind *kind)
{
    const msdx_watch_feed f = {.id = r->id};
    const msdx_watch_rule w = {.id = r->id};
    const msdx_watch_sink s = {.id = r->id, .kind = kind->sink};
    switch (kind->is) {
    case MSDX_ENTRY_FEED: msdx_buf_add(&r->feed, &f, sizeof f); break;
    case MSDX_ENTRY_WATCH: msdx_buf_add(&r->rule, &w, sizeof w); break;
    case MSDX_ENTRY_SINK: msdx_buf_add(&r->sink, &s, sizeof s); break;
    case MSDX_ENTRY_SETTINGS: break;
    }
}

/* ---- lines ---- */

static void end_entry(struct msdx_reading *r)
{
    for (const struct msdx_config_field *f = r->kind ? r->kind->field : NULL; f && f->key; f++)
        if (f->needed && !(r->seen >> (f - r->kind->field) & 1))
            msdx_config_problem(r, r->entry_line, "%s %s has no %s", r->kind->name, r->id, f->key);
    r->kind = NULL;
    r->seen = 0;
}

static bool is_id(msdx_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", s.p[i])) return false;
    return s.n > 0 && s.n <= 100;
}

/* The id is the first member of feeds, watches and sinks. */
static bool has_id(const msdx_buf *list, size_t each, const char *id)
{
    for (size_t i = 0; i + each <= list->n; i += each) {
        const char *const *first = (const void *)(list->p + i);
        if (strcmp(*first, id) == 0) return true;
    }
    return false;
}

/* Is there an entry of that name already, of those that are named the same way: feeds and folders, watches, sinks? */
static bool is_taken(const struct msdx_reading *r, const struct msdx_config_kind *kind)
{
    switch (kind->is) {
    case MSDX_ENTRY_FEED: return has_id(&r->feed, sizeof(msdx_watch_feed), r->id);
    case MSDX_ENTRY_WATCH: return has_id(&r->rule, sizeof(msdx_watch_rule), r->id);
    case MSDX_ENTRY_SINK: return has_id(&r->sink, sizeof(msdx_watch_sink), r->id);
    case MSDX_ENTRY_SETTINGS: return r->settings;
    }
    return false;
}

static msdx_str take_word(msdx_str *rest)
{
    msdx_str word = {rest->p, 0};
    while (word.n < rest->n && rest->p[word.n] != ' ' && rest->p[word.n] != '\t') word.n++;
    *rest = msdx_str_trim((msdx_str){rest->p + word.n, rest->n - word.n});
    return word;
}

static void begin_entry(struct msdx_reading *r, msdx_str line)
{
    msdx_str word = take_word(&line);
    const struct msdx_config_kind *kind = NULL;
    end_entry(r);
    r->entry_line = r->line;
    for (size_t i = 0; i < MSDX_CONFIG_KINDS; i++)
        if (msdx_str_is(word, msdx_config_kinds[i].name)) kind = &msdx_config_kinds[i];
    if (!kind) {
        msdx_config_problem(
            r, r->line,
            "unknown kind '%.*s': an entry begins at the left edge with settings, feed, folder, watch, webhook, "
            "mail, rss or jsonfeed",
            (int)(word.n < 60 ? word.n : 60), word.p);
        return;
    }
    bool named = kind->is != MSDX_ENTRY_SETTINGS;
    if (named ? !is_id(line) : line.n > 0) {
        msdx_config_problem(r, r->line,
                            named ? "write '%s ID': one word of letters, digits, '-', '_' and '.'" : "%s takes no name",
                            kind->name);
        return;
    }
    r->id = msdx_config_keep(r, line);
    if (is_taken(r, kind)) msdx_config_problem(r, r->line, "there is a %s %s already", kind->name, r->id);
    r->settings |= kind->is == MSDX_ENTRY_SETTINGS;
    r->kind = kind;
    begin_kind(r, kind);
}

/* At `|`, trimmed. */
static void cut(struct msdx_reading *r, const struct msdx_config_field *f, msdx_str raw, struct msdx_values *v)
{
    v->n = 0;
    v->raw = raw;
    if (!f->many) {
        v->at[v->n++] = msdx_config_keep(r, raw);
        return;
    }
    for (size_t from = 0; from <= raw.n;) {
        const char *bar = from < raw.n ? memchr(raw.p + from, '|', raw.n - from) : NULL;
        size_t end = bar ? (size_t)(bar - raw.p) : raw.n;
        msdx_str piece = msdx_str_trim((msdx_str){raw.p + from, end - from});
        if (!piece.n)
            msdx_config_problem(r, r->line, "an empty value of %s", f->key);
        else if (v->n == MSDX_CONFIG_VALUES)
            msdx_config_problem(r, r->line, "over %d values of %s", MSDX_CONFIG_VALUES, f->key);
        else
            v->at[v->n++] = msdx_config_keep(r, piece);
        from = end + 1;
    }
}

static void add_field(struct msdx_reading *r, msdx_str line)
{
    struct msdx_values v;
    msdx_str key = take_word(&line);
    int shown = (int)(key.n < 60 ? key.n : 60);
    if (!r->kind) {
        if (!r->entry_line) msdx_config_problem(r, r->line, "field '%.*s' before any entry", shown, key.p);
        return;
    }
    const struct msdx_config_field *f = r->kind->field;
    while (f->key && !msdx_str_is(key, f->key)) f++;
    uint64_t bit = UINT64_C(1) << (f - r->kind->field);
    if (!f->key) {
        msdx_config_problem(r, r->line, "a %s has no field '%.*s'", r->kind->name, shown, key.p);
        return;
    }
    if (!line.n) {
        msdx_config_problem(r, r->line, "%s without a value", f->key);
        return;
    }
    if (r->seen & bit)
        msdx_config_problem(r, r->line, "%s stands twice%s", f->key, f->many ? ": part its values by |" : "");
    r->seen |= bit;
    cut(r, f, line, &v);
    if (v.n && !out_of_memory(r)) f->take(r, &v);
}

static msdx_str without_comment(msdx_str line)
{
    for (size_t i = 0; i < line.n; i++)
        if (line.p[i] == '#' && (i == 0 || line.p[i - 1] == ' ' || line.p[i - 1] == '\t') &&
            (i == 0 || i + 1 == line.n || line.p[i + 1] == ' ' || !msdx_str_trim((msdx_str){line.p, i}).n))
            return (msdx_str){line.p, i};
    return line;
}

static void read_lines(struct msdx_reading *r, msdx_str text)
{
    if (text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0) text.p += 3, text.n -= 3;
    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        msdx_str line = {text.p, end ? (size_t)(end - text.p) : text.n};
        text.n -= line.n + (end != NULL);
        text.p += line.n + (end != NULL);
        r->line++;
        if (line.n > LINE_MOST || msdx_utf8_check(line.p, line.n) < line.n || memchr(line.p, 0, line.n)) {
            msdx_config_problem(r, r->line, "a line that is too long, or no UTF-8 text");
            continue;
        }
        line = without_comment(line);
        msdx_str trimmed = msdx_str_trim(line);
        if (!trimmed.n) continue;
        if (line.p[0] == ' ' || line.p[0] == '\t')
            add_field(r, trimmed);
        else
            begin_entry(r, trimmed);
    }
    end_entry(r);
}

/* ---- the whole ---- */

static void *settle(struct msdx_reading *r, msdx_buf *buf, size_t each, size_t *n)
{
    void *array = msdx_arena_alloc(&r->c->arena, buf->n / each + 1, each);
    if (array && buf->n) memcpy(array, buf->p, buf->n);
    *n = array ? buf->n / each : 0;
    return array;
}

/* The sinks that watches name, and the feeds. */
static void look_up(struct msdx_reading *r)
{
    msdx_watch_config *c = r->c;
    const struct msdx_config_deliver *d = r->deliver.n ? (const void *)r->deliver.p : NULL;
    for (size_t i = 0; i < r->deliver.n / sizeof *d; i++) {
        msdx_watch_rule *w = &c->rule[d[i].rule];
        size_t k = 0;
        while (k < c->n_sink && strcmp(c->sink[k].id, d[i].name) != 0) k++;
        if (k == c->n_sink) {
            msdx_config_problem(r, d[i].line,
                                "there is no webhook, mail, rss or jsonfeed '%.60s' (and it is not stdout)", d[i].name);
            continue;
        }
        if (!w->sink) w->sink = MSDX_NEW(&c->arena, uint32_t, r->deliver.n / sizeof *d);
        if (w->sink) w->sink[w->n_sink++] = (uint32_t)k;
    }
    for (size_t i = 0; i < c->n_rule; i++)
        for (size_t k = 0; k < c->rule[i].n_feed; k++) {
            size_t f = 0;
            while (f < c->n_feed && strcmp(c->feed[f].id, c->rule[i].feed[k]) != 0) f++;
            if (f == c->n_feed)
                msdx_config_problem(r, r->line, "watch %s: no feed or folder '%.60s'", c->rule[i].id,
                                    c->rule[i].feed[k]);
        }
}

static void finish(struct msdx_reading *r)
{
    msdx_watch_config *c = r->c;
    c->feed = settle(r, &r->feed, sizeof *c->feed, &c->n_feed);
    c->rule = settle(r, &r->rule, sizeof *c->rule, &c->n_rule);
    c->sink = settle(r, &r->sink, sizeof *c->sink, &c->n_sink);
    c->settings.allow = settle(r, &r->allow, sizeof(msdx_net), &c->settings.n_allow);
    if (c->arena.failed) return;
    look_up(r);
    for (size_t i = 0; i < c->n_feed; i++)
        if (!c->feed[i].every_ms) c->feed[i].every_ms = c->feed[i].url ? c->settings.every_ms : 10 * MSDX_SECOND;
    for (size_t i = 0; i < c->n_rule; i++)
        if (c->rule[i].window_ms && c->rule[i].surprise > 0)
            msdx_config_problem(r, r->line, "watch %s has both a threshold and a surprise: make two of it",
                                c->rule[i].id);
    if (!c->settings.parallel || !c->settings.size)
        msdx_config_problem(r, r->line, "settings: parallel and size are 1 or more");
    if (!c->n_feed && !r->n_problem) msdx_config_problem(r, r->line, "no feed and no folder");
}

msd_status msdx_watch_config_read(msdx_watch_config **out, msdx_str text, const char *name, unsigned flags,
                                  msdx_buf *problems, msd_error *err)
{
    enum { MOST = 1 << 26 };
    msdx_watch_config *c = *out = msdx_calloc(1, sizeof *c);
    if (!c) return msdx_err_nomem(err);
    struct msdx_reading r = {.c = c, .problems = problems, .name = name, .flags = flags};
    r.feed = r.rule = r.sink = r.allow = r.deliver = (msdx_buf)MSDX_BUF_INIT(MOST);
    c->settings = (msdx_watch_settings){.every_ms = 15 * MSDX_MINUTE,
                                        .timeout_ms = 30 * MSDX_SECOND,
                                        .gap_ms = 2 * MSDX_SECOND,
                                        .give_up_ms = 3 * (int64_t)MSDX_ONE_DAY,
                                        .size = (size_t)16 << 20,
                                        .parallel = 16,
                                        .n_redirect = 5,
                                        .robots = true};
    const msdx_watch_sink standard = {.id = "stdout", .kind = MSDX_SINK_STDOUT};
    msdx_buf_add(&r.sink, &standard, sizeof standard);
    if (!r.sink.failed) read_lines(&r, text);
    if (!out_of_memory(&r)) finish(&r);
    bool failed = out_of_memory(&r);
    msdx_watch_rule *w = r.rule.n ? (void *)r.rule.p : NULL;
    for (size_t i = 0; !c->rule && i < r.rule.n / sizeof *w; i++) msdx_filter_clear(&w[i].filter);
    msdx_buf_clear(&r.feed);
    msdx_buf_clear(&r.rule);
    msdx_buf_clear(&r.sink);
    msdx_buf_clear(&r.allow);
    msdx_buf_clear(&r.deliver);
    if (!failed && !r.n_problem) return MSD_OK;
    msdx_watch_config_free(c);
    *out = NULL;
    if (failed) return msdx_err_nomem(err);
    return msdx_err(err, MSD_EFORMAT, 0, "%.180s: %zu faults", name, r.n_problem);
}

void msdx_watch_config_free(msdx_watch_config *config)
{
    if (!config) return;
    for (size_t i = 0; i < config->n_rule; i++) msdx_filter_clear(&config->rule[i].filter);
    msdx_arena_clear(&config->arena);
    msdx_free(config);
}
