/* config_fields.c: the fields of each kind of entry, as tables, and what their values may be. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "read/formats/formats.h"
#include "watch/config_impl.h"
#include "watch/times.h"

static msdx_watch_feed *feed(struct msdx_reading *r)
{
    return (msdx_watch_feed *)(void *)(r->feed.p + r->feed.n) - 1;
}
static msdx_watch_rule *rule(struct msdx_reading *r)
{
    return (msdx_watch_rule *)(void *)(r->rule.p + r->rule.n) - 1;
}
static msdx_watch_sink *sink(struct msdx_reading *r)
{
    return (msdx_watch_sink *)(void *)(r->sink.p + r->sink.n) - 1;
}

/* Values of their own, for a list that stays. */
static const char **keep_list(struct msdx_reading *r, const struct msdx_values *v)
{
    const char **list = MSDX_NEW(&r->c->arena, const char *, v->n + 1);
    for (size_t i = 0; list && i < v->n; i++) list[i] = v->at[i];
    return list;
}

/* ---- values ---- */

static int64_t duration(struct msdx_reading *r, const struct msdx_values *v)
{
    int64_t ms = 0;
    if (!msdx_duration_read(v->raw, &ms))
        msdx_config_problem(r, r->line, "'%.60s' is no time such as 30s, 15m, 6h or 2d", v->at[0]);
    return ms;
}

static uint64_t number(struct msdx_reading *r, const char *s, uint64_t most)
{
    char *end;
    size_t n = strspn(s, "0123456789");
    unsigned long long u = n && n < 16 ? strtoull(s, &end, 10) : 0;
    if (!n || n > 15 || s[n] || u > most)
        msdx_config_problem(r, r->line, "'%.60s' is no whole number up to %llu", s, (unsigned long long)most);
    return u;
}

static size_t size(struct msdx_reading *r, const char *s)
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
    msdx_config_problem(r, r->line, "'%.60s' is no size such as 16M, at most 1G", s);
    return 0;
}

static bool yes(struct msdx_reading *r, const char *s)
{
    bool is_yes = strcmp(s, "yes") == 0;
    if (!is_yes && strcmp(s, "no") != 0) msdx_config_problem(r, r->line, "'%.60s' is neither yes nor no", s);
    return is_yes;
}

/* Which of these words; 0 when it is none. */
static unsigned choice(struct msdx_reading *r, const char *s, const char *const *word, unsigned n)
{
    for (unsigned i = 0; i < n; i++)
        if (strcmp(s, word[i]) == 0) return i;
    msdx_buf all = MSDX_BUF_INIT(1 << 10);
    for (unsigned i = 0; i < n; i++) msdx_buf_addf(&all, "%s%s", i ? ", " : "", word[i]);
    msdx_config_problem(r, r->line, "'%.60s' is none of %s", s, msdx_buf_cstr(&all));
    msdx_buf_clear(&all);
    return 0;
}

static const char *web_address(struct msdx_reading *r, const struct msdx_values *v)
{
    msdx_url url;
    if (!msdx_url_read(v->at[0], &url))
        msdx_config_problem(r, r->line, "'%.100s' is no address of the web (http:, https:)", v->at[0]);
    return v->at[0];
}

static msdx_read_kind kind_of_input(struct msdx_reading *r, const struct msdx_values *v)
{
    msdx_read_kind kind = msdx_read_kind_of(v->at[0]);
    if (kind == MSDX_READ_ANY)
        msdx_config_problem(r, r->line, "'%.60s' is no kind of input (%s)", v->at[0], MSDX_READ_KINDS);
    return kind;
}

/* The first line of a file. */
static const char *secret_of_file(struct msdx_reading *r, const char *path)
{
    char text[4096];
    if (!(r->flags & MSDX_CONFIG_SECRETS)) return "";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t n = fd < 0 ? -1 : read(fd, text, sizeof text);
    if (n < 0) msdx_config_problem(r, r->line, "%.200s: %s", path, strerror(errno));
    if (fd >= 0) close(fd);
    size_t end = 0;
    while (n > 0 && end < (size_t)n && text[end] != '\n' && text[end] != '\r') end++;
    if (n >= 0 && end == 0) msdx_config_problem(r, r->line, "%.200s: nothing in its first line", path);
    return msdx_config_keep(r, (msdx_str){text, end});
}

static const char *secret_of_environment(struct msdx_reading *r, const char *name)
{
    if (!(r->flags & MSDX_CONFIG_SECRETS)) return "";
    const char *value = getenv(name);
    if (!value || !*value) msdx_config_problem(r, r->line, "the environment has no %.100s", name);
    return value ? msdx_config_keep(r, msdx_str_of(value)) : "";
}

/* ---- fields ---- */

#define TAKE(name) static void name(struct msdx_reading *r, const struct msdx_values *v)

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
            msdx_config_problem(r, r->line, "'%.60s' is no network such as 10.0.0.0/8", v->at[i]);
        else
            msdx_buf_add(&r->allow, &net, sizeof net);
    }
}
static const struct msdx_config_field settings_field[] = {{"agent", set_agent, false, false},
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
TAKE(feed_name)
{
    feed(r)->name = v->at[0];
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
TAKE(feed_pages)
{
    feed(r)->pages = yes(r, v->at[0]);
}
static const struct msdx_config_field feed_field[] = {
    {"url", feed_url, true, false},          {"pages", feed_pages, false, false},
    {"every", feed_every, false, false},     {"in", feed_in, false, false},
    {"columns", feed_columns, false, false}, {"licence", feed_licence, false, false},
    {"credit", feed_credit, false, false},   {NULL, NULL, false, false}};
static const struct msdx_config_field folder_field[] = {
    {"path", feed_path, true, false},        {"name", feed_name, false, false},
    {"every", feed_every, false, false},     {"in", feed_in, false, false},
    {"columns", feed_columns, false, false}, {"licence", feed_licence, false, false},
    {"credit", feed_credit, false, false},   {NULL, NULL, false, false}};

typedef msd_status (*set_filter)(msdx_filter *f, const char *const *value, size_t n, msd_error *err);
static void choose(struct msdx_reading *r, set_filter set, const struct msdx_values *v)
{
    msd_error err = {0};
    const char **list = keep_list(r, v);
    msd_status st = list ? set(&rule(r)->filter, list, v->n, &err) : MSD_ENOMEM;
    if (st == MSD_ENOMEM) r->no_memory = true;
    if (st == MSD_EUSAGE) msdx_config_problem(r, r->line, "%s", err.msg);
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
        msdx_config_problem(r, r->line, "%s", err.msg);
}
TAKE(rule_to)
{
    msd_error err = {0};
    if (msdx_filter_dates(&rule(r)->filter, rule(r)->filter.from, v->at[0], &err) != MSD_OK)
        msdx_config_problem(r, r->line, "%s", err.msg);
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
        msdx_config_problem(r, r->line, "'%.60s' is no threshold such as 5 in 1d", v->at[0]);
        return;
    }
    memcpy(count, v->at[0], (size_t)(in - v->at[0]));
    rule(r)->threshold = (uint32_t)number(r, count, 1000000);
    if (rule(r)->threshold == 0) msdx_config_problem(r, r->line, "a threshold of 0 is none");
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
        msdx_config_problem(r, r->line, "'%.60s' is no surprise such as 2 a day (a day, a week, a month; at most 15)",
                            v->at[0]);
}
TAKE(rule_mute)
{
    rule(r)->mute_ms = duration(r, v);
}
TAKE(rule_deliver)
{
    for (size_t i = 0; i < v->n; i++) {
        struct msdx_config_deliver d = {(uint32_t)(r->rule.n / sizeof(msdx_watch_rule) - 1), v->at[i], r->line};
        msdx_buf_add(&r->deliver, &d, sizeof d);
    }
}
static const struct msdx_config_field watch_field[] = {
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
TAKE(sink_form)
{
    static const char *const word[] = {"json", "slack", "discord", "teams"};
    sink(r)->form = (msdx_hook_form)choice(r, v->at[0], word, 4);
}
static const struct msdx_config_field webhook_field[] = {{"url", sink_url, true, false},
                                                         {"secret-file", sink_secret_file, false, false},
                                                         {"secret-env", sink_secret_env, false, false},
                                                         {"form", sink_form, false, false},
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
        msdx_config_problem(r, r->line, "'%.100s' is no mail server such as smtp://mail.example.org:587", v->at[0]);
    sink(r)->url = v->at[0];
}
TAKE(mail_from)
{
    if (!is_mailbox(v->at[0])) msdx_config_problem(r, r->line, "'%.100s' is no address of mail", v->at[0]);
    sink(r)->from = v->at[0];
}
TAKE(mail_to)
{
    for (size_t i = 0; i < v->n; i++)
        if (!is_mailbox(v->at[i])) msdx_config_problem(r, r->line, "'%.100s' is no address of mail", v->at[i]);
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
    sink(r)->tls = (int)choice(r, v->at[0], word, 3);
}
static const struct msdx_config_field mail_field[] = {{"server", mail_server, true, false},
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
static const struct msdx_config_field file_field[] = {{"path", file_path, true, false},
                                                      {"link", file_link, false, false},
                                                      {"title", file_title, false, false},
                                                      {NULL, NULL, false, false}};

/* ---- kinds ---- */

const struct msdx_config_kind msdx_config_kinds[MSDX_CONFIG_KINDS] = {
    {"settings", MSDX_ENTRY_SETTINGS, MSDX_SINK_STDOUT, settings_field},
    {"feed", MSDX_ENTRY_FEED, MSDX_SINK_STDOUT, feed_field},
    {"folder", MSDX_ENTRY_FEED, MSDX_SINK_STDOUT, folder_field},
    {"watch", MSDX_ENTRY_WATCH, MSDX_SINK_STDOUT, watch_field},
    {"webhook", MSDX_ENTRY_SINK, MSDX_SINK_WEBHOOK, webhook_field},
    {"mail", MSDX_ENTRY_SINK, MSDX_SINK_MAIL, mail_field},
    {"rss", MSDX_ENTRY_SINK, MSDX_SINK_RSS, file_field},
    {"jsonfeed", MSDX_ENTRY_SINK, MSDX_SINK_JSONFEED, file_field}};
