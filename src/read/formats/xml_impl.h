/* xml_impl.h: XML read item by item, and what is done with trees of elements, of XML and of HTML. */
#ifndef MSDX_XML_IMPL_H
#define MSDX_XML_IMPL_H
#include "read/formats/formats_impl.h"
#include "read/formats/late_xml.h"

typedef bool (*msdx_xml_wanted)(const xmlNode *n, void *ctx);

/* An XML file, pulled. It is read whatever is wrong with it, as far as that goes; what is lost is told at the end. */
typedef struct msdx_xml {
    xmlParserCtxt *ctxt;
    msdx_stream *in;
    msdx_xml_wanted wanted;
    void *ctx;
    size_t max;       /* bytes of an element, roughly */
    msd_error broken; /* the first fault that loses something, or what the stream failed with; code MSD_OK: none */
    xmlNode **done;   /* wanted, read to their ends, and not given yet: from at on */
    size_t n_done, at, room;
    xmlNode *taken;       /* what was given last */
    uint64_t n_since;     /* bytes read since the last end of a wanted element */
    size_t n_line_before; /* blank lines before the declaration */
    bool begun, ended;
} msdx_xml;

/* x stays where it is. wanted is asked at each element's end, when all it holds is there. Takes in. */
MSD_MUST_CHECK msd_status msdx_xml_open(msdx_xml *x, msdx_stream *in, size_t max, msdx_xml_wanted wanted, void *ctx,
                                        msd_error *err);
void msdx_xml_close(msdx_xml *x);
/* The next element that is wanted, with all it holds, until the next call; NULL at the end (x->broken says why). */
xmlNode *msdx_xml_next(msdx_xml *x);
const xmlNode *msdx_xml_root(const msdx_xml *x); /* as far as it is read; NULL: nothing yet */
size_t msdx_xml_line(const msdx_xml *x);         /* where the reading is */
size_t msdx_xml_line_of(const msdx_xml *x, const xmlNode *n);

/* References as XML has them. Takes in. */
MSD_MUST_CHECK msd_status msdx_stream_refs(msdx_stream **out, msdx_stream *in, msd_error *err);

/* ---- trees ---- */

static inline const char *msdx_name(const xmlNode *n)
{
    return (const char *)n->name;
}
static inline bool msdx_is(const xmlNode *n, const char *name)
{
    return n && n->type == XML_ELEMENT_NODE && strcmp(msdx_name(n), name) == 0;
}
const char *msdx_ns(const xmlNode *n); /* "" for none */
/* The next in document order inside top, NULL at the end. */
xmlNode *msdx_next_in(const xmlNode *top, xmlNode *n);
xmlNode *msdx_after_in(const xmlNode *top, xmlNode *n);     /* the same, passing over what n holds */
xmlNode *msdx_el(const xmlNode *n, const char *name);       /* the first child element called so, in any namespace */
xmlNode *msdx_el_below(const xmlNode *n, const char *name); /* the first at any depth */
/* An attribute's value by its name in any namespace: borrowed, "" when it has none that is plain, NULL: not there. */
const char *msdx_attr(const xmlNode *n, const char *name);
void msdx_put_text(msdx_buf *out, const xmlNode *n); /* all text in it, as it stands */
/* Set a field from an element's text; NULL is fine. */
void msdx_made_node(msdx_made *d, int field, const xmlNode *n);

/* ---- text in blocks ---- */

typedef struct msdx_blocks {
    msdx_buf *out;
    int gap;         /* what goes before the next word: 0 nothing, 1 a space, 2 a new line, 3 a blank line */
    bool keep_media; /* captions and the like as well */
    bool (*skip)(const xmlNode *n, void *ctx); /* elements to leave out; may be NULL */
    void *ctx;
} msdx_blocks;

/* The text of an element: paragraphs parted by blank lines, lines by <br>. */
void msdx_put_blocks(msdx_blocks *b, const xmlNode *n);
/* The same of a piece of HTML, in UTF-8, such as feeds hold. */
void msdx_put_fragment(msdx_buf *out, msdx_str html);
/* HTML in small pieces is parsed only when it has tags or entities. */
bool msdx_has_markup(msdx_str s);
/* UTF-8 into a tree, or NULL. xmlFreeDoc. */
xmlDoc *msdx_html_tree(const char *p, size_t n);
bool msdx_is_block(const xmlNode *n);
bool msdx_is_heading(const xmlNode *n);

/* `link` against `base`, absolute if that can be, into out. */
void msdx_put_url(msdx_buf *out, const char *link, const char *base);

/* ---- kinds of XML, each its own file ---- */

typedef struct msdx_feed_head {
    msdx_buf title, link, self, language;
} msdx_feed_head;

/* Each makes d of an item. MSD_OK; or the item's refusal. */
MSD_MUST_CHECK msd_status msdx_feed_item(const xmlNode *item, const msdx_feed_head *head, msdx_made *d,
                                         const msdx_source_options *o, msd_error *err);
void msdx_feed_head_take(msdx_feed_head *head, const xmlNode *n);
MSD_MUST_CHECK msd_status msdx_sitemap_item(const xmlNode *url, msdx_made *d, msd_error *err);
MSD_MUST_CHECK msd_status msdx_nitf_item(const xmlNode *nitf, msdx_made *d, const msdx_source_options *o,
                                         msd_error *err);
MSD_MUST_CHECK msd_status msdx_newsml_item(const xmlNode *item, msdx_made *d, const msdx_source_options *o,
                                           msd_error *err);
MSD_MUST_CHECK msd_status msdx_newsml1_item(const xmlNode *item, msdx_made *d, const msdx_source_options *o,
                                            msd_error *err);
MSD_MUST_CHECK msd_status msdx_factiva_item(const xmlNode *article, msdx_made *d, msd_error *err);
/* The parts of a NITF body into fields that are still empty. */
void msdx_nitf_parts(const xmlNode *nitf, msdx_made *d);
#endif
