/* xml_kinds.c: one frame for all that is XML. The root element says which kind it
 * is; then items are taken one by one, each expanded to a tree by itself, so that
 * a file may be of any size. */
#include "base/hash.h"
#include "read/formats/xml_impl.h"

enum family { FEED = 0, SITEMAP, NITF, NEWSML, NEWSML1, FACTIVA, N_FAMILY };

/* The elements of which each is an item; NULL ends a row. */
static const char *const item_name[N_FAMILY][9] = {
    {"item", "entry", NULL},
    {"url", NULL},
    {"nitf", NULL},
    {"newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem", "nitf", NULL},
    {"NewsItem", NULL},
    {"article", "ppsarticle", NULL}};

struct xml_frame {
    msdx_frame base;
    msdx_xml x;
    enum family family;
    bool known, ended; /* known: which family it is */
    msd_error strange; /* why it is none */
    size_t n_item;     /* items and refusals */
    uint64_t *seen;    /* hashes of the ids so far */
    size_t n_seen;
    msdx_feed_head head;
    msdx_made made;
};

static msd_status find_family(struct xml_frame *f, const xmlNode *root, msd_error *err)
{
    static const struct {
        const char *root;
        enum family family;
        msdx_read_kind kind;
    } known[] = {{"rss", FEED, MSDX_READ_FEED},
                 {"RDF", FEED, MSDX_READ_FEED},
                 {"feed", FEED, MSDX_READ_FEED},
                 {"channel", FEED, MSDX_READ_FEED},
                 {"entry", FEED, MSDX_READ_FEED},
                 {"urlset", SITEMAP, MSDX_READ_SITEMAP},
                 {"nitf", NITF, MSDX_READ_NITF},
                 {"newsMessage", NEWSML, MSDX_READ_NEWSML},
                 {"newsItem", NEWSML, MSDX_READ_NEWSML},
                 {"packageItem", NEWSML, MSDX_READ_NEWSML},
                 {"conceptItem", NEWSML, MSDX_READ_NEWSML},
                 {"knowledgeItem", NEWSML, MSDX_READ_NEWSML},
                 {"planningItem", NEWSML, MSDX_READ_NEWSML},
                 {"catalogItem", NEWSML, MSDX_READ_NEWSML},
                 {"contentSet", NEWSML, MSDX_READ_NEWSML},
                 {"contentMeta", NEWSML, MSDX_READ_NEWSML},
                 {"NewsML", NEWSML1, MSDX_READ_NEWSML},
                 {"PPSResponse", FACTIVA, MSDX_READ_FACTIVA},
                 {"ppsArticleResponse", FACTIVA, MSDX_READ_FACTIVA},
                 {"ppsarticle", FACTIVA, MSDX_READ_FACTIVA}};
    size_t line = msdx_xml_line(&f->x);
    const char *name = msdx_name(root);
    msdx_read_kind kind = f->base.o->kind;
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(name, known[i].root) != 0) continue;
        if (kind != MSDX_READ_ANY && kind != MSDX_READ_XML && kind != known[i].kind) break;
        f->family = known[i].family;
        return MSD_OK;
    }
    if (strcmp(name, "sitemapindex") == 0)
        return msdx_err(err, MSD_EUNSUPPORTED, line, "an index of sitemaps: it names other files and holds no item");
    const char *wanted = msdx_read_kind_name(kind);
    return msdx_err(err, MSD_EUNSUPPORTED, line, "XML with the root element <%.60s>, which is no %s", name,
                    wanted ? wanted : "kind of news that is known");
}

static bool is_item(const struct xml_frame *f, const xmlNode *n)
{
    for (const char *const *name = item_name[f->family]; *name; name++)
        if (msdx_is(n, *name)) return true;
    return false;
}

/* What a feed says of itself: these, in its channel. */
static bool is_head(const struct xml_frame *f, const xmlNode *n)
{
    static const char *const wanted[] = {"title", "link", "language", NULL};
    const xmlNode *up = n->parent;
    if (f->family != FEED || (!msdx_is(up, "channel") && !msdx_is(up, "feed"))) return false;
    for (const char *const *name = wanted; *name; name++)
        if (msdx_is(n, *name)) return true;
    return false;
}

/* In feeds whose ends are mixed up an item may stand inside another; elsewhere what stands in an item is part of it. */
static bool is_wanted(const xmlNode *n, void *ctx)
{
    struct xml_frame *f = ctx;
    if (!f->known) {
        const xmlNode *root = msdx_xml_root(&f->x);
        f->known = root != NULL;
        if (root && find_family(f, root, &f->strange) != MSD_OK) f->x.ended = true;
    }
    if (f->strange.code != MSD_OK) return false;
    if (!is_item(f, n)) return is_head(f, n);
    for (const xmlNode *up = n->parent; up && f->family != FEED; up = up->parent)
        if (up->type == XML_ELEMENT_NODE && is_item(f, up)) return false;
    return true;
}

static msd_status make(struct xml_frame *f, const xmlNode *n, msd_error *err)
{
    msdx_made *d = &f->made;
    const msdx_source_options *o = f->base.o;
    switch (f->family) {
    case FEED: return msdx_feed_item(n, &f->head, d, o, err);
    case SITEMAP: return msdx_sitemap_item(n, d, err);
    case NITF: return msdx_nitf_item(n, d, o, err);
    case NEWSML: return msdx_is(n, "nitf") ? msdx_nitf_item(n, d, o, err) : msdx_newsml_item(n, d, o, err);
    case NEWSML1: return msdx_newsml1_item(n, d, o, err);
    default: return msdx_factiva_item(n, d, err);
    }
}

/* Feeds do give two items one id; an id must name one document, so the later one gets its number behind it. */
static void part_ids(struct xml_frame *f)
{
    enum { SEEN_MOST = 1 << 16, STEP = 64 };
    msdx_buf *id = &f->made.field[MSDX_FIELD_ID];
    if (!id->n || f->n_seen >= SEEN_MOST) return;
    uint64_t hash = msdx_murmur64a(id->p, id->n, 1);
    for (size_t i = 0; i < f->n_seen; i++)
        if (f->seen[i] == hash) {
            msdx_buf_addf(id, "#%zu", f->n_item);
            return;
        }
    if (f->n_seen % STEP == 0) {
        uint64_t *more = msdx_realloc(f->seen, f->n_seen + STEP, sizeof *more);
        if (!more) return;
        f->seen = more;
    }
    f->seen[f->n_seen++] = hash;
}

static msd_status take_item(struct xml_frame *f, const xmlNode *n, msdx_record *rec, msd_error *err)
{
    f->n_item++;
    msdx_made_reset(&f->made);
    f->made.line = msdx_xml_line_of(&f->x, n);
    MSD_TRY(make(f, n, err));
    part_ids(f);
    return msdx_made_give(&f->made, rec, f->base.o, err);
}

static msd_status end(struct xml_frame *f, msd_error *err)
{
    const msd_error *why = f->strange.code != MSD_OK ? &f->strange : &f->x.broken;
    const xmlNode *root = msdx_xml_root(&f->x);
    f->ended = true;
    if (!f->known && root && find_family(f, root, &f->strange) != MSD_OK) why = &f->strange;
    if (why->code != MSD_OK) {
        if (err) *err = *why;
        return why->code;
    }
    if (f->n_item) return MSD_OK;
    return msdx_err(err, MSD_EFORMAT, msdx_xml_line(&f->x), root ? MSDX_NO_ITEM : "nothing in it");
}

static msd_status next_xml(msdx_frame *base, msdx_record *rec, msdx_member *member, msd_error *err)
{
    struct xml_frame *f = (struct xml_frame *)base;
    (void)member;
    while (!f->ended) {
        const xmlNode *n = msdx_xml_next(&f->x);
        if (!n) return end(f, err);
        if (is_item(f, n)) return take_item(f, n, rec, err);
        msdx_feed_head_take(&f->head, n->parent); /* xml:lang, xml:base */
        msdx_feed_head_take(&f->head, n);
    }
    return MSD_OK;
}

static void close_xml(msdx_frame *base)
{
    struct xml_frame *f = (struct xml_frame *)base;
    msdx_xml_close(&f->x);
    msdx_made_clear(&f->made);
    msdx_buf_clear(&f->head.title);
    msdx_buf_clear(&f->head.link);
    msdx_buf_clear(&f->head.self);
    msdx_buf_clear(&f->head.language);
    msdx_free(f->seen);
    msdx_free(f);
}

msd_status msdx_open_xml(msdx_frame **out, msdx_stream *in, const msdx_source_options *o, msd_error *err)
{
    const msdx_buf empty = MSDX_BUF_INIT(1 << 16);
    struct xml_frame *f = msdx_calloc(1, sizeof *f);
    *out = NULL;
    if (!f) {
        msdx_stream_close(in);
        return msdx_err_nomem(err);
    }
    f->base = (msdx_frame){next_xml, close_xml, o};
    f->head = (msdx_feed_head){empty, empty, empty, empty};
    msdx_made_init(&f->made, o->max_document);
    msd_status st = msdx_xml_open(&f->x, in, o->max_document, is_wanted, f, err);
    if (st != MSD_OK) {
        msdx_free(f);
        return st;
    }
    *out = &f->base;
    return MSD_OK;
}
