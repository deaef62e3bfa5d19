/* config.c: the form (entries at the left edge, fields indented, `|` between values, `#` before comments) and the
 * fields of each kind of entry, as one table. */
#include "watch/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/formats/formats.h"
#include "watch/times.h"

enum { VALUE_MOST = 256, LINE_MOST = 1 << 16 };

/* What is being read. */
struct reading {
    msdx_watch_config *c;
    msdx_buf *problems;
    const char *name; /* of the file */
    size_t line, n_problem;
    unsigned flags;
    msdx_buf feed, rule, sink, allow; /* of structs, as they come */
    const struct kind *kind;          /* of the entry; NULL: none, or one that is no good */
    size_t entry_line;
    const char *id;
    uint64_t seen;    /* fields of the entry, by their place in the table */
    msdx_buf deliver; /* of struct deliver: names of sinks, looked up at the end */
};

struct deliver {
    uint32_t rule;
    const char *name;
    size_t line;
};

/* A field: its values, and what they are to be. */
struct values {
    const char *at[VALUE_MOST];
    size_t n;
    msdx_str raw; /* as one */
};
typedef void (*take)(struct reading *r, const struct values *v);
struct field {
    const char *key;
    take take;
    bool needed, many; /* many: several values, and it may be repeated */
};
struct kind {
    const char *name;
    void (*begin)(struct reading *r);
    const struct field *field;
};

#if defined(__GNUC__)
__attribute__((format(printf, 3, 4)))
#endif
static void
problem(struct reading *r, size_t line, const char *fmt, ...)
{
    va_list args;
    char text[512];
    va_start(args, fmt);
    vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    if (r->n_problem++ < 100) msdx_buf_addf(r->problems, "%s:%zu: %s\n", r->name, line, text);
}

static bool out_of_memory(const struct reading *r)
{
    return r->feed.failed || r->rule.failed || r->sink.failed || r->allow.failed || r->deliver.failed ||
           r->c->arena.failed || r->problems->failed;
}

static msdx_watch_feed *feed(struct reading *r)
{
    return (msdx_watch_feed *)(void *)(r->feed.p + r->feed.n) - 1;
}
static msdx_watch_rule *rule(struct reading *r)
{
    return (msdx_watch_rule *)(void *)(r->rule.p + r->rule.n) - 1;
}
static msdx_watch_sink *sink(struct reading *r)
{
    return (msdx_watch_sink *)(void *)(r->sink.p + r->sink.n) - 1;
}

static const char *keep(struct reading *r, msdx_str s)
{
    const char *copy = msdx_arena_strndup(&r->c->arena, s.p, s.n);
    return copy ? copy : "";
}

/* Values of their own, for a list that stays. */
static const char **keep_list(struct reading *r, const struct values *v)
{
    const char **list = MSDX_NEW(&r->c->arena, const char *, v->n + 1);
    for (size_t i = 0; list && i < v->n; i++) list[i] = v->at[i];
    return list;
}

/* ---- values ---- */

static int64_t duration(struct reading *r, const struct values *v)
{
    int64_t ms = 0;
    if (!msdx_duration_read(v->raw, &ms))
        problem(r, r->line, "'%.60s' is no time such as 30s, 15m, 6h or 2d", v->at[0]);
    return ms;
}

static uint64_t number(struct reading *r, const char *s, uint64_t most)
{
    char *end;
    size_t n = strspn(s, "0123456789");
    unsigned long long u = n && n < 16 ? strtoull(s, &end, 10) : 0;
    if (!n || n > 15 || s[n] || u > most)
        problem(r, r->line, "'%.60s' is no whole number up to %llu", s, (unsigned long long)most);
    return u;
}

static size_t size(struct reading *r, const char *s)
{
    static const struct {
        char unit;
        unsigned shift;
    } of[] = {{0, 0}, {'K', 10}, {'M', 20}, {'G', 30}};
    size_t n = strspn(s, "0123456789");
    unsigned long long u = n && n < 10 ? strtoull(s, NULL, 10) : 0;
    for (size_t i = 0; i < 4 && u; i++)
        if (s[n] == of[i].unit && (!s[n] || !s[n + 1]) && u << of[i].shift <= MSD_TEXT_MAX)
            return (size_t)(u << of[i].shift);
    problem(r, r->line, "'%.60s' is no size such as 16M, at most 1G", s);
    return 0;
}

static bool yes(struct reading *r, const char *s)
{
    bool is_yes = strcmp(s, "yes") == 0;
    if (!is_yes && strcmp(s, "no") != 0) problem(r, r->line, "'%.60s' is neither yes nor no", s);
    return is_yes;
}

static const char *web_address(struct reading *r, const struct values *v)
{
    msdx_url url;
    if (!msdx_url_read(v->at[0], &url))
        problem(r, r->line, "'%.100s' is no address of the web (http:, https:)", v->at[0]);
    return v->at[0];
}

static msdx_read_kind kind_of_input(struct reading *r, const struct values *v)
{
    msdx_read_kind kind = msdx_read_kind_of(v->at[0]);
    if (kind == MSDX_READ_ANY) problem(r, r->line, "'%.60s' is no kind of input (%s)", v->at[0], MSDX_READ_KINDS);
    return kind;
}

/* The first line of a file. */
static const char *secret_of_file(struct reading *r, const char *path)
{
    char text[4096];
    if (!(r->flags & MSDX_CONFIG_SECRETS)) return "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text);
    if (n < 0) problem(r, r->line, "%.200s: %s", path, strerror(errno));
    if (fd >= 0) close(fd);
    size_t end = 0;
    while (n > 0 && end < (size_t)n && text[end] != '\n' && text[end] != '\r') end++;
    if (n >= 0 && end == 0) problem(r, r->line, "%.200s: nothing in its first line", path);
    return keep(r, (msdx_str){text, end});
}

static const char *secret_of_environment(struct reading *r, const char *name)
{
    if (!(r->flags & MSDX_CONFIG_SECRETS)) return "";
    const char *value = getenv(name);
    if (!value || !*value) problem(r, r->line, "the environment has no %.100s", name);
    return value ? keep(r, msdx_str_of(value)) : "";
}

/* ---- fields ---- */

#define TAKE(name) static void name(struct reading *r, const struct values *v)

TAKE(set_agent)
{
    r->c->settings.agent = v->at[0];
}
TAKE(set_proxy)
{
    r->c->settings.proxy = v->at[0];
}
TAKE(set_every)
{
    r->c->settings.every_ms = duration(r, v);
}
TAKE(set_timeout)
{
    r->c->settings.timeout_ms = duration(r, v);
}
TAKE(set_gap)
{
    r->c->settings.gap_ms = duration(r, v);
}
TAKE(set_give_up)
{
    r->c->settings.give_up_ms = duration(r, v);
}
TAKE(set_size)
{
    r->c->settings.size = size(r, v->at[0]);
}
TAKE(set_parallel)
{
    r->c->settings.parallel = (unsigned)number(r, v->at[0], 1000);
}
TAKE(set_redirects)
{
    r->c->settings.n_redirect = (unsigned)number(r, v->at[0], 20);
}
TAKE(set_robots)
{
    r->c->settings.robots = yes(r, v->at[0]);
}
TAKE(set_allow)
{
    msdx_net net;
    for (size_t i = 0; i < v->n; i++) {
        if (!msdx_net_read(v->at[i], &net))
            problem(r, r->line, "'%.60s' is no network such as 10.0.0.0/8", v->at[i]);
        else
            msdx_buf_add(&r->allow, &net, sizeof net);
    }
}
static const struct field settings_field[] = {{"agent", set_agent, false, false},
                                              {"proxy", set_proxy, false, false},
                                              {"every", set_every, false, false},
                                              {"timeout", set_timeout, false, false},
                                              {"gap", set_gap, false, false},
                                              {"give-up", set_give_up, false, false},
                                              {"size", set_size, false, false},
                                              {"parallel", set_parallel, false, false},
                                              {"redirects", set_redirects, false, false},
                                              {"robots", set_robots, false, false},
                                              {"allow", set_allow, false, true},
                                              {NULL, NULL, false, false}};

TAKE(feed_url)
{
    feed(r)->url = web_address(r, v);
}
TAKE(feed_path)
{
    feed(r)->path = v->at[0];
}
TAKE(feed_every)
{
    feed(r)->every_ms = duration(r, v);
}
TAKE(feed_in)
{
    feed(r)->kind = kind_of_input(r, v);
}
TAKE(feed_columns)
{
    feed(r)->columns = v->at[0];
}
TAKE(feed_licence)
{
    feed(r)->licence = v->at[0];
}
TAKE(feed_credit)
{
    feed(r)->credit = v->at[0];
}
static const struct field feed_field[] = {{"url", feed_url, true, false},
                                          {"every", feed_every, false, false},
                                          {"in", feed_in, false, false},
                                          {"columns", feed_columns, false, false},
                                          {"licence", feed_licence, false, false},
                                          {"credit", feed_credit, false, false},
                                          {NULL, NULL, false, false}};
static const struct field folder_field[] = {{"path", feed_path, true, false},
                                            {"every", feed_every, false, false},
                                            {"in", feed_in, false, false},
                                            {"columns", feed_columns, false, false},
                                            {"licence", feed_licence, false, false},
                                            {"credit", feed_credit, false, false},
                                            {NULL, NULL, false, false}};

typedef msd_status (*set_filter)(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
static void choose(struct reading *r, set_filter set, const struct values *v)
{
    msd_error err = {0};
    const char **list = keep_list(r, v);
    if (list && set(&rule(r)->filter, list, v->n, &err) == MSD_EUSAGE) problem(r, r->line, "%s", err.msg);
}
TAKE(rule_title)
{
    rule(r)->title = v->at[0];
}
TAKE(rule_event)
{
    choose(r, msdx_filter_event, v);
}
TAKE(rule_mode)
{
    choose(r, msdx_filter_mode, v);
}
TAKE(rule_status)
{
    choose(r, msdx_filter_status, v);
}
TAKE(rule_country)
{
    choose(r, msdx_filter_country, v);
}
TAKE(rule_actor)
{
    choose(r, msdx_filter_actor, v);
}
TAKE(rule_recipient)
{
    choose(r, msdx_filter_recipient, v);
}
TAKE(rule_attribution)
{
    choose(r, msdx_filter_attribution, v);
}
TAKE(rule_place)
{
    choose(r, msdx_filter_places, v);
}
TAKE(rule_text)
{
    choose(r, msdx_filter_text, v);
}
TAKE(rule_from)
{
    msd_error err = {0};
    if (msdx_filter_dates(&rule(r)->filter, v->at[0], rule(r)->filter.to, &err) != MSD_OK)
        problem(r, r->line, "%s", err.msg);
}
TAKE(rule_to)
{
    msd_error err = {0};
    if (msdx_filter_dates(&rule(r)->filter, rule(r)->filter.from, v->at[0], &err) != MSD_OK)
        problem(r, r->line, "%s", err.msg);
}
TAKE(rule_feed)
{
    rule(r)->feed = keep_list(r, v);
    rule(r)->n_feed = v->n;
}
/* "5 in 1d" */
TAKE(rule_threshold)
{
    const char *in = strstr(v->at[0], " in ");
    char count[16] = "";
    if (!in || (size_t)(in - v->at[0]) >= sizeof count ||
        !msdx_duration_read(msdx_str_of(in + 4), &rule(r)->window_ms)) {
        problem(r, r->line, "'%.60s' is no threshold such as 5 in 1d", v->at[0]);
        return;
    }
    memcpy(count, v->at[0], (size_t)(in - v->at[0]));
    rule(r)->threshold = (uint32_t)number(r, count, 1000000);
    if (rule(r)->threshold == 0) problem(r, r->line, "a threshold of 0 is none");
}
/* "2 a day" */
TAKE(rule_surprise)
{
    static const struct {
        const char *name;
        unsigned days;
    } period[] = {{" a day", 1}, {" a week", 7}, {" a month", 30}};
    char *end;
    rule(r)->surprise = strtod(v->at[0], &end);
    for (size_t i = 0; i < 3; i++)
        if (strcmp(end, period[i].name) == 0) rule(r)->days = period[i].days;
    if (!rule(r)->days || !(rule(r)->surprise > 0 && rule(r)->surprise <= 15))
        problem(r, r->line, "'%.60s' is no surprise such as 2 a day (a day, a week, a month; at most 15)", v->at[0]);
}
TAKE(rule_mute)
{
    rule(r)->mute_ms = duration(r, v);
}
TAKE(rule_deliver)
{
    for (size_t i = 0; i < v->n; i++) {
        struct deliver d = {(uint32_t)(r->rule.n / sizeof(msdx_watch_rule) - 1), v->at[i], r->line};
        msdx_buf_add(&r->deliver, &d, sizeof d);
    }
}
static const struct field watch_field[] = {
    {"title", rule_title, false, false},        {"event", rule_event, false, true},
    {"mode", rule_mode, false, true},           {"status", rule_status, false, true},
    {"country", rule_country, false, true},     {"actor", rule_actor, false, true},
    {"recipient", rule_recipient, false, true}, {"attribution", rule_attribution, false, true},
    {"place", rule_place, false, true},         {"text", rule_text, false, false},
    {"from", rule_from, false, false},          {"to", rule_to, false, false},
    {"feed", rule_feed, false, true},           {"threshold", rule_threshold, false, false},
    {"surprise", rule_surprise, false, false},  {"mute", rule_mute, false, false},
    {"deliver", rule_deliver, false, true},     {NULL, NULL, false, false}};

TAKE(sink_url)
{
    sink(r)->url = web_address(r, v);
}
TAKE(sink_secret_file)
{
    sink(r)->secret = secret_of_file(r, v->at[0]);
}
TAKE(sink_secret_env)
{
    sink(r)->secret = secret_of_environment(r, v->at[0]);
}
static const struct field webhook_field[] = {{"url", sink_url, true, false},
                                             {"secret-file", sink_secret_file, false, false},
                                             {"secret-env", sink_secret_env, false, false},
                                             {NULL, NULL, false, false}};

/* Bare, as it stands between < and >: nothing that could end a line of a message. */
static bool is_mailbox(const char *s)
{
    const char *at = strchr(s, '@');
    for (const char *p = s; *p; p++)
        if ((unsigned char)*p <= ' ' || strchr("<>,;:\"()\\", *p) || *p == 0x7F) return false;
    return at && at > s && at[1];
}
TAKE(mail_server)
{
    if (strncmp(v->at[0], "smtp://", 7) != 0 && strncmp(v->at[0], "smtps://", 8) != 0)
        problem(r, r->line, "'%.100s' is no mail server such as smtp://mail.example.org:587", v->at[0]);
    sink(r)->url = v->at[0];
}
TAKE(mail_from)
{
    if (!is_mailbox(v->at[0])) problem(r, r->line, "'%.100s' is no address of mail", v->at[0]);
    sink(r)->from = v->at[0];
}
TAKE(mail_to)
{
    for (size_t i = 0; i < v->n; i++)
        if (!is_mailbox(v->at[i])) problem(r, r->line, "'%.100s' is no address of mail", v->at[i]);
    sink(r)->to = keep_list(r, v);
    sink(r)->n_to = v->n;
}
TAKE(mail_user)
{
    sink(r)->user = v->at[0];
}
TAKE(mail_password_file)
{
    sink(r)->password = secret_of_file(r, v->at[0]);
}
TAKE(mail_password_env)
{
    sink(r)->password = secret_of_environment(r, v->at[0]);
}
TAKE(mail_tls)
{
    static const char *const word[] = {"try", "none", "always"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(v->at[0], word[i]) != 0) continue;
        sink(r)->tls = i;
        return;
    }
    problem(r, r->line, "'%.60s' is none of try, none, always", v->at[0]);
}
static const struct field mail_field[] = {{"server", mail_server, true, false},
                                          {"from", mail_from, true, false},
                                          {"to", mail_to, true, true},
                                          {"user", mail_user, false, false},
                                          {"password-file", mail_password_file, false, false},
                                          {"password-env", mail_password_env, false, false},
                                          {"tls", mail_tls, false, false},
                                          {NULL, NULL, false, false}};

TAKE(file_path)
{
    sink(r)->path = v->at[0];
}
TAKE(file_link)
{
    sink(r)->link = web_address(r, v);
}
TAKE(file_title)
{
    sink(r)->title = v->at[0];
}
static const struct field file_field[] = {{"path", file_path, true, false},
                                          {"link", file_link, false, false},
                                          {"title", file_title, false, false},
                                          {NULL, NULL, false, false}};

/* ---- kinds ---- */

static void begin_settings(struct reading *r)
{
    (void)r;
}

static void begin_feed(struct reading *r)
{
    msdx_watch_feed f = {.id = r->id};
    msdx_buf_add(&r->feed, &f, sizeof f);
}

static void begin_watch(struct reading *r)
{
    msdx_watch_rule w = {.id = r->id};
    msdx_buf_add(&r->rule, &w, sizeof w);
}

static void add_sink(struct reading *r, msdx_sink_kind kind)
{
    msdx_watch_sink s = {.id = r->id, .kind = kind};
    msdx_buf_add(&r->sink, &s, sizeof s);
}
static void begin_webhook(struct reading *r)
{
    add_sink(r, MSDX_SINK_WEBHOOK);
}
static void begin_mail(struct reading *r)
{
    add_sink(r, MSDX_SINK_MAIL);
}
static void begin_rss(struct reading *r)
{
    add_sink(r, MSDX_SINK_RSS);
}
static void begin_jsonfeed(struct reading *r)
{
    add_sink(r, MSDX_SINK_JSONFEED);
}

static const struct kind kinds[] = {{"settings", begin_settings, settings_field},
                                    {"feed", begin_feed, feed_field},
                                    {"folder", begin_feed, folder_field},
                                    {"watch", begin_watch, watch_field},
                                    {"webhook", begin_webhook, webhook_field},
                                    {"mail", begin_mail, mail_field},
                                    {"rss", begin_rss, file_field},
                                    {"jsonfeed", begin_jsonfeed, file_field}};

/* ---- lines ---- */

static void end_entry(struct reading *r)
{
    for (const struct field *f = r->kind ? r->kind->field : NULL; f && f->key; f++)
        if (f->needed && !(r->seen >> (f - r->kind->field) & 1))
            problem(r, r->entry_line, "%s %s has no %s", r->kind->name, r->id, f->key);
    r->kind = NULL;
    r->seen = 0;
}

static bool is_id(msdx_str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (!strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.", s.p[i])) return false;
    return s.n > 0 && s.n <= 100;
}

/* Is there an entry of that name already, of those that are named the same way: feeds and folders, watches, sinks? */
static bool is_taken(const struct reading *r, const struct kind *kind)
{
    size_t n_feed = r->feed.n / sizeof(msdx_watch_feed), n_rule = r->rule.n / sizeof(msdx_watch_rule),
           n_sink = r->sink.n / sizeof(msdx_watch_sink);
    const msdx_watch_feed *f = n_feed ? (const void *)r->feed.p : NULL;
    const msdx_watch_rule *w = n_rule ? (const void *)r->rule.p : NULL;
    const msdx_watch_sink *s = n_sink ? (const void *)r->sink.p : NULL;
    if (kind->begin == begin_settings) return false;
    if (kind->begin == begin_feed) {
        for (size_t i = 0; i < n_feed; i++)
            if (strcmp(f[i].id, r->id) == 0) return true;
    } else if (kind->begin == begin_watch) {
        for (size_t i = 0; i < n_rule; i++)
            if (strcmp(w[i].id, r->id) == 0) return true;
    } else {
        for (size_t i = 0; i < n_sink; i++)
            if (strcmp(s[i].id, r->id) == 0) return true;
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

static void begin_entry(struct reading *r, msdx_str line)
{
    msdx_str word = take_word(&line);
    const struct kind *kind = NULL;
    end_entry(r);
    r->entry_line = r->line;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (msdx_str_is(word, kinds[i].name)) kind = &kinds[i];
    if (!kind) {
        problem(r, r->line,
                "unknown kind '%.*s': an entry begins at the left edge with settings, feed, folder, watch, webhook, "
                "mail, rss or jsonfeed",
                (int)(word.n < 60 ? word.n : 60), word.p);
        return;
    }
    if (!is_id(line)) {
        problem(r, r->line, "write '%s ID': one word of letters, digits, '-', '_' and '.'", kind->name);
        return;
    }
    r->id = keep(r, line);
    if (is_taken(r, kind)) problem(r, r->line, "there is a %s %s already", kind->name, r->id);
    r->kind = kind;
    kind->begin(r);
}

/* At `|`, trimmed. */
static void cut(struct reading *r, const struct field *f, msdx_str raw, struct values *v)
{
    v->n = 0;
    v->raw = raw;
    if (!f->many) {
        v->at[v->n++] = keep(r, raw);
        return;
    }
    for (size_t from = 0; from <= raw.n;) {
        const char *bar = from < raw.n ? memchr(raw.p + from, '|', raw.n - from) : NULL;
        size_t end = bar ? (size_t)(bar - raw.p) : raw.n;
        msdx_str piece = msdx_str_trim((msdx_str){raw.p + from, end - from});
        if (!piece.n)
            problem(r, r->line, "an empty value of %s", f->key);
        else if (v->n == VALUE_MOST)
            problem(r, r->line, "over %d values of %s", VALUE_MOST, f->key);
        else
            v->at[v->n++] = keep(r, piece);
        from = end + 1;
    }
}

static void add_field(struct reading *r, msdx_str line)
{
    struct values v;
    msdx_str key = take_word(&line);
    int shown = (int)(key.n < 60 ? key.n : 60);
    if (!r->kind) {
        if (!r->entry_line) problem(r, r->line, "field '%.*s' before any entry", shown, key.p);
        return;
    }
    const struct field *f = r->kind->field;
    while (f->key && !msdx_str_is(key, f->key)) f++;
    uint64_t bit = UINT64_C(1) << (f - r->kind->field);
    if (!f->key) {
        problem(r, r->line, "a %s has no field '%.*s'", r->kind->name, shown, key.p);
        return;
    }
    if (!line.n) {
        problem(r, r->line, "%s without a value", f->key);
        return;
    }
    if (r->seen & bit) problem(r, r->line, "%s stands twice%s", f->key, f->many ? ": part its values by |" : "");
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

static void read_lines(struct reading *r, msdx_str text)
{
    if (text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0) text.p += 3, text.n -= 3;
    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        msdx_str line = {text.p, end ? (size_t)(end - text.p) : text.n};
        text.n -= line.n + (end != NULL);
        text.p += line.n + (end != NULL);
        r->line++;
        if (line.n > LINE_MOST || msdx_utf8_check(line.p, line.n) < line.n || memchr(line.p, 0, line.n)) {
            problem(r, r->line, "a line that is too long, or no UTF-8 text");
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

static void *settle(struct reading *r, msdx_buf *buf, size_t each, size_t *n)
{
    void *array = msdx_arena_alloc(&r->c->arena, buf->n / each + 1, each);
    if (array && buf->n) memcpy(array, buf->p, buf->n);
    *n = array ? buf->n / each : 0;
    return array;
}

/* The sinks that watches name, and the feeds. */
static void look_up(struct reading *r)
{
    msdx_watch_config *c = r->c;
    const struct deliver *d = r->deliver.n ? (const void *)r->deliver.p : NULL;
    for (size_t i = 0; i < r->deliver.n / sizeof *d; i++) {
        msdx_watch_rule *w = &c->rule[d[i].rule];
        size_t k = 0;
        while (k < c->n_sink && strcmp(c->sink[k].id, d[i].name) != 0) k++;
        if (k == c->n_sink) {
            problem(r, d[i].line, "there is no webhook, mail, rss or jsonfeed '%.60s' (and it is not stdout)",
                    d[i].name);
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
                problem(r, r->line, "watch %s: no feed or folder '%.60s'", c->rule[i].id, c->rule[i].feed[k]);
        }
}

static void finish(struct reading *r)
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
            problem(r, r->line, "watch %s has both a threshold and a surprise: make two of it", c->rule[i].id);
    if (!c->settings.parallel || !c->settings.size) problem(r, r->line, "settings: parallel and size are 1 or more");
    if (!c->n_feed && !r->n_problem) problem(r, r->line, "no feed and no folder");
}

msd_status msdx_watch_config_read(msdx_watch_config **out, msdx_str text, const char *name, unsigned flags,
                                  msdx_buf *problems, msd_error *err)
{
    enum { MOST = 1 << 26 };
    msdx_watch_config *c = *out = msdx_calloc(1, sizeof *c);
    if (!c) return msdx_err_nomem(err);
    struct reading r = {.c = c, .problems = problems, .name = name, .flags = flags};
    r.feed = r.rule = r.sink = r.allow = r.deliver = (msdx_buf)MSDX_BUF_INIT(MOST);
    c->settings = (msdx_watch_settings){.every_ms = 15 * MSDX_MINUTE,
                                        .timeout_ms = 30 * MSDX_SECOND,
                                        .gap_ms = 2 * MSDX_SECOND,
                                        .give_up_ms = 3 * (int64_t)MSDX_ONE_DAY,
                                        .size = (size_t)16 << 20,
                                        .parallel = 16,
                                        .n_redirect = 5,
                                        .robots = true};
    r.id = "stdout";
    add_sink(&r, MSDX_SINK_STDOUT);
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
