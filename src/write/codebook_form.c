/* codebook_form.c: the codebook's two forms. Markdown is escaped for GitHub's
 * kind of it; HTML is one page with its style inside, no script and nothing
 * fetched, with rules for paper. */
#include "write/codebook.h"
#include "write/json.h"

static const char style[] =
    ":root{color-scheme:light dark}\n"
    "body{max-width:44rem;margin:2rem auto;padding:0 1.2rem;font:1.0625rem/1.5 'Source Serif 4','Noto Serif',Charter,"
    "Georgia,'DejaVu Serif',serif;text-rendering:optimizeLegibility;font-variant-numeric:oldstyle-nums;"
    "hyphens:auto;overflow-wrap:break-word}\n"
    "h1,h2,h3,h4{line-height:1.2;hyphens:manual;font-weight:600}\n"
    "h1{font-size:2rem;margin:0 0 1rem}\n"
    "h2{font-size:1.45rem;margin:2.6rem 0 .8rem;padding-bottom:.25rem;border-bottom:1px solid}\n"
    "h3{font-size:1.15rem;margin:2rem 0 .4rem}\n"
    "h4{font-size:1rem;margin:1.2rem 0 .2rem}\n"
    "p{margin:.35rem 0}\n"
    "ul{margin:.35rem 0 .6rem;padding-left:1.2rem}\n"
    "li{margin:.15rem 0}\n"
    "code{font:.86em/1.4 'DejaVu Sans Mono',Consolas,Menlo,monospace;font-variant-numeric:lining-nums;hyphens:none}\n"
    "b.l{font-weight:400;font-style:italic}\n"
    "q{quotes:'\\201C' '\\201D'}\n"
    "a{color:inherit;text-decoration-color:gray;text-underline-offset:.15em}\n"
    "table{table-layout:fixed;border-collapse:collapse;width:100%;margin:.8rem 0;font-size:.9rem;line-height:1.35;"
    "font-variant-numeric:lining-nums tabular-nums}\n"
    "th{text-align:left;font-weight:600;border-bottom:1px solid}\n"
    "th,td{padding:.25rem .6rem .25rem 0;vertical-align:top}\n"
    "th:first-child{width:8%}th:nth-child(2){width:26%}th:nth-child(3){width:11%}th:nth-child(4){width:23%}\n"
    "tr+tr td{border-top:1px solid rgba(128,128,128,.3)}\n"
    "th{overflow-wrap:normal;hyphens:none}\n"
    "@media screen and (max-width:40rem){table{table-layout:auto;font-size:.8rem}th,td{padding-right:.4rem}}\n"
    "@page{size:A4;margin:22mm 20mm;@bottom-center{content:counter(page);font:9pt Georgia,serif}}\n"
    "@media print{:root{color-scheme:light}body{max-width:none;margin:0;padding:0;font-size:10pt;line-height:1.4}"
    "h1{font-size:20pt}h2{font-size:14pt}#events,#cameo{break-before:page;margin-top:0}h3{font-size:11.5pt}"
    "h4{font-size:10pt}h2,h3,h4,h3+p,h4+p{break-after:avoid}li,tr,h4+p{break-inside:avoid}p{orphans:3;widows:3}"
    "thead{display:table-header-group}table{font-size:8.5pt}a{text-decoration:none}}\n";

void msdx_book_begin(msdx_book *b, const char *title)
{
    if (!b->html) return;
    msdx_buf_addf(
        b->buf,
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>%s</title>\n<style>\n",
        title);
    msdx_buf_adds(b->buf, style);
    msdx_buf_adds(b->buf, "</style>\n</head>\n<body>\n");
}

void msdx_book_end(msdx_book *b)
{
    if (b->html) msdx_buf_adds(b->buf, "</body>\n</html>\n");
}

/* ---- text ---- */

static bool opens_quote(msdx_str s, size_t i)
{
    return i == 0 || s.p[i - 1] == ' ' || s.p[i - 1] == '(' || s.p[i - 1] == '-';
}

static void html_char(msdx_buf *buf, msdx_str s, size_t i)
{
    switch (s.p[i]) {
    case '<': msdx_buf_adds(buf, "&lt;"); break;
    case '>': msdx_buf_adds(buf, "&gt;"); break;
    case '&': msdx_buf_adds(buf, "&amp;"); break;
    case '"': msdx_buf_adds(buf, opens_quote(s, i) ? "\xE2\x80\x9C" : "\xE2\x80\x9D"); break;
    case '\'': msdx_buf_adds(buf, opens_quote(s, i) ? "\xE2\x80\x98" : "\xE2\x80\x99"); break;
    default: msdx_buf_addc(buf, s.p[i]);
    }
}

void msdx_book_textn(msdx_book *b, msdx_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        if (b->html) {
            html_char(b->buf, s, i);
            continue;
        }
        if (strchr("\\`*_[]<>|", s.p[i])) msdx_buf_addc(b->buf, '\\');
        msdx_buf_addc(b->buf, s.p[i]);
    }
}

void msdx_book_text(msdx_book *b, const char *text)
{
    msdx_book_textn(b, msdx_str_of(text));
}

void msdx_book_code(msdx_book *b, const char *text)
{
    msdx_buf_adds(b->buf, b->html ? "<code>" : "`");
    if (b->html)
        msdx_book_text(b, text);
    else
        msdx_buf_adds(b->buf, text);
    msdx_buf_adds(b->buf, b->html ? "</code>" : "`");
}

void msdx_book_strong(msdx_book *b, const char *text)
{
    msdx_buf_adds(b->buf, b->html ? "<b>" : "**");
    msdx_book_text(b, text);
    msdx_buf_adds(b->buf, b->html ? "</b>" : "**");
}

void msdx_book_label(msdx_book *b, const char *text)
{
    msdx_buf_adds(b->buf, b->html ? "<b class=\"l\">" : "*");
    msdx_book_text(b, text);
    msdx_buf_adds(b->buf, b->html ? ":</b> " : ":* ");
}

void msdx_book_quote(msdx_book *b, const char *text)
{
    msdx_buf_adds(b->buf, b->html ? "<q>" : "\xE2\x80\x9C");
    msdx_book_text(b, text);
    msdx_buf_adds(b->buf, b->html ? "</q>" : "\xE2\x80\x9D");
}

void msdx_book_link(msdx_book *b, const char *anchor, const char *text)
{
    if (b->html) {
        msdx_buf_addf(b->buf, "<a href=\"#%s\">", anchor);
        msdx_book_text(b, text);
        msdx_buf_adds(b->buf, "</a>");
        return;
    }
    msdx_buf_addc(b->buf, '[');
    msdx_book_text(b, text);
    msdx_buf_addf(b->buf, "](#%s)", anchor);
}

void msdx_book_number(msdx_book *b, double v)
{
    if (b->html && v < 0) {
        msdx_buf_adds(b->buf, "\xE2\x88\x92"); /* a minus, not a hyphen */
        v = -v;
    }
    msdx_num_add(b->buf, v);
}

/* ---- blocks ---- */

void msdx_book_heading(msdx_book *b, int level, const char *anchor, const char *text)
{
    if (b->html) {
        msdx_buf_addf(b->buf, "<h%d", level);
        if (anchor) msdx_buf_addf(b->buf, " id=\"%s\"", anchor);
        msdx_buf_adds(b->buf, ">");
        msdx_book_text(b, text);
        msdx_buf_addf(b->buf, "</h%d>\n", level);
        return;
    }
    if (anchor && level > 1) msdx_buf_addf(b->buf, "<a id=\"%s\"></a>\n\n", anchor);
    for (int i = 0; i < level; i++) msdx_buf_addc(b->buf, '#');
    msdx_buf_addc(b->buf, ' ');
    msdx_book_text(b, text);
    msdx_buf_adds(b->buf, "\n\n");
}

static const struct {
    char what;
    const char *html_open, *html_close, *md_open, *md_close;
} blocks[] = {{'p', "<p>", "</p>\n", "", "\n\n"},
              {'u', "<ul>\n", "</ul>\n", "", "\n"},
              {'i', "<li>", "</li>\n", "- ", "\n"},
              {'t', "<table>\n", "</tbody>\n</table>\n", "", "\n"},
              {'r', "<tr>", "</td></tr>\n", "", " |\n"}};

static size_t block_of(char what)
{
    size_t i = 0;
    while (i + 1 < sizeof blocks / sizeof *blocks && blocks[i].what != what) i++;
    return i;
}

void msdx_book_open(msdx_book *b, char what)
{
    size_t i = block_of(what);
    msdx_buf_adds(b->buf, b->html ? blocks[i].html_open : blocks[i].md_open);
    b->n_cell = 0;
}

void msdx_book_close(msdx_book *b, char what)
{
    size_t i = block_of(what);
    msdx_buf_adds(b->buf, b->html ? blocks[i].html_close : blocks[i].md_close);
}

void msdx_book_head(msdx_book *b, const char *const *cell, uint32_t n)
{
    if (b->html) msdx_buf_adds(b->buf, "<thead><tr>");
    for (uint32_t i = 0; i < n; i++) msdx_buf_addf(b->buf, b->html ? "<th>%s</th>" : "| %s ", cell[i]);
    msdx_buf_adds(b->buf, b->html ? "</tr></thead>\n<tbody>\n" : "|\n");
    for (uint32_t i = 0; i < n && !b->html; i++) msdx_buf_adds(b->buf, "|---");
    if (!b->html) msdx_buf_adds(b->buf, "|\n");
}

void msdx_book_cell(msdx_book *b)
{
    if (b->html)
        msdx_buf_adds(b->buf, b->n_cell ? "</td><td>" : "<td>");
    else
        msdx_buf_adds(b->buf, b->n_cell ? " | " : "| ");
    b->n_cell++;
}
