/* peer.c: a folder of a peer's dictionaries: which file is what, its lines, and lookups once all is read. */
#include "know/peer.h"

#include <dirent.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "base/map.h"
#include "know/know.h"
#include "know/peer_impl.h"

enum { FILES_MAX = 512, PATH_ROOM = 4096, LINE_BYTE_MAX = 1 << 16, REPORT_MAX = 256 << 20, UNPACKED_MAX = 256 << 20 };
static const size_t BUF_MAX = (size_t)1 << 30;

const char *msdx_peer_kind_name(msdx_peer_kind kind)
{
    static const char *const name[MSDX_N_PEER_KIND] = {"no dictionary", "actors", "agents",   "verbs",
                                                       "discards",      "issues", "settings", "codes"};
    return name[kind];
}

/* ---- what the readers use ---- */

bool msdx_peer_refuse(msdx_peer *peer, const char *fmt, ...)
{
    char text[512];
    va_list ap;
    peer->now->n_refused++;
    if (!peer->report || peer->report->n > REPORT_MAX) return false;
    va_start(ap, fmt);
    vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    if (peer->dir_name[0]) msdx_buf_addf(peer->report, "%s/", peer->dir_name);
    msdx_buf_addf(peer->report, "%s:%u: %s\n", peer->now->name, peer->line, text);
    return false;
}

const char *msdx_peer_copy(msdx_peer *peer, msdx_str s)
{
    const char *p = msdx_arena_strndup(&peer->arena, s.p, s.n);
    return p ? p : "";
}

const char *msdx_peer_rule(msdx_peer *peer)
{
    char text[300];
    int n = snprintf(text, sizeof text, "%.255s:%u", peer->now->name, peer->line);
    return msdx_peer_copy(peer, (msdx_str){text, n > 0 ? (size_t)n : 0});
}

void msdx_peer_push(msdx_buf *buf, const void *p, size_t n)
{
    msdx_buf_add(buf, p, n);
}

bool msdx_peer_lower(msdx_peer *peer, msdx_str s, msdx_str *out)
{
    msdx_buf_reset(&peer->scratch);
    msdx_know_normal(s, MSDX_SPACE_LEMMA, &peer->scratch);
    *out = (msdx_str){peer->scratch.p ? peer->scratch.p : "", peer->scratch.n};
    peer->failed |= peer->scratch.failed;
    return !peer->scratch.failed;
}

/* ---- which file is what ---- */

static bool has(const char *name, const char *part)
{
    size_t n = strlen(part);
    for (; *name; name++) {
        size_t i = 0;
        while (i < n && name[i] && (name[i] | 0x20) == part[i]) i++;
        if (i == n) return true;
    }
    return false;
}

static bool ends(const char *name, const char *part)
{
    size_t n = strlen(name), k = strlen(part);
    return n >= k && has(name + n - k, part);
}

static msdx_str next_line(msdx_str *text)
{
    msdx_str line = {text->p, 0};
    while (line.n < text->n && text->p[line.n] != '\n') line.n++;
    size_t used = line.n < text->n ? line.n + 1 : line.n;
    text->p += used;
    text->n -= used;
    if (line.n && line.p[line.n - 1] == '\r') line.n--;
    return line;
}

static bool starts(msdx_str s, const char *with)
{
    size_t n = strlen(with);
    return s.n >= n && memcmp(s.p, with, n) == 0;
}

static bool holds(msdx_str s, const char *part)
{
    size_t n = strlen(part);
    for (size_t i = 0; i + n <= s.n; i++)
        if (memcmp(s.p + i, part, n) == 0) return true;
    return false;
}

/* By what its lines look like: verbs have patterns, agents a '~' in their codes. */
static msdx_peer_kind kind_by_content(msdx_str text)
{
    uint32_t n_verb = 0, n_agent = 0, n_actor = 0;
    for (uint32_t i = 0; text.n && i < 4000; i++) {
        msdx_str line = msdx_str_trim(next_line(&text));
        if (starts(line, "<ISSUE")) return MSDX_PEER_ISSUES;
        if (starts(line, "--- ") || (starts(line, "- ") && holds(line, "*") && holds(line, "[")))
            n_verb++;
        else if (holds(line, "[~") || holds(line, "[ ~") || holds(line, "~]"))
            n_agent++;
        else if (holds(line, "[") && holds(line, "]") && !starts(line, "#"))
            n_actor++;
    }
    if (n_verb) return MSDX_PEER_VERBS;
    if (n_agent) return MSDX_PEER_AGENTS;
    return n_actor ? MSDX_PEER_ACTORS : MSDX_PEER_OTHER;
}

static msdx_peer_kind kind_of(const char *name, msdx_str text)
{
    static const char *const other[] = {".zip", ".xml", ".options", ".project", ".text", ".md", ".py",
                                        ".pdf", ".csv", ".json",    ".jsonl",   ".html", NULL};
    for (int i = 0; other[i]; i++)
        if (ends(name, other[i])) return MSDX_PEER_OTHER;
    if (ends(name, ".ini")) return MSDX_PEER_SETTINGS;
    if (has(name, "issue")) return MSDX_PEER_ISSUES;
    if (has(name, "discard")) return MSDX_PEER_DISCARDS;
    if (has(name, "ontology")) return MSDX_PEER_CODES;
    if (has(name, "agent")) return MSDX_PEER_AGENTS;
    if (has(name, "actor")) return MSDX_PEER_ACTORS;
    if (has(name, "verb")) return MSDX_PEER_VERBS;
    if (has(name, "preposition") || has(name, "readme") || has(name, "license")) return MSDX_PEER_OTHER;
    return kind_by_content(text);
}

/* PETRARCH's blocks stand under '---'; only PETRARCH2 puts phrases into ( ). */
static msdx_peer_dialect dialect_of(msdx_str text)
{
    bool blocks = false, phrases = false;
    while (text.n) {
        msdx_str line = msdx_str_trim(next_line(&text));
        blocks |= starts(line, "---");
        phrases |= starts(line, "- ") && (holds(line, "* (") || holds(line, ") *") || holds(line, "* {"));
    }
    return !blocks ? MSDX_PEER_TABARI : phrases ? MSDX_PEER_PETRARCH2 : MSDX_PEER_PETRARCH;
}

/* ---- lines ---- */

/* Without what follows '#' or ';' outside [ ]; a '<!--' closed on the line is taken out too. */
static msdx_str without_comment(msdx_str line)
{
    bool inside = false;
    for (size_t i = 0; i < line.n; i++) {
        if (line.p[i] == '[') inside = true;
        if (line.p[i] == ']') inside = false;
        if (inside) continue;
        msdx_str rest = {line.p + i, line.n - i};
        if (line.p[i] == '#' || line.p[i] == ';' || starts(rest, "<!--") || starts(rest, "<! --"))
            return (msdx_str){line.p, i};
    }
    return line;
}

static bool is_unclosed(msdx_str line)
{
    msdx_str t = msdx_str_trim(line);
    return (starts(t, "<!--") || starts(t, "<! --")) && !holds(t, "-->");
}

static msdx_peer_reader reader_of(msdx_peer_kind kind)
{
    static const msdx_peer_reader reader[MSDX_N_PEER_KIND] = {NULL,
                                                              msdx_peer_read_actors,
                                                              msdx_peer_read_agents,
                                                              msdx_peer_read_verbs,
                                                              msdx_peer_read_discards,
                                                              msdx_peer_read_issues,
                                                              msdx_peer_read_settings,
                                                              msdx_peer_read_codes};
    return reader[kind];
}

static void read_line(msdx_peer *peer, msdx_peer_reader reader, void *state, msdx_str raw, bool *in_comment)
{
    peer->line++;
    peer->now->n_line++;
    msdx_str text = without_comment(raw);
    if (*in_comment || is_unclosed(raw)) {
        *in_comment = !holds(raw, "-->");
        peer->now->n_idle++;
        return;
    }
    bool indent = text.n && (text.p[0] == ' ' || text.p[0] == '\t');
    text = msdx_str_trim(text);
    if (text.n == 0) {
        peer->now->n_idle++;
        return;
    }
    size_t bad = msdx_utf8_check(text.p, text.n);
    if (bad < text.n)
        msdx_peer_refuse(peer, "not UTF-8 at byte %zu of the line", bad + 1);
    else if (memchr(text.p, 0, text.n))
        msdx_peer_refuse(peer, "holds a NUL byte");
    else if (text.n > LINE_BYTE_MAX)
        msdx_peer_refuse(peer, "longer than %d bytes", LINE_BYTE_MAX);
    else if (reader(peer, state, (msdx_peer_line){text, indent}))
        peer->now->n_entry++;
}

/* Verbs are read first: names in TABARI's folders are beginnings of words as its verbs are. */
enum { VERBS = 1, REST = 2 };

static void read_text(msdx_peer *peer, const char *name, msdx_str text, int pass)
{
    msdx_peer_file file = {.name = msdx_peer_copy(peer, msdx_str_of(name)), .kind = kind_of(name, text)};
    if (!(pass & (file.kind == MSDX_PEER_VERBS ? VERBS : REST))) return;
    file.dialect = file.kind == MSDX_PEER_VERBS ? dialect_of(text) : peer->dialect;
    if (file.kind == MSDX_PEER_VERBS) peer->dialect = file.dialect;
    msdx_peer_push(&peer->file, &file, sizeof file);
    void *state = msdx_arena_alloc(&peer->arena, 1, MSDX_PEER_STATE);
    if (peer->file.failed || !state) return;
    peer->now = (msdx_peer_file *)(void *)peer->file.p + peer->file.n / sizeof file - 1;
    peer->line = 0;
    msdx_peer_reader reader = reader_of(file.kind);
    bool in_comment = false;
    if (!reader) {
        if (ends(name, ".zip")) msdx_peer_refuse(peer, "an archive: unpack it first");
        return;
    }
    while (text.n) read_line(peer, reader, state, next_line(&text), &in_comment);
    reader(peer, state, (msdx_peer_line){{NULL, 0}, false});
}

/* A file ending in .gz by what is in it; what cannot be unpacked is refused like a line. */
static void read_packed(msdx_peer *peer, const char *name, msdx_str bytes, int pass)
{
    msdx_buf text = MSDX_BUF_INIT(UNPACKED_MAX);
    const char *why = msdx_peer_unpack(bytes, &text);
    if (!why) {
        read_text(peer, name, (msdx_str){text.n ? text.p : "", text.n}, pass);
    } else if (pass & REST) {
        msdx_peer_file file = {.name = msdx_peer_copy(peer, msdx_str_of(name)), .kind = MSDX_PEER_OTHER};
        msdx_peer_push(&peer->file, &file, sizeof file);
        peer->now = peer->file.failed ? NULL : (msdx_peer_file *)(void *)peer->file.p + peer->file.n / sizeof file - 1;
        peer->line = 0;
        if (peer->now) msdx_peer_refuse(peer, "%s", why);
    }
    msdx_buf_clear(&text);
}

static void read_bytes(msdx_peer *peer, const char *name, msdx_str bytes, int pass)
{
    if (ends(name, ".gz"))
        read_packed(peer, name, bytes, pass);
    else
        read_text(peer, name, bytes, pass);
}

/* ---- opening ---- */

static msd_status peer_new(msdx_peer **out, msdx_buf *report, msd_error *err)
{
    *out = NULL;
    msdx_peer *peer = msdx_calloc(1, sizeof *peer);
    if (!peer) return msdx_err_nomem(err);
    msdx_buf *all[] = {&peer->file,      &peer->actor,     &peer->agent,     &peer->discard,
                       &peer->verb,      &peer->synset,    &peer->rewrite,   &peer->number,
                       &peer->phrase[0], &peer->phrase[1], &peer->phrase[2], &peer->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) all[i]->ceiling = BUF_MAX;
    peer->report = report;
    peer->dir_name = "";
    *out = peer;
    return MSD_OK;
}

void msdx_peer_close(msdx_peer *peer)
{
    if (!peer) return;
    msdx_buf *all[] = {&peer->file,      &peer->actor,     &peer->agent,     &peer->discard,
                       &peer->verb,      &peer->synset,    &peer->rewrite,   &peer->number,
                       &peer->phrase[0], &peer->phrase[1], &peer->phrase[2], &peer->scratch};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) msdx_buf_clear(all[i]);
    msdx_arena_clear(&peer->arena);
    msdx_free(peer);
}

static bool out_of_memory(const msdx_peer *peer)
{
    return peer->failed || peer->arena.failed || peer->file.failed || peer->actor.failed || peer->agent.failed ||
           peer->discard.failed || peer->verb.failed || peer->synset.failed || peer->rewrite.failed ||
           peer->number.failed || peer->phrase[0].failed || peer->phrase[1].failed || peer->phrase[2].failed ||
           peer->scratch.failed;
}

static msd_status finish(msdx_peer *peer, msd_error *err)
{
    if (!out_of_memory(peer)) {
        msdx_peer_sort_phrases(peer);
        msdx_peer_finish_verbs(peer);
    }
    peer->report = NULL;
    peer->now = NULL;
    return out_of_memory(peer) ? msdx_err_nomem(err) : MSD_OK;
}

static msd_status read_file(msdx_peer *peer, const char *path, const char *name, int pass, msd_error *err)
{
    msdx_map map;
    MSD_TRY(msdx_map_file(&map, path, err));
    read_bytes(peer, name, (msdx_str){map.n ? map.p : "", map.n}, pass);
    msdx_map_close(&map);
    return MSD_OK;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static msd_status read_folder(msdx_peer *peer, const char *path, msd_error *err)
{
    char *name[FILES_MAX], full[PATH_ROOM];
    size_t n = 0;
    DIR *dir = opendir(path);
    if (!dir) return msdx_err(err, MSD_EIO, 0, "cannot read the folder %.200s", path);
    for (struct dirent *e; (e = readdir(dir)) && n < FILES_MAX;) {
        if (e->d_name[0] == '.') continue;
        name[n] = msdx_arena_strndup(&peer->arena, e->d_name, strlen(e->d_name));
        if (name[n]) n++;
    }
    closedir(dir);
    if (n) qsort(name, n, sizeof *name, by_name);
    peer->dir_name = msdx_peer_copy(peer, msdx_str_of(path));
    for (size_t i = 0; i < 2 * n; i++) {
        struct stat st;
        const char *base = name[i % n];
        int k = snprintf(full, sizeof full, "%s/%s", path, base);
        if (k < 0 || (size_t)k >= sizeof full || stat(full, &st) != 0 || !S_ISREG(st.st_mode)) continue;
        MSD_TRY(read_file(peer, full, base, i < n ? VERBS : REST, err));
    }
    return MSD_OK;
}

static msd_status read_path(msdx_peer *peer, const char *path, msd_error *err)
{
    struct stat st;
    if (stat(path, &st) != 0) return msdx_err(err, MSD_EIO, 0, "there is no %.200s", path);
    if (S_ISDIR(st.st_mode)) {
        MSD_TRY(read_folder(peer, path, err));
    } else {
        const char *name = strrchr(path, '/');
        if (name) peer->dir_name = msdx_peer_copy(peer, (msdx_str){path, (size_t)(name - path)});
        MSD_TRY(read_file(peer, path, name ? name + 1 : path, VERBS | REST, err));
    }
    MSD_TRY(finish(peer, err));
    for (size_t i = 0; i < msdx_peer_n_file(peer); i++)
        if (msdx_peer_file_at(peer, i)->kind != MSDX_PEER_OTHER) return MSD_OK;
    return msdx_err(err, MSD_EFORMAT, 0, "no dictionary in %.200s (*.actors*, *agents*, *verb*, *discards*, *issue*)",
                    path);
}

msd_status msdx_peer_open(msdx_peer **out, const char *path, msdx_buf *report, msd_error *err)
{
    msdx_peer *peer;
    *out = NULL;
    MSD_TRY(peer_new(&peer, report, err));
    msd_status st = read_path(peer, path, err);
    if (st != MSD_OK) {
        msdx_peer_close(peer);
        return st;
    }
    *out = peer;
    return MSD_OK;
}

msd_status msdx_peer_open_bytes(msdx_peer **out, const void *p, size_t n, const char *name, msdx_buf *report,
                                msd_error *err)
{
    msdx_peer *peer;
    *out = NULL;
    MSD_TRY(peer_new(&peer, report, err));
    read_bytes(peer, name, (msdx_str){n ? p : "", n}, VERBS | REST);
    msd_status st = finish(peer, err);
    if (st != MSD_OK) {
        msdx_peer_close(peer);
        return st;
    }
    *out = peer;
    return MSD_OK;
}

size_t msdx_peer_n_file(const msdx_peer *peer)
{
    return peer->file.n / sizeof(msdx_peer_file);
}

const msdx_peer_file *msdx_peer_file_at(const msdx_peer *peer, size_t i)
{
    return i < msdx_peer_n_file(peer) ? (const msdx_peer_file *)(const void *)peer->file.p + i : NULL;
}
