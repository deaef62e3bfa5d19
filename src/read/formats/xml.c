/* xml.c: XML pulled from a stream by libxml2's reader.
 *
 * No entity from outside is ever fetched (no DTD is loaded, no network used), and
 * entities are not put in place by libxml2 but by put_entity in tree.c: only
 * those of HTML and short plain ones, so that nothing can grow. libxml2's own
 * limits on depth, names and text stay on. Faults are read over where nothing is
 * lost (an ampersand that stands alone, an entity nobody declared). */
#include "read/formats/xml_impl.h"

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
    case XML_ERR_EXTRA_CONTENT:
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
    msdx_xml *x = ctx;
    if (!e || e->level < XML_ERR_ERROR || is_harmless(e->code) || x->broken.code != MSD_OK || x->over) return;
    int n = e->message ? (int)strcspn(e->message, "\n") : 0;
    msdx_err(&x->broken, MSD_EFORMAT, (e->line > 0 ? (size_t)e->line : 1) + x->n_line_before,
             "not well-formed XML: %.*s", n > 180 ? 180 : n, e->message ? e->message : "");
}

static size_t drop_blank(msdx_xml *x, char *p, size_t n)
{
    size_t i = 0;
    for (; i < n && (p[i] == ' ' || (p[i] >= '\t' && p[i] <= '\r')); i++) x->n_line_before += p[i] == '\n';
    memmove(p, p + i, n - i);
    return n - i;
}

static int on_read(void *ctx, char *to, int room)
{
    msdx_xml *x = ctx;
    size_t n = 0;
    if (x->most && x->n_byte >= x->most) {
        x->over = true;
        return -1;
    }
    msd_status st = x->in->read(x->in, to, (size_t)room, &n, &x->broken);
    if (st != MSD_OK) {
        x->broken.code = st;
        x->eof = true;
        return -1;
    }
    x->eof = n == 0;
    if (x->n_byte == 0) n = drop_blank(x, to, n); /* the declaration must come first */
    x->n_byte += n;
    return n || x->eof ? (int)n : on_read(ctx, to, room);
}

msd_status msdx_xml_open(msdx_xml *x, msdx_stream *in, msd_error *err)
{
    const int options = XML_PARSE_RECOVER | XML_PARSE_NONET | XML_PARSE_COMPACT | XML_PARSE_IGNORE_ENC;
    *x = (msdx_xml){0};
    MSD_TRY(msdx_stream_decode(&x->in, in, NULL, err));
    x->reader = xmlReaderForIO(on_read, NULL, x, NULL, "UTF-8", options);
    if (!x->reader) {
        msdx_stream_close(x->in);
        return msdx_err_nomem(err);
    }
    xmlTextReaderSetStructuredErrorHandler(x->reader, on_error, x);
    return MSD_OK;
}

void msdx_xml_close(msdx_xml *x)
{
    xmlFreeTextReader(x->reader);
    msdx_stream_close(x->in);
}

size_t msdx_xml_line(const msdx_xml *x)
{
    int line = xmlTextReaderGetParserLineNumber(x->reader);
    return (line > 0 ? (size_t)line : 1) + x->n_line_before;
}

xmlNode *msdx_xml_expand(msdx_xml *x, size_t max)
{
    enum { MARKUP = 4, SLACK = 1 << 16 }; /* tags and what was read ahead */
    x->most = x->n_byte + (uint64_t)max * MARKUP + SLACK;
    xmlNode *n = xmlTextReaderExpand(x->reader);
    x->most = 0;
    if (x->over && x->broken.code == MSD_OK)
        msdx_err(&x->broken, MSD_ETOOBIG, msdx_xml_line(x),
                 "an item over %zu bytes, the most that --max-document allows; what follows is not read", max);
    return x->over ? NULL : n;
}
