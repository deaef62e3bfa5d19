/* tree.c: what is read from trees of elements. */
#include <strings.h>

#include "read/formats/xml_impl.h"

const char *msdx_ns(const xmlNode *n)
{
    return n->ns && n->ns->href ? (const char *)n->ns->href : "";
}

static xmlNode *up_and_next(const xmlNode *top, xmlNode *n)
{
    while (n != top && !n->next) n = n->parent;
    return n == top ? NULL : n->next;
}

xmlNode *msdx_after_in(const xmlNode *top, xmlNode *n)
{
    return up_and_next(top, n);
}

/* What a reference to an entity holds is the declaration's, no part of the tree. */
xmlNode *msdx_next_in(const xmlNode *top, xmlNode *n)
{
    return n->children && n->type == XML_ELEMENT_NODE ? n->children : up_and_next(top, n);
}

xmlNode *msdx_el(const xmlNode *n, const char *name)
{
    for (xmlNode *c = n ? n->children : NULL; c; c = c->next)
        if (msdx_is(c, name)) return c;
    return NULL;
}

xmlNode *msdx_el_below(const xmlNode *n, const char *name)
{
    for (xmlNode *c = n ? n->children : NULL; c; c = msdx_next_in(n, c))
        if (msdx_is(c, name)) return c;
    return NULL;
}

const char *msdx_attr(const xmlNode *n, const char *name)
{
    if (!n || n->type != XML_ELEMENT_NODE) return NULL;
    for (const xmlAttr *a = n->properties; a; a = a->next)
        if (strcmp((const char *)a->name, name) == 0)
            return a->children && a->children->content && !a->children->next ? (const char *)a->children->content : "";
    return NULL;
}

/* A short plain one that the file declares itself: nothing that could grow. HTML's are refs.c's. */
static void put_entity(msdx_buf *out, const xmlNode *n)
{
    enum { PLAIN_MOST = 64 };
    const xmlEntity *declared = (const xmlEntity *)n->children;
    if (!declared || declared->type != XML_ENTITY_DECL || declared->etype != XML_INTERNAL_GENERAL_ENTITY) return;
    const char *s = (const char *)declared->content;
    if (s && strlen(s) <= PLAIN_MOST && !strpbrk(s, "&<")) msdx_buf_adds(out, s);
}

static void put_leaf(msdx_buf *out, const xmlNode *n)
{
    if ((n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) && n->content)
        msdx_buf_adds(out, (const char *)n->content);
    else if (n->type == XML_ENTITY_REF_NODE)
        put_entity(out, n);
}

void msdx_put_text(msdx_buf *out, const xmlNode *n)
{
    for (xmlNode *c = n ? n->children : NULL; c; c = msdx_next_in(n, c)) put_leaf(out, c);
}

void msdx_made_node(msdx_made *d, int field, const xmlNode *n)
{
    msdx_buf text = MSDX_BUF_INIT(1 << 16);
    if (!n || d->field[field].n) return;
    msdx_put_text(&text, n);
    msdx_made_set(d, field, (msdx_str){text.p, text.n});
    msdx_buf_clear(&text);
}

/* ---- text in blocks ---- */

/* How an element stands in text. */
enum { INLINE = 0, BLOCK, CELL, SKIP, MEDIA, BREAK, PRE };

static int kind_of(const xmlNode *n)
{
    static const struct {
        const char *name;
        int kind;
    } known[] = {
        {"p", BLOCK},       {"br", BREAK},         {"div", BLOCK},     {"li", BLOCK},      {"h1", BLOCK},
        {"h2", BLOCK},      {"h3", BLOCK},         {"h4", BLOCK},      {"h5", BLOCK},      {"h6", BLOCK},
        {"ul", BLOCK},      {"ol", BLOCK},         {"dl", BLOCK},      {"dt", BLOCK},      {"dd", BLOCK},
        {"tr", BLOCK},      {"td", CELL},          {"th", CELL},       {"table", BLOCK},   {"tbody", BLOCK},
        {"thead", BLOCK},   {"tfoot", BLOCK},      {"section", BLOCK}, {"article", BLOCK}, {"main", BLOCK},
        {"header", BLOCK},  {"footer", BLOCK},     {"aside", BLOCK},   {"nav", BLOCK},     {"blockquote", BLOCK},
        {"pre", PRE},       {"hr", BLOCK},         {"address", BLOCK}, {"form", BLOCK},    {"fieldset", BLOCK},
        {"figure", MEDIA},  {"figcaption", MEDIA}, {"caption", BLOCK}, {"center", BLOCK},  {"body", BLOCK},
        {"html", BLOCK},    {"details", BLOCK},    {"summary", BLOCK}, {"media", MEDIA},   {"hl1", BLOCK},
        {"hl2", BLOCK},     {"block", BLOCK},      {"bq", BLOCK},      {"fn", BLOCK},      {"note", BLOCK},
        {"lead", BLOCK},    {"paragraph", BLOCK},  {"script", SKIP},   {"style", SKIP},    {"noscript", SKIP},
        {"template", SKIP}, {"iframe", SKIP},      {"svg", SKIP},      {"head", SKIP},     {"object", SKIP},
        {"embed", SKIP},    {"select", SKIP},      {"textarea", SKIP}, {"button", SKIP},   {"math", SKIP},
        {"video", SKIP},    {"audio", SKIP},       {"canvas", SKIP},   {"option", SKIP},   {"title", SKIP},
        {"amp-ad", SKIP}};
    const char *name = msdx_name(n);
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strcasecmp(name, known[i].name) == 0) return known[i].kind;
    return INLINE;
}

bool msdx_is_block(const xmlNode *n)
{
    int kind = n->type == XML_ELEMENT_NODE ? kind_of(n) : INLINE;
    return kind == BLOCK || kind == PRE || kind == MEDIA || kind == CELL;
}

bool msdx_is_heading(const xmlNode *n)
{
    const char *name = n->type == XML_ELEMENT_NODE ? msdx_name(n) : "";
    return (name[0] | 0x20) == 'h' && name[1] >= '1' && name[1] <= '6' && !name[2];
}

static void want(msdx_blocks *b, int gap)
{
    if (b->gap < gap) b->gap = gap;
}

static void put_gap(msdx_blocks *b)
{
    if (b->out->n && b->gap) msdx_buf_adds(b->out, b->gap == 1 ? " " : b->gap == 2 ? "\n" : "\n\n");
    b->gap = 0;
}

/* White space runs as one gap; in <pre> new lines count. */
static void put_words(msdx_blocks *b, const char *s, bool pre)
{
    for (; *s; s++) {
        bool nbsp = (unsigned char)s[0] == 0xC2 && (unsigned char)s[1] == 0xA0;
        if (*s == ' ' || (*s >= '\t' && *s <= '\r') || nbsp) {
            want(b, pre && *s == '\n' ? 2 : 1);
            s += nbsp;
            continue;
        }
        put_gap(b);
        msdx_buf_addc(b->out, *s);
    }
}

static void leaf_words(msdx_blocks *b, const xmlNode *n, bool pre)
{
    msdx_buf entity = MSDX_BUF_INIT(256);
    if (n->type == XML_TEXT_NODE || n->type == XML_CDATA_SECTION_NODE) {
        if (n->content) put_words(b, (const char *)n->content, pre);
    } else if (n->type == XML_ENTITY_REF_NODE) {
        put_entity(&entity, n);
        put_words(b, msdx_buf_cstr(&entity), pre);
    }
    msdx_buf_clear(&entity);
}

enum { DEPTH_MOST = 2000 };

static void put_element(msdx_blocks *b, const xmlNode *n, bool pre, int depth);

static void put_inside(msdx_blocks *b, const xmlNode *n, bool pre, int depth)
{
    for (const xmlNode *c = n->children; c; c = c->next)
        if (c->type == XML_ELEMENT_NODE)
            put_element(b, c, pre, depth + 1);
        else
            leaf_words(b, c, pre);
}

static void put_element(msdx_blocks *b, const xmlNode *n, bool pre, int depth)
{
    int kind = kind_of(n);
    if (depth > DEPTH_MOST || kind == SKIP || (kind == MEDIA && !b->keep_media)) return;
    if (b->skip && b->skip(n, b->ctx)) return;
    if (kind == BREAK) {
        want(b, b->gap == 2 ? 3 : 2); /* two in a row part paragraphs */
        return;
    }
    int gap = kind == INLINE ? 0 : kind == CELL ? 1 : 3;
    want(b, gap);
    put_inside(b, n, pre || kind == PRE, depth);
    want(b, gap);
}

void msdx_put_blocks(msdx_blocks *b, const xmlNode *n)
{
    if (!n) return;
    if (b->out->n) want(b, 3);
    put_inside(b, n, false, 0);
    want(b, 3);
}

/* ---- HTML ---- */

/* libxml2 compares each attribute of an element with all before it, so that one tag can take its length squared. Those
 * past ATTRIBUTES_MOST are made blank before it sees them. */
enum { ATTRIBUTES_MOST = 256 };

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* Where the attribute at p ends: a name, "=" and a value, in quotes or up to white space. */
static const char *attribute_end(const char *p, const char *end)
{
    while (p < end && !is_blank(*p) && *p != '>' && *p != '=') p++;
    const char *q = p;
    while (q < end && is_blank(*q)) q++;
    if (q == end || *q != '=') return p;
    for (q++; q < end && is_blank(*q);) q++;
    if (q < end && (*q == '"' || *q == '\'')) {
        const char *close = memchr(q + 1, *q, (size_t)(end - q - 1));
        return close ? close + 1 : end;
    }
    while (q < end && !is_blank(*q) && *q != '>') q++;
    return q;
}

/* From a tag's name to its ">" or the end; *from: where the attributes that are too many begin, or NULL. */
static const char *tag_end(const char *p, const char *end, const char **from)
{
    size_t n = 0;
    *from = NULL;
    while (p < end && *p != '>') {
        while (p < end && is_blank(*p)) p++;
        if (p == end || *p == '>') break;
        if (n++ == ATTRIBUTES_MOST) *from = p;
        const char *next = attribute_end(p, end);
        p = next > p ? next : p + 1;
    }
    return p;
}

/* Past what is no tag though it looks like one: a comment, or the inside of a script. NULL: it is a tag. */
static const char *pass_over(const char *p, const char *end)
{
    static const char *const raw[] = {"script", "style"};
    if (msdx_starts((msdx_str){p, (size_t)(end - p)}, "<!--")) {
        const char *close = msdx_find(p + 4, (size_t)(end - p - 4), "-->");
        return close ? close + 3 : end;
    }
    for (size_t i = 0; i < 2; i++) {
        size_t n = strlen(raw[i]);
        const char *from;
        if (!msdx_startsi((msdx_str){p + 1, (size_t)(end - p - 1)}, raw[i])) continue;
        if (p + 1 + n < end && !is_blank(p[1 + n]) && p[1 + n] != '>') continue;
        const char *inside = tag_end(p + 1 + n, end, &from);
        if (from) return NULL;
        const char *close = msdx_find(inside, (size_t)(end - inside), "</");
        return close ? close : end;
    }
    return NULL;
}

/* Gives a copy, to be freed, without the attributes that are too many; NULL: there are none, or no memory. */
static char *without_attributes(const char *p, size_t n)
{
    const char *end = p + n, *from;
    char *copy = NULL;
    for (const char *at = p; at < end && (at = memchr(at, '<', (size_t)(end - at)));) {
        const char *past = pass_over(at, end);
        bool tag = !past && at + 1 < end && ((at[1] | 0x20) >= 'a' && (at[1] | 0x20) <= 'z');
        if (!tag) {
            at = past ? past : at + 1;
            continue;
        }
        at = tag_end(at + 1, end, &from);
        if (!from) continue;
        if (!copy) {
            copy = msdx_malloc(n);
            if (!copy) return NULL;
            memcpy(copy, p, n);
        }
        memset(copy + (from - p), ' ', (size_t)(at - from));
    }
    return copy;
}

xmlDoc *msdx_html_tree(const char *p, size_t n)
{
    if (n == 0 || n > INT32_MAX) return NULL; /* p may be NULL with nothing in it */
    char *fewer = without_attributes(p, n);
    htmlParserCtxt *ctx = htmlCreateMemoryParserCtxt(fewer ? fewer : p, (int)n);
    if (!ctx) {
        msdx_free(fewer);
        return NULL;
    }
    htmlCtxtUseOptions(ctx, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                HTML_PARSE_COMPACT | HTML_PARSE_IGNORE_ENC);
    ctx->options |= XML_PARSE_HUGE; /* pages that leave tags open are deeper than 256 */
    xmlSwitchEncoding(ctx, XML_CHAR_ENCODING_UTF8);
    htmlParseDocument(ctx);
    xmlDoc *doc = ctx->myDoc;
    ctx->myDoc = NULL;
    htmlFreeParserCtxt(ctx);
    msdx_free(fewer);
    return doc;
}

bool msdx_has_markup(msdx_str s)
{
    for (size_t i = 0; i + 2 < s.n; i++) {
        char c = s.p[i + 1];
        bool letter = (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        if (s.p[i] == '<' && (letter || c == '/' || c == '!')) return true;
        if (s.p[i] == '&' && (letter || c == '#')) return true;
    }
    return false;
}

void msdx_put_fragment(msdx_buf *out, msdx_str html)
{
    if (!msdx_has_markup(html)) {
        msdx_buf_add(out, html.p, html.n);
        return;
    }
    xmlDoc *doc = msdx_html_tree(html.p, html.n);
    msdx_blocks b = {.out = out};
    if (doc) msdx_put_blocks(&b, xmlDocGetRootElement(doc));
    xmlFreeDoc(doc);
}

void msdx_put_url(msdx_buf *out, const char *link, const char *base)
{
    msdx_str s = msdx_str_trim(msdx_str_of(link));
    msdx_buf clean = MSDX_BUF_INIT(1 << 16);
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == ' ') msdx_buf_adds(&clean, "%20");
        if ((unsigned char)s.p[i] > ' ') msdx_buf_addc(&clean, s.p[i]);
    }
    bool absolute = msdx_find(clean.p, clean.n < 24 ? clean.n : 24, "://") != NULL;
    xmlChar *built = NULL;
    if (!absolute && base && *base && clean.n)
        built = xmlBuildURI((const xmlChar *)msdx_buf_cstr(&clean), (const xmlChar *)base);
    if (built)
        msdx_buf_adds(out, (const char *)built);
    else
        msdx_buf_add(out, clean.p, clean.n);
    xmlFree(built);
    msdx_buf_clear(&clean);
}
