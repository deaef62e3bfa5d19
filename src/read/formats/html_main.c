/* html_main.c: the main text of a page.
 *
 * Text is measured in units: a block and the words that stand in it directly. A unit
 * is good when it is long enough and not mostly links. What holds the most good
 * units, weighed by how near they are (after Arc90's Readability, C. Dobias and
 * others, 2009), or is named as the body of an article and holds a good part of
 * them, is taken; then what inside it is named as something else, mostly links, or
 * a known phrase of pages is left out. */
#include <strings.h>

#include "read/formats/html_impl.h"

enum { UNIT_LEAST = 25, BODY_LEAST = 140 };

struct info {
    xmlNode *node;
    int32_t parent;          /* -1: none */
    uint32_t n_text, n_link; /* bytes of words in it, and of those inside links */
    uint32_t own, own_link;  /* the same of a block's own words */
    uint32_t n_good;         /* bytes in good units */
    uint16_t n_comma;
    uint8_t role;               /* msdx_html_role */
    bool block, in_link, aside; /* aside: it is, or stands in, what is named as no part of the article */
    int32_t holder;             /* the block that its words are of */
    double score;
};

struct page {
    struct info *info;
    int32_t n, room;
    const msdx_buf *title;
    int32_t top; /* what is taken */
    bool failed;
};

static struct info *info_of(const struct page *p, const xmlNode *n)
{
    uintptr_t i = n && n->type == XML_ELEMENT_NODE ? (uintptr_t)n->_private : 0;
    return i ? &p->info[i - 1] : NULL;
}

/* ---- measuring ---- */

static int32_t add(struct page *p, xmlNode *n, int32_t parent)
{
    if (p->n == p->room) {
        int32_t room = p->room ? p->room * 2 : 1024;
        struct info *more = msdx_realloc(p->info, (size_t)room, sizeof *more);
        if (!more) {
            p->failed = true;
            return -1;
        }
        p->info = more;
        p->room = room;
    }
    struct info *in = &p->info[p->n];
    *in = (struct info){.node = n, .parent = parent};
    in->role = (uint8_t)msdx_html_role_of(n);
    in->block = msdx_is_block(n) && !msdx_is(n, "td") && !msdx_is(n, "th"); /* a row of cells is one unit */
    in->in_link = msdx_is(n, "a") || (parent >= 0 && p->info[parent].in_link);
    in->aside = in->role == MSDX_HTML_ASIDE || (in->role != MSDX_HTML_BODY && parent >= 0 && p->info[parent].aside);
    in->holder = in->block ? p->n : parent >= 0 ? p->info[parent].holder : -1;
    n->_private = (void *)(uintptr_t)(p->n + 1);
    return p->n++;
}

/* Words, without white space runs. */
static void count(const char *s, uint32_t *n_byte, uint16_t *n_comma)
{
    bool gap = false;
    for (; *s; s++) {
        if (*s == ' ' || (*s >= '\t' && *s <= '\r')) {
            gap = true;
            continue;
        }
        *n_byte += 1 + (gap && *n_byte);
        *n_comma = (uint16_t)(*n_comma + (*s == ','));
        gap = false;
    }
}

static void add_words(struct page *p, int32_t at, const char *s)
{
    uint32_t n = 0;
    uint16_t comma = 0;
    count(s, &n, &comma);
    struct info *in = &p->info[at];
    bool link = in->in_link;
    in->n_text += n;
    if (link) in->n_link += n;
    at = in->holder;
    if (at < 0) return;
    p->info[at].own += n;
    p->info[at].n_comma = (uint16_t)(p->info[at].n_comma + comma);
    if (link) p->info[at].own_link += n;
}

static void measure(struct page *p, const xmlNode *root)
{
    for (xmlNode *n = root->children; n && !p->failed;) {
        const struct info *up = info_of(p, n->parent);
        int32_t parent = up ? (int32_t)(up - p->info) : -1;
        bool pass = false;
        if (n->type == XML_ELEMENT_NODE) {
            int32_t i = add(p, n, parent);
            pass = i >= 0 && p->info[i].role == MSDX_HTML_HIDDEN;
        } else if (n->type == XML_TEXT_NODE && n->content && parent >= 0) {
            add_words(p, parent, (const char *)n->content);
        }
        n = pass ? msdx_after_in(root, n) : msdx_next_in(root, n);
    }
    for (int32_t i = p->n - 1; i > 0; i--) {
        const struct info *in = &p->info[i];
        if (in->parent < 0) continue;
        p->info[in->parent].n_text += in->n_text;
        p->info[in->parent].n_link += in->n_link;
    }
}

static bool is_good(const struct info *in)
{
    return in->block && in->own >= UNIT_LEAST && in->own_link * 2 < in->own && !msdx_is_heading(in->node);
}

/* ---- choosing ---- */

/* Lists and quotations are parts of the text around them. */
static bool is_part(const xmlNode *n)
{
    static const char *const part[] = {"li", "ul", "ol", "blockquote", "p", "dd", "dl", "dt", "pre", "tr", "tbody"};
    for (size_t i = 0; i < sizeof part / sizeof *part; i++)
        if (msdx_is(n, part[i])) return true;
    return false;
}

/* Is it inside something that is named as no part of the article? */
static bool in_aside(const struct page *p, int32_t i)
{
    return i >= 0 && p->info[i].aside;
}

/* Where a unit stands: parts of text, and wrappers around it alone, are passed over. */
static int32_t holder_of(const struct page *p, int32_t i)
{
    int32_t at = is_part(p->info[i].node) ? p->info[i].parent : i, near = at;
    while (at >= 0 && is_part(p->info[at].node)) near = at = p->info[at].parent;
    while (at >= 0 && p->info[at].n_good == p->info[i].own) at = p->info[at].parent;
    return at < 0 || msdx_is(p->info[at].node, "body") ? near : at;
}

static void spread(struct page *p, int32_t i)
{
    static const double part[] = {1.0, 0.5, 0.25};
    const struct info *in = &p->info[i];
    double score = 1 + (in->n_comma < 8 ? in->n_comma : 8) + (in->own < 400 ? in->own / 100.0 : 4);
    if (in_aside(p, i)) score *= 0.1;
    int32_t at = holder_of(p, i);
    for (int level = 0; level < 3 && at >= 0; level++) {
        while (at >= 0 && is_part(p->info[at].node)) at = p->info[at].parent;
        if (at < 0) break;
        p->info[at].score += score * part[level];
        at = p->info[at].parent;
    }
}

static double weight(const struct info *in)
{
    double score = in->score;
    if (in->role == MSDX_HTML_BODY) score *= 1.5;
    if (in->role == MSDX_HTML_ASIDE) score *= 0.4;
    if (msdx_is(in->node, "article") || msdx_is(in->node, "main")) score *= 1.2;
    if (msdx_is(in->node, "body")) score *= 0.8;
    return in->n_text ? score * (1.0 - (double)in->n_link / in->n_text) : 0;
}

static uint32_t good_outside(const struct page *p)
{
    uint32_t n = 0;
    for (int32_t i = 0; i < p->n; i++)
        if (is_good(&p->info[i]) && !in_aside(p, i)) n += p->info[i].own;
    return n;
}

/* What is named as the body: the one with the most good text, or one inside it with nearly as much. */
static int32_t named_body(const struct page *p, uint32_t total)
{
    int32_t best = -1;
    bool best_sure = false; /* itemprop=articleBody */
    for (int32_t i = 0; i < p->n; i++) {
        const struct info *in = &p->info[i];
        bool sure = msdx_attr(in->node, "itemprop") != NULL;
        if (in->role != MSDX_HTML_BODY || in->n_good < BODY_LEAST || (!sure && in_aside(p, in->parent))) continue;
        if (best_sure && !sure) continue;
        if (best < 0 || sure != best_sure || in->n_good * 10 > p->info[best].n_good * 9) {
            best = i;
            best_sure = sure;
        }
    }
    return best >= 0 && p->info[best].n_good * 3 >= total ? best : -1;
}

static void choose(struct page *p)
{
    double most = 0;
    for (int32_t i = p->n - 1; i >= 0; i--) {
        struct info *in = &p->info[i];
        if (is_good(in)) in->n_good += in->own;
        if (in->parent >= 0) p->info[in->parent].n_good += in->n_good;
    }
    for (int32_t i = 0; i < p->n; i++)
        if (is_good(&p->info[i])) spread(p, i);
    p->top = named_body(p, good_outside(p));
    for (int32_t i = 0; i < p->n && p->top < 0; i++) most = weight(&p->info[i]) > most ? weight(&p->info[i]) : most;
    for (int32_t i = 0; i < p->n && p->top < 0; i++)
        if (most > 0 && weight(&p->info[i]) >= most) p->top = i;
}

/* ---- leaving out ---- */

static bool same_words(const xmlNode *n, const msdx_buf *title)
{
    msdx_buf raw = MSDX_BUF_INIT(1 << 14), text = MSDX_BUF_INIT(1 << 14);
    msdx_put_text(&raw, n);
    msdx_put_folded(&text, (msdx_str){raw.p, raw.n});
    bool same =
        title->n && text.n >= title->n && text.n <= title->n + 2 && strncasecmp(text.p, title->p, title->n) == 0;
    msdx_buf_clear(&raw);
    msdx_buf_clear(&text);
    return same;
}

/* Phrases that pages put between paragraphs. */
static bool is_phrase(const xmlNode *n)
{
    static const char *const begin[] = {"read more",
                                        "read also",
                                        "also read",
                                        "read next",
                                        "related:",
                                        "related story",
                                        "related stories",
                                        "related article",
                                        "more:",
                                        "see also",
                                        "advertisement",
                                        "story continues",
                                        "sign up",
                                        "subscribe",
                                        "follow us",
                                        "follow @",
                                        "share this",
                                        "click here",
                                        "photo:",
                                        "image:",
                                        "watch:",
                                        "loading",
                                        "all rights reserved",
                                        "\xC2\xA9",
                                        "copyright \xC2\xA9",
                                        "this article has been",
                                        "more from",
                                        "recommended",
                                        "continue reading",
                                        "don't miss",
                                        "get the latest",
                                        "like us on",
                                        "download our",
                                        "support our",
                                        "read:",
                                        "more on this",
                                        "most read",
                                        "article continues",
                                        "file photo",
                                        "listen to",
                                        "view comments",
                                        "leave a comment",
                                        "post a comment",
                                        "report a typo"};
    enum { PHRASE_MOST = 160 };
    msdx_buf raw = MSDX_BUF_INIT(1 << 14), text = MSDX_BUF_INIT(1 << 14);
    bool found = false;
    msdx_put_text(&raw, n);
    msdx_put_folded(&text, (msdx_str){raw.p, raw.n});
    msdx_str s = {text.p, text.n};
    found = msdx_str_isi(s, "advert") || msdx_str_isi(s, "comments") || msdx_str_isi(s, "share");
    if (msdx_startsi(s, "follow ") || msdx_findi(s.p, s.n, "share it"))
        found = msdx_findi(s.p, s.n, "twitter") || msdx_findi(s.p, s.n, "facebook") || msdx_findi(s.p, s.n, "friend");
    for (size_t i = 0; s.n && s.n < PHRASE_MOST && !found && i < sizeof begin / sizeof *begin; i++)
        found = msdx_startsi(s, begin[i]);
    msdx_buf_clear(&raw);
    msdx_buf_clear(&text);
    return found;
}

/* Mostly links: lists of other stories. */
static bool is_links(const struct info *in, const struct info *top)
{
    if (!in->n_text || !in->block || in->n_good * 3 > top->n_good) return false;
    double part = (double)in->n_link / in->n_text;
    if (msdx_is(in->node, "p") || msdx_is(in->node, "li")) return part > 0.9 && in->n_text < 200;
    return part > 0.5 && in->n_good * 4 < in->n_text;
}

static bool leave_out(const xmlNode *n, void *ctx)
{
    const struct page *p = ctx;
    const struct info *in = info_of(p, n), *top = &p->info[p->top];
    if (!in || in->role == MSDX_HTML_HIDDEN) return true;
    if (in->role == MSDX_HTML_ASIDE && in->n_good * 10 < top->n_good * 4) return true;
    if (is_links(in, top)) return true;
    if (msdx_is_heading(n) && (msdx_is(n, "h1") || same_words(n, p->title))) return true;
    return in->block && in->n_text < 160 && is_phrase(n);
}

/* Parts of the body that stand beside the one that was taken, called the same. */
static bool is_twin(const struct page *p, const xmlNode *n)
{
    const struct info *in = info_of(p, n), *top = &p->info[p->top];
    const char *a = msdx_attr(n, "class"), *b = msdx_attr(top->node, "class");
    return in && a && b && *a && strcmp(a, b) == 0 && in->n_good >= BODY_LEAST;
}

/* A paragraph that stands before the body: the summary that many papers set apart. */
static bool is_lead(const struct page *p, const xmlNode *n)
{
    enum { LEAD_LEAST = 80 };
    static const char *const name[] = {"summary", "lead", "intro", "standfirst", "dek", "excerpt", "abstract"};
    const struct info *in = info_of(p, n);
    const char *class = msdx_attr(n, "class");
    if (!in || in->role != MSDX_HTML_PLAIN || in->n_good < LEAD_LEAST || in->n_link * 4 > in->n_text) return false;
    for (size_t i = 0; class && i < sizeof name / sizeof *name; i++)
        if (msdx_findi(class, strlen(class), name[i])) return true;
    return msdx_is(n, "p");
}

static void put_all(struct page *p, msdx_buf *out)
{
    msdx_blocks b = {.out = out, .skip = leave_out, .ctx = p};
    const xmlNode *top = p->info[p->top].node;
    bool before = true;
    for (const xmlNode *n = top->parent ? top->parent->children : top; n; n = n->next) {
        if (n == top || is_twin(p, n) || (before && is_lead(p, n))) msdx_put_blocks(&b, n);
        before &= n != top;
    }
}

/* Is what was taken what JSON-LD says the article is? Asked at some places of that, over all its length. */
static bool agrees(const msdx_buf *got, const msdx_buf *said)
{
    enum { PLACES = 9, WORDS = 24 };
    msdx_buf a = MSDX_BUF_INIT(SIZE_MAX / 2), b = MSDX_BUF_INIT(SIZE_MAX / 2);
    int n = 0, n_found = 0;
    msdx_put_folded(&a, (msdx_str){got->p, got->n});
    msdx_put_folded(&b, (msdx_str){said->p, said->n});
    for (size_t i = 0; i < PLACES && b.n > WORDS * PLACES; i++, n++)
        n_found += a.n && memmem(a.p, a.n, b.p + i * (b.n - WORDS) / PLACES, WORDS) != NULL;
    msdx_buf_clear(&a);
    msdx_buf_clear(&b);
    return n == 0 || n_found * 3 >= n;
}

void msdx_html_main(const xmlNode *root, const msdx_buf *title, const msdx_buf *ld_body, msdx_buf *out)
{
    struct page p = {.title = title, .top = -1};
    measure(&p, root);
    if (!p.failed && p.n) choose(&p);
    if (p.top >= 0) put_all(&p, out);
    msdx_tidy(out);
    if (ld_body->n > out->n * 2 + BODY_LEAST || !agrees(out, ld_body)) {
        msdx_buf_reset(out);
        msdx_buf_add(out, ld_body->p, ld_body->n);
    }
    if (out->n == 0) {
        msdx_blocks all = {.out = out};
        msdx_put_blocks(&all, root);
    }
    msdx_free(p.info);
}
