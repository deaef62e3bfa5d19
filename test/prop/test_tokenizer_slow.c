/* The slow twin of the tokenizer: Tokenizer.explain of spacy/tokenizer.pyx and its
 * last step, word by word, with nothing remembered, no search cut short, and no
 * just-in-time code. Both must give the same tokens on random strings. */
#include "tokenizer_package.h"

enum { MAX = 600 };

struct span {
    size_t at, n;
    uint64_t norm;
};
struct list {
    struct span item[MAX];
    size_t n;
};

static pcre2_code *re[MSDX_N_RE];
static pcre2_match_data *md;
static const char *rule_text;
static const uint32_t *rule, *rule_token;
static const uint64_t *rule_norm;
static size_t n_rule;
static struct list *phrase; /* each rule's words without rules; at and n into rule_text; n 0: not looked for */

static pcre2_code *slow_compile(const msdx_pack *pack, const char *section, uint32_t option)
{
    msdx_section s;
    int code;
    PCRE2_SIZE at;
    return msdx_pack_find(pack, section, &s)
               ? pcre2_compile(s.data, s.n_byte, PCRE2_UTF | PCRE2_UCP | option, &code, &at, NULL)
               : NULL;
}

static bool find(int k, const char *p, size_t n, size_t from, uint32_t option, size_t *a, size_t *b)
{
    if (!re[k] || pcre2_match(re[k], (PCRE2_SPTR)p, n, from, option, md, NULL) < 0) return false;
    *a = pcre2_get_ovector_pointer(md)[0];
    *b = pcre2_get_ovector_pointer(md)[1];
    return true;
}

static bool rule_at(const char *p, size_t n, size_t *which, size_t *text, size_t *token)
{
    *text = *token = 0;
    for (size_t i = 0; i < n_rule; i++) {
        *which = i;
        if (rule[2 * i] == n && memcmp(rule_text + *text, p, n) == 0) return true;
        *text += rule[2 * i];
        *token += rule[2 * i + 1];
    }
    return false;
}

static void add(struct list *l, size_t at, size_t n, uint64_t norm)
{
    if (n && l->n < MAX) l->item[l->n++] = (struct span){at, n, norm};
}

static bool add_rule(struct list *l, const char *text, size_t at, size_t n, bool rules)
{
    size_t i, t, k;
    if (!rules || !rule_at(text + at, n, &i, &t, &k)) return false;
    for (size_t j = 0; j < rule[2 * i + 1]; j++) {
        add(l, at, rule_token[k + j], rule_norm[k + j]);
        at += rule_token[k + j];
    }
    return true;
}

static bool is_rule(const char *p, size_t n, bool rules)
{
    size_t i, t, k;
    return rules && n && rule_at(p, n, &i, &t, &k);
}

static void infixes(struct list *l, const char *text, size_t at, size_t n)
{
    size_t done = 0, from = 0, a, b;
    uint32_t option = 0;
    while (from <= n && find(MSDX_RE_INFIX, text + at, n, from, option, &a, &b)) {
        option = a == b ? PCRE2_NOTEMPTY_ATSTART : 0;
        from = b;
        if (a == 0) continue;
        add(l, at + done, a - done, 0);
        add(l, at + a, b - a, 0);
        done = b;
    }
    add(l, at + done, n - done, 0);
}

static void chunk(struct list *l, const char *text, size_t at, size_t n, bool rules)
{
    struct list *suffix = calloc(1, sizeof *suffix);
    size_t a, b, last = 0;
    if (!suffix) exit(1);
    while (n && n != last) {
        const char *p = text + at;
        if (find(MSDX_RE_TOKEN, p, n, 0, 0, &a, &b) || is_rule(p, n, rules)) break;
        last = n;
        size_t pre = find(MSDX_RE_PREFIX, p, n, 0, 0, &a, &b) ? b - a : 0;
        if (pre && is_rule(p + pre, n - pre, rules)) {
            add(l, at, pre, 0);
            at += pre;
            n -= pre;
            break;
        }
        size_t suf = find(MSDX_RE_SUFFIX, p + pre, n - pre, 0, 0, &a, &b) ? b - a : 0;
        if (suf && is_rule(p, n - suf, rules)) {
            add(suffix, at + n - suf, suf, 0);
            n -= suf;
            break;
        }
        add(l, at, pre, 0);
        add(suffix, at + n - suf, suf, 0);
        at += pre;
        n -= pre + suf;
    }
    if (n && !add_rule(l, text, at, n, rules)) {
        if (find(MSDX_RE_TOKEN, text + at, n, 0, 0, &a, &b) || find(MSDX_RE_URL, text + at, n, 0, 0, &a, &b))
            add(l, at, n, 0);
        else
            infixes(l, text, at, n);
    }
    while (suffix->n) {
        suffix->n--;
        add(l, suffix->item[suffix->n].at, suffix->item[suffix->n].n, 0);
    }
    free(suffix);
}

static bool is_space(const char *p, size_t n, size_t *used)
{
    return msdx_uc_flags(msdx_utf8_get(p, n, used)) & MSDX_UC_SPACE;
}

static void base_tokens(struct list *l, const char *text, size_t n, bool rules)
{
    l->n = 0;
    for (size_t i = 0, used; i < n;) {
        bool space = is_space(text + i, n - i, &used);
        size_t start = i;
        while (i < n && is_space(text + i, n - i, &used) == space) i += used;
        if (space && text[start] == ' ' && start > 0) start++; /* the swallowed one */
        if (start < i && !add_rule(l, text, start, i - start, rules)) chunk(l, text, start, i - start, rules);
    }
}

static bool same_words(const struct list *l, const char *text, size_t i, const struct list *ph, const char *ph_text)
{
    if (ph->n == 0 || ph->n > l->n - i) return false;
    for (size_t k = 0; k < ph->n; k++)
        if (l->item[i + k].n != ph->item[k].n ||
            memcmp(text + l->item[i + k].at, ph_text + ph->item[k].at, ph->item[k].n))
            return false;
    return true;
}

/* Longest, then earliest; a match that is turned down bars its words all the same. */
static void apply_phrases(struct list *out, const struct list *l, const char *text)
{
    bool seen[MAX] = {false};
    size_t end_of[MAX] = {0};
    for (size_t len = MAX; len > 0; len--)
        for (size_t i = 0; i + len <= l->n; i++)
            for (size_t k = 0, at = 0; k < n_rule; at += rule[2 * k++]) {
                if (phrase[k].n != len || !same_words(l, text, i, &phrase[k], rule_text + at)) continue;
                if (!seen[i] && !seen[i + len - 1]) end_of[i] = i + len;
                for (size_t j = i; j < i + len; j++) seen[j] = true;
            }
    out->n = 0;
    for (size_t i = 0; i < l->n; i++) {
        const struct span *first = &l->item[i], *last = &l->item[end_of[i] ? end_of[i] - 1 : i];
        if (end_of[i] && add_rule(out, text, first->at, last->at + last->n - first->at, true))
            i = end_of[i] - 1;
        else
            add(out, first->at, first->n, first->norm);
    }
}

static void open_slow(const msdx_pack *pack)
{
    msdx_section s, t, k, m;
    size_t a, b;
    re[MSDX_RE_PREFIX] = slow_compile(pack, "tokenizer/prefix", 0);
    re[MSDX_RE_SUFFIX] = slow_compile(pack, "tokenizer/suffix", 0);
    re[MSDX_RE_INFIX] = slow_compile(pack, "tokenizer/infix", 0);
    re[MSDX_RE_TOKEN] = slow_compile(pack, "tokenizer/token_match", PCRE2_ANCHORED);
    re[MSDX_RE_URL] = slow_compile(pack, "tokenizer/url_match", PCRE2_ANCHORED);
    md = pcre2_match_data_create(1, NULL);
    if (!md || !msdx_pack_find(pack, "tokenizer/rule_text", &s) || !msdx_pack_find(pack, "tokenizer/rule", &t) ||
        !msdx_pack_find(pack, "tokenizer/rule_token", &k) || !msdx_pack_find(pack, "tokenizer/rule_norm", &m))
        exit(1);
    rule_text = s.data;
    rule = t.data;
    rule_token = k.data;
    rule_norm = m.data;
    n_rule = (size_t)t.dim[0];
    phrase = calloc(n_rule, sizeof *phrase);
    if (!phrase) exit(1);
    for (size_t i = 0, at = 0; i < n_rule; at += rule[2 * i++]) {
        const char *p = rule_text + at;
        size_t n = rule[2 * i];
        if (!memchr(p, ' ', n) && !find(MSDX_RE_PREFIX, p, n, 0, 0, &a, &b) &&
            !find(MSDX_RE_INFIX, p, n, 0, 0, &a, &b) && !find(MSDX_RE_SUFFIX, p, n, 0, 0, &a, &b))
            continue;
        base_tokens(&phrase[i], p, n, false);
    }
}

static void close_slow(void)
{
    for (int i = 0; i < MSDX_N_RE; i++) pcre2_code_free(re[i]);
    pcre2_match_data_free(md);
    free(phrase);
}

static bool same(const msdx_tokenizer *t, msdx_tokenizer_work *w, const char *text)
{
    static struct list base, want;
    msdx_arena a = MSDX_ARENA_INIT, scratch = MSDX_ARENA_INIT;
    msdx_unit u = {.arena = &a, .text = text, .parsed = text, .n_byte = (uint32_t)strlen(text)};
    uint64_t *feat;
    base_tokens(&base, text, u.n_byte, true);
    apply_phrases(&want, &base, text);
    bool ok = msdx_tokenizer_run(t, w, &u, &scratch, &feat, NULL) == MSD_OK && u.n_tok == want.n;
    for (size_t i = 0; ok && i < want.n; i++) {
        const msdx_tok *tok = &u.tok[i];
        ok = tok->span.start_byte == want.item[i].at && tok->span.end_byte == want.item[i].at + want.item[i].n;
        if (want.item[i].norm) ok = ok && feat[i * MSDX_N_ATTR + MSDX_ATTR_NORM] == want.item[i].norm;
        uint32_t next = i + 1 < want.n ? (uint32_t)want.item[i + 1].at : u.n_byte;
        ok = ok && tok->space == (next == tok->span.end_byte + 1);
        ok = ok && tok->span.start_cp == msdx_utf8_count(text, tok->span.start_byte);
    }
    if (!ok) fprintf(stderr, "differs: %s\n", text);
    msdx_arena_clear(&a);
    msdx_arena_clear(&scratch);
    return ok;
}

static uint64_t state = 88172645463325252u;
static uint32_t pick(uint32_t n)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 33) % n;
}

static void random_text(char *out)
{
    static const char *const atom[] = {
        "(",  ")",  "[",   "]",   "\"", "'",        "$",     ".",    "..",      "...",  ",",   ";",
        ":",  "-",  "--",  "+",   "*",  "/",        "=",     "<",    ">",       "%",    "'s",  "km",
        "m²", "→",  "a",   "b",   "x",  "y",        "X",     "AB",   "don't",   "a.m.", ":)",  "a-b",
        "-b", "b.", "(x)", "x y", "x",  "1",        "23",    "é",    "http://", "www.", "me@", "example.org",
        " ",  " ",  " ",   "  ",  "\n", "\xc2\xa0", "can't", "U.S.", "e.g."};
    size_t n = 0, len = 1 + pick(20);
    out[0] = 0;
    for (size_t i = 0; i < len; i++) {
        const char *a = atom[pick(sizeof atom / sizeof *atom)];
        memcpy(out + n, a, strlen(a) + 1);
        n += strlen(a);
    }
}

static void compare(const msdx_pack *pack, size_t n)
{
    msdx_tokenizer *t = NULL;
    msdx_tokenizer_work *w = NULL;
    char text[512];
    CHECK_INT(msdx_tokenizer_open(&t, pack, NULL), MSD_OK);
    CHECK_INT(msdx_tokenizer_work_new(&w, t, NULL), MSD_OK);
    open_slow(pack);
    for (size_t i = 0; i < n; i++) {
        random_text(text);
        CHECK(same(t, w, text));
    }
    close_slow();
    msdx_tokenizer_work_free(w);
    msdx_tokenizer_close(t);
}

static void test_tokenizer_slow__small_package(void)
{
    msdx_pack *pack;
    void *bytes;
    CHECK_INT(tokenizer_pack(tokenizer_json, &pack, &bytes, NULL), MSD_OK);
    compare(pack, 20000);
    msdx_pack_close(pack);
    msdx_free(bytes);
}

static void test_tokenizer_slow__model(void)
{
    const char *path = getenv("MASUDI_MODEL");
    msdx_pack *pack;
    if (!path) path = MSD_SOURCE_DIR "/build/share/masudi/en.model";
    if (msdx_pack_open(&pack, path, MSDX_MODEL_KIND, MSDX_MODEL_VERSION, NULL) != MSD_OK) {
        printf("skip: no model; set MASUDI_MODEL\n");
        return;
    }
    compare(pack, 1000);
    msdx_pack_close(pack);
}

int main(void)
{
    RUN(test_tokenizer_slow__small_package);
    RUN(test_tokenizer_slow__model);
    return test_end();
}
