/* guard.c: who may ask, and how often. */
#include "serve/serve_impl.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/random.h>

#include "base/hash.h"
#include "base/map.h"
#include "base/mem.h"

enum { N_PLACE = 1 << 14, TOKEN_LEAST = 16, BURST_SECONDS = 2 };

struct token {
    char *word;
    size_t n;
    unsigned scopes;
};

/* Those whose addresses fall together share it: who could have a place of his own by that would have no limit. */
struct place {
    double left, at; /* requests that may still be made, as of then */
};

struct msdx_guard {
    const msdx_serve_options *o;
    struct token *token;
    size_t n_token;
    bool asks;
    pthread_mutex_t lock;
    uint64_t seed; /* of the hash that gives a client its place: nobody can choose to fall together with another */
    struct place place[N_PLACE];
};

bool msdx_serve_is_loopback(const char *address)
{
    return strncmp(address, "127.", 4) == 0 || strcmp(address, "::1") == 0;
}

static unsigned scope_of(msdx_str word)
{
    if (msdx_str_is(word, "read")) return MSDX_SCOPE_READ;
    if (msdx_str_is(word, "code")) return MSDX_SCOPE_CODE;
    return msdx_str_is(word, "review") ? MSDX_SCOPE_REVIEW : 0;
}

/* The next word of a line; what is left of it stays in *line. */
static msdx_str next_word(msdx_str *line)
{
    size_t i = 0, k;
    while (i < line->n && (line->p[i] == ' ' || line->p[i] == '\t' || line->p[i] == '\r')) i++;
    for (k = i; k < line->n && line->p[k] != ' ' && line->p[k] != '\t' && line->p[k] != '\r';) k++;
    msdx_str word = {line->p + i, k - i};
    *line = (msdx_str){line->p + k, line->n - k};
    return word;
}

/* TOKEN SCOPE...; # begins a comment. */
static msd_status read_line(msdx_guard *g, msdx_str line, size_t n_line, msd_error *err)
{
    const char *file = g->o->tokens;
    msdx_str word = next_word(&line);
    if (word.n == 0 || word.p[0] == '#') return MSD_OK;
    if (word.n < TOKEN_LEAST)
        return msdx_err(err, MSD_EFORMAT, n_line, "%s:%zu: a token has at least %d characters", file, n_line,
                        TOKEN_LEAST);
    struct token t = {.n = word.n}, *more = msdx_realloc(g->token, g->n_token + 1, sizeof *g->token);
    if (!more) return msdx_err_nomem(err);
    g->token = more;
    for (msdx_str s = next_word(&line); s.n && s.p[0] != '#'; s = next_word(&line)) {
        unsigned scope = scope_of(s);
        if (!scope)
            return msdx_err(err, MSD_EFORMAT, n_line, "%s:%zu: '%.*s' is no scope: read, code or review", file, n_line,
                            (int)(s.n < 40 ? s.n : 40), s.p);
        t.scopes |= scope;
    }
    if (!t.scopes) return msdx_err(err, MSD_EFORMAT, n_line, "%s:%zu: the token allows nothing", file, n_line);
    t.word = msdx_malloc(word.n);
    if (!t.word) return msdx_err_nomem(err);
    memcpy(t.word, word.p, word.n);
    g->token[g->n_token++] = t;
    return MSD_OK;
}

static msd_status read_tokens(msdx_guard *g, msd_error *err)
{
    msdx_map map;
    MSD_TRY(msdx_map_file(&map, g->o->tokens, err));
    msd_status st = MSD_OK;
    const char *p = map.p, *end = p + map.n;
    for (size_t n = 1; p && p < end && st == MSD_OK; n++) {
        const char *stop = memchr(p, '\n', (size_t)(end - p));
        st = read_line(g, (msdx_str){p, (size_t)((stop ? stop : end) - p)}, n, err);
        p = stop ? stop + 1 : end;
    }
    msdx_map_close(&map);
    if (st == MSD_OK && g->n_token == 0) st = msdx_err(err, MSD_EFORMAT, 0, "%s: no token in it", g->o->tokens);
    return st;
}

msd_status msdx_guard_new(msdx_guard **out, const msdx_serve_options *o, msd_error *err)
{
    msdx_guard *g = *out = msdx_calloc(1, sizeof *g);
    if (!g) return msdx_err_nomem(err);
    pthread_mutex_init(&g->lock, NULL);
    g->o = o;
    g->asks = o->tokens != NULL;
    if (getrandom(&g->seed, sizeof g->seed, GRND_NONBLOCK) != sizeof g->seed) g->seed = (uint64_t)time(NULL);
    if (o->tokens) return read_tokens(g, err);
    if (!msdx_serve_is_loopback(o->listen))
        return msdx_err(err, MSD_EUSAGE, 0, "%s can be reached from elsewhere: give --tokens FILE", o->listen);
    return MSD_OK;
}

void msdx_guard_free(msdx_guard *g)
{
    if (!g) return;
    for (size_t i = 0; i < g->n_token; i++) msdx_free(g->token[i].word);
    msdx_free(g->token);
    pthread_mutex_destroy(&g->lock);
    msdx_free(g);
}

bool msdx_guard_asks(const msdx_guard *g)
{
    return g->asks;
}

/* In a time that does not tell how much of it is right. */
static bool same_word(const struct token *t, const char *word, size_t n)
{
    unsigned differs = t->n != n;
    for (size_t i = 0; i < n; i++) differs |= (unsigned)(t->word[i % t->n] ^ word[i]);
    return differs == 0;
}

unsigned msdx_guard_scopes(const msdx_guard *g, const char *authorization)
{
    unsigned scopes = 0;
    if (!g->asks) return ~0u;
    if (!authorization || strncmp(authorization, "Bearer ", 7) != 0) return 0;
    const char *word = authorization + 7;
    for (size_t i = 0; i < g->n_token; i++)
        if (same_word(&g->token[i], word, strlen(word))) scopes |= g->token[i].scopes;
    return scopes;
}

/* The name in a Host header, without its port and brackets. */
static msdx_str host_name(const char *host)
{
    const char *end = host[0] == '[' ? strchr(host, ']') : strchr(host, ':');
    if (host[0] == '[') host++;
    return (msdx_str){host, end ? (size_t)(end - host) : strlen(host)};
}

bool msdx_guard_host(const msdx_guard *g, const char *host)
{
    if (!host) return false;
    msdx_str name = host_name(host);
    struct in6_addr any;
    char word[256];
    if (name.n == 0 || name.n >= sizeof word) return false;
    memcpy(word, name.p, name.n);
    word[name.n] = 0;
    /* An address cannot be made to lead elsewhere; a name can. */
    if (strcasecmp(word, "localhost") == 0 || inet_pton(AF_INET, word, &any) == 1 ||
        inet_pton(AF_INET6, word, &any) == 1)
        return true;
    for (size_t i = 0; i < g->o->n_host; i++)
        if (strcasecmp(word, g->o->host[i]) == 0) return true;
    return false;
}

bool msdx_guard_origin(const char *origin, const char *host)
{
    if (!origin) return true;
    const char *name = strstr(origin, "://");
    return name && host && strcasecmp(name + 3, host) == 0;
}

bool msdx_guard_rate(msdx_guard *g, const void *address, size_t n, double now)
{
    double rate = g->o->rate;
    if (rate == 0) return true;
    pthread_mutex_lock(&g->lock);
    struct place *p = &g->place[msdx_murmur64a(address, n, g->seed) % N_PLACE];
    double most = rate * BURST_SECONDS, left = p->at == 0 ? most : p->left + (now - p->at) * rate;
    if (left > most) left = most;
    bool yes = left >= 1;
    *p = (struct place){yes ? left - 1 : left, now};
    pthread_mutex_unlock(&g->lock);
    return yes;
}
