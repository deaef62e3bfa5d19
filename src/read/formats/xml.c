/* xml.c: XML element by element from a stream, by libxml2's push parser.
 *
 * Its tree is kept small: an element that is wanted is given once its end has been
 * read, and what stands before it is freed. No entity from outside is ever fetched
 * (no DTD is loaded, no network used), and entities are not put in place by libxml2
 * but by put_entity in tree.c, and only short plain ones, so that nothing can grow. libxml2's own limits on depth, names and text stay on. Faults are
 * read over where nothing is lost. */
#include "read/formats/xml_impl.h"

/* TAG_MOST: libxml2 compares each attribute of an element with all before it. */
enum { CHUNK = 8 * 1024, MARKUP = 4, SLACK = 1 << 16, TAG_MOST = 1 << 16 };

static bool is_harmless(int code)
{
    switch (code) {
    case XML_ERR_UNDECLARED_ENTITY:
    case XML_WAR_UNDECLARED_ENTITY:
    case XML_ERR_ENTITYREF_SEMICOL_MISSING:
    case XML_ERR_NAME_REQUIRED:
    case XML_ERR_INVALID_CHARREF:
    case XML_ERR_INVALID_CHAR:
    case XML_ERR_RESERVED_XML_NAME:
    case XML_ERR_UNKNOWN_ENCODING:
    case XML_ERR_UNSUPPORTED_ENCODING:
    case XML_ERR_NS_DECL_ERROR:
    case XML_NS_ERR_UNDEFINED_NAMESPACE:
    case XML_NS_ERR_QNAME:
    case XML_NS_ERR_XML_NAMESPACE:
    case XML_WAR_NS_URI:
    case XML_WAR_NS_URI_RELATIVE: return true;
    default: return false;
    }
}

static void on_error(void *ctx, xmlErrorPtr e)
{
    const xmlParserCtxt *ctxt = ctx;
    msdx_xml *x = ctxt->_private;
    if (!e || e->level < XML_ERR_ERROR || is_harmless(e->code) || x->broken.code != MSD_OK) return;
    const char *message = e->message ? e->message : "";
    int n = (int)strcspn(message, "\n");
    bool cut = e->code == XML_ERR_DOCUMENT_END || e->code == XML_ERR_TAG_NOT_FINISHED;
    msdx_err(&x->broken, MSD_EFORMAT, (e->line > 0 ? (size_t)e->line : 1) + x->n_line_before,
             cut ? "broken off: the XML ends before its elements do" : "not well-formed XML: %.*s", n > 180 ? 180 : n,
             message);
}

/* ---- what the parser calls ---- */

static void on_end(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri)
{
    const xmlParserCtxt *ctxt = ctx;
    msdx_xml *x = ctxt->_private;
    xmlNode *n = ctxt->node;
    xmlSAX2EndElementNs(ctx, name, prefix, uri);
    if (!n || !x->wanted(n, x->ctx)) return;
    if (x->n_done == x->room) {
        size_t room = x->room ? x->room * 2 : 64;
        xmlNode **more = msdx_realloc(x->done, room, sizeof(xmlNode *));
        if (!more) {
            msdx_err_nomem(&x->broken);
            return;
        }
        x->done = more;
        x->room = room;
    }
    x->done[x->n_done++] = n;
    x->n_since = 0;
}

/* ---- feeding it ---- */

/* The declaration must come first. */
static size_t drop_blank(msdx_xml *x, char *p, size_t n)
{
    size_t i = 0;
    for (; i < n && (p[i] == ' ' || (p[i] >= '\t' && p[i] <= '\r')); i++) x->n_line_before += p[i] == '\n';
    memmove(p, p + i, n - i);
    return n - i;
}

/* The parser waits for the end of a tag before it looks into it: so one that is too large is never looked into. */
static void give_up_on_tag(msdx_xml *x)
{
    const xmlParserInput *in = x->ctxt->input;
    bool waits = x->ctxt->instate == XML_PARSER_START_TAG || x->ctxt->instate == XML_PARSER_START;
    if (x->ended || !in || !waits || in->end - in->cur <= TAG_MOST) return;
    x->ended = true;
    if (x->broken.code == MSD_OK)
        msdx_err(&x->broken, MSD_ETOOBIG, msdx_xml_line(x), "a tag over %d bytes; what follows is not read",
                 (int)TAG_MOST);
}

static void feed(msdx_xml *x)
{
    char chunk[CHUNK];
    size_t n = 0;
    msd_error err = {0};
    msd_status st = x->in->read(x->in, chunk, CHUNK, &n, &err);
    if (st != MSD_OK && x->broken.code == MSD_OK) {
        x->broken = err;
        x->broken.code = st;
        x->broken.pos = msdx_xml_line(x);
    }
    x->ended = st != MSD_OK || n == 0;
    if (!x->begun) n = drop_blank(x, chunk, n);
    x->begun |= n > 0;
    x->n_since += n;
    if (n || x->begun) xmlParseChunk(x->ctxt, chunk, (int)n, x->ended);
    if (x->ctxt->disableSAX) x->ended = true; /* it has given up */
    give_up_on_tag(x);
    if (x->n_since <= (uint64_t)x->max * MARKUP + SLACK) return;
    x->ended = true;
    if (x->broken.code == MSD_OK)
        msdx_err(&x->broken, MSD_ETOOBIG, msdx_xml_line(x),
                 "an item over %zu bytes, the most that --max-document allows; what follows is not read", x->max);
}

/* What is done with n: all it holds and what stands before it, unless that belongs to another that is wanted and
 * still open. n itself stays, since the parser may look at the last child of an element that is open. */
static void forget(const msdx_xml *x, xmlNode *n)
{
    xmlFreeNodeList(n->children);
    n->children = n->last = NULL;
    for (const xmlNode *up = n->parent; up; up = up->parent)
        if (up->type == XML_ELEMENT_NODE && x->wanted(up, x->ctx)) return;
    for (xmlNode *before = n->prev; before; before = n->prev) {
        xmlUnlinkNode(before);
        xmlFreeNode(before);
    }
}

xmlNode *msdx_xml_next(msdx_xml *x)
{
    if (x->taken) forget(x, x->taken);
    x->taken = NULL;
    while (x->at == x->n_done) {
        if (x->ended) return NULL;
        x->at = x->n_done = 0;
        feed(x);
    }
    x->taken = x->done[x->at++];
    return x->taken;
}

const xmlNode *msdx_xml_root(const msdx_xml *x)
{
    return x->ctxt->myDoc ? xmlDocGetRootElement(x->ctxt->myDoc) : NULL;
}

size_t msdx_xml_line(const msdx_xml *x)
{
    int line = x->ctxt->input ? x->ctxt->input->line : 0;
    return (line > 0 ? (size_t)line : 1) + x->n_line_before;
}

size_t msdx_xml_line_of(const msdx_xml *x, const xmlNode *n)
{
    long line = xmlGetLineNo(n);
    return (line > 0 ? (size_t)line : 1) + x->n_line_before;
}

/* ---- opening ---- */

msd_status msdx_xml_open(msdx_xml *x, msdx_stream *in, size_t max, msdx_xml_wanted wanted, void *ctx, msd_error *err)
{
    const int options =
        XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC | XML_PARSE_BIG_LINES;
    *x = (msdx_xml){.max = max, .wanted = wanted, .ctx = ctx};
    MSD_TRY(msdx_stream_decode(&x->in, in, NULL, err));
    MSD_TRY(msdx_stream_refs(&x->in, x->in, err));
    x->ctxt = xmlCreatePushParserCtxt(NULL, NULL, NULL, 0, NULL);
    if (!x->ctxt) {
        msdx_stream_close(x->in);
        return msdx_err_nomem(err);
    }
    xmlCtxtUseOptions(x->ctxt, options);
    x->ctxt->_private = x;
    x->ctxt->sax->endElementNs = on_end;
    x->ctxt->sax->serror = on_error;
    return MSD_OK;
}

void msdx_xml_close(msdx_xml *x)
{
    xmlFreeDoc(x->ctxt->myDoc);
    x->ctxt->myDoc = NULL;
    xmlFreeParserCtxt(x->ctxt);
    msdx_stream_close(x->in);
    msdx_free(x->done);
}
