/* html_impl.h: the three steps by which a page becomes a document. */
#ifndef MSDX_HTML_IMPL_H
#define MSDX_HTML_IMPL_H
#include "read/formats/xml_impl.h"

/* html_meta.c: title, date, publisher, language and address from what the page says of itself. articleBody of its
 * JSON-LD, when there is one, goes into body as plain text. */
void msdx_html_meta(const xmlNode *root, msdx_made *d, msdx_buf *body);

/* html_main.c: the article's text, without what stands around it. */
void msdx_html_main(const xmlNode *root, const msdx_buf *title, const msdx_buf *ld_body, msdx_buf *out);

/* html_class.c: what class, id and role say of an element. */
typedef enum msdx_html_role {
    MSDX_HTML_PLAIN = 0,
    MSDX_HTML_BODY,  /* named as the body of an article */
    MSDX_HTML_ASIDE, /* named as something else */
    MSDX_HTML_HIDDEN /* not shown at all, or never text */
} msdx_html_role;
msdx_html_role msdx_html_role_of(const xmlNode *n);
#endif
