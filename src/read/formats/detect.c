/* detect.c: what an input is, by what it begins with. */
#include <strings.h>

#include "read/formats/formats_impl.h"

static bool has(msdx_str s, const char *what)
{
    return msdx_find(s.p, s.n, what) != NULL;
}

static bool named(const char *name, const char *ending)
{
    size_t n = strlen(name), m = strlen(ending);
    return n > m && strcasecmp(name + n - m, ending) == 0;
}

/* ---- marked-up ---- */

/* The name of the first element; after declarations, instructions, comments. */
static msdx_str first_element(msdx_str s)
{
    for (size_t i = 0; i + 1 < s.n; i++) {
        if (s.p[i] != '<') continue;
        msdx_str rest = {s.p + i, s.n - i};
        const char *end = NULL;
        if (msdx_starts(rest, "<!--"))
            end = msdx_find(rest.p, rest.n, "-->");
        else if (msdx_starts(rest, "<?"))
            end = msdx_find(rest.p, rest.n, "?>");
        else if (msdx_starts(rest, "<!"))
            end = memchr(rest.p, '>', rest.n);
        else {
            size_t n = 1;
            while (n < rest.n && !strchr(" \t\r\n/>", rest.p[n])) n++;
            return (msdx_str){rest.p + 1, n - 1};
        }
        if (!end) break;
        i = (size_t)(end - s.p);
    }
    return (msdx_str){"", 0};
}

static bool is_html_element(msdx_str name)
{
    static const char *const known[] = {"html", "head", "body", "title", "meta",   "div",  "p",     "span",    "a",
                                        "h1",   "h2",   "h3",   "table", "script", "link", "main",  "section", "br",
                                        "ul",   "b",    "i",    "img",   "style",  "form", "center"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (msdx_str_isi(name, known[i])) return true;
    return false;
}

/* Roots that are read though no <?xml stands before them. */
static bool is_root(msdx_str name)
{
    static const char *const known[] = {"rss",         "rdf:RDF",      "feed",        "channel",
                                        "urlset",      "sitemapindex", "nitf",        "newsItem",
                                        "newsMessage", "packageItem",  "conceptItem", "contentSet",
                                        "contentMeta", "NewsML",       "PPSResponse", "ppsArticleResponse"};
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (msdx_str_is(name, known[i])) return true;
    return false;
}

/* MSDX_READ_ANY: no markup after all, a text that begins with <. */
static msdx_read_kind marked_up(msdx_str s)
{
    msdx_str name = first_element(s);
    if (!is_html_element(name)) return msdx_starts(s, "<?xml") || is_root(name) ? MSDX_READ_XML : MSDX_READ_ANY;
    if (has(s, "LXNComment") || has(s, "<DOCFULL>") || has(s, " DOCUMENTS</")) return MSDX_READ_LEXISNEXIS;
    if (has(s, "<title>Factiva") || has(s, "<title>Dow Jones Factiva") || has(s, "articleParagraph"))
        return MSDX_READ_FACTIVA;
    return MSDX_READ_HTML;
}

/* ---- JSON ---- */

static msdx_read_kind json(msdx_str s)
{
    static const char *const ninjs[] = {"\"versioncreated\"", "\"body_xhtml\"",         "\"body_text\"",
                                        "\"pubstatus\"",      "\"representationtype\"", "\"body_html\"",
                                        "iptc.org/std/ninjs"};
    if (has(s, "jsonfeed.org/version/")) return MSDX_READ_FEED;
    if (has(s, "\"versionCreated\"") || has(s, "\"pubStatus\"")) return MSDX_READ_NINJS;
    for (size_t i = 0; i < sizeof ninjs / sizeof *ninjs; i++)
        if (has(s, ninjs[i])) return MSDX_READ_NINJS;
    return MSDX_READ_JSONL;
}

/* ---- exports as text ---- */

static size_t digits_at(msdx_str s, size_t i)
{
    size_t n = 0;
    while (i + n < s.n && s.p[i + n] >= '0' && s.p[i + n] <= '9') n++;
    return n;
}

bool msdx_is_lexis_count(msdx_str line)
{
    line = msdx_str_trim(line);
    size_t i = digits_at(line, 0), word = i + 1, n;
    if (i == 0 || word >= line.n || line.p[i] != ' ') return false;
    while (word < line.n && line.p[word] >= 'a' && line.p[word] <= 'z') word++;
    if (word < i + 3 || word > i + 5 || word + 1 >= line.n || line.p[word] != ' ') return false;
    n = digits_at(line, word + 1);
    msdx_str rest = {line.p + word + 1 + n, line.n - word - 1 - n};
    return n && (msdx_starts(rest, " DOC") || msdx_starts(rest, " DOK")) && rest.n < 14;
}

static msdx_read_kind exported(msdx_str s)
{
    bool length = false, load = false, end = false, count = false;
    bool hd = false, pd = false, wc = false, sn = false;
    while (s.p) {
        msdx_str line = msdx_str_trim(msdx_line(&s));
        count |= msdx_is_lexis_count(line);
        length |= msdx_startsi(line, "Length:");
        load |= msdx_startsi(line, "Load-Date:");
        end |= msdx_str_is(line, "End of Document");
        bool key = line.n == 2 || (line.n > 2 && (line.p[2] == ' ' || line.p[2] == '\t'));
        hd |= key && msdx_starts(line, "HD");
        pd |= key && msdx_starts(line, "PD");
        wc |= key && msdx_starts(line, "WC");
        sn |= key && msdx_starts(line, "SN");
    }
    if (count || (length && (load || end))) return MSDX_READ_LEXISNEXIS;
    return hd && pd && wc && sn ? MSDX_READ_FACTIVA : MSDX_READ_ANY;
}

/* ---- tables ---- */

int msdx_field_of(msdx_str name)
{
    static const struct {
        const char *name;
        int field;
    } known[] = {{"text", MSDX_N_FIELD},
                 {"event_text", MSDX_N_FIELD},
                 {"body", MSDX_N_FIELD},
                 {"content", MSDX_N_FIELD},
                 {"maintext", MSDX_N_FIELD},
                 {"article", MSDX_N_FIELD},
                 {"id", MSDX_FIELD_ID},
                 {"doc_id", MSDX_FIELD_ID},
                 {"story_id", MSDX_FIELD_ID},
                 {"uid", MSDX_FIELD_ID},
                 {"date", MSDX_FIELD_DATE},
                 {"pub_date", MSDX_FIELD_DATE},
                 {"pubdate", MSDX_FIELD_DATE},
                 {"date_publish", MSDX_FIELD_DATE},
                 {"publication_date", MSDX_FIELD_DATE},
                 {"published", MSDX_FIELD_DATE},
                 {"title", MSDX_FIELD_TITLE},
                 {"headline", MSDX_FIELD_TITLE},
                 {"url", MSDX_FIELD_URL},
                 {"link", MSDX_FIELD_URL},
                 {"publisher", MSDX_FIELD_PUBLISHER},
                 {"source_domain", MSDX_FIELD_PUBLISHER},
                 {"source", MSDX_FIELD_PUBLISHER},
                 {"publication", MSDX_FIELD_PUBLISHER},
                 {"language", MSDX_FIELD_LANGUAGE},
                 {"lang", MSDX_FIELD_LANGUAGE}};
    char word[32];
    name = msdx_str_trim(name);
    if (name.n == 0 || name.n >= sizeof word) return -1;
    for (size_t i = 0; i < name.n; i++) word[i] = name.p[i] == ' ' || name.p[i] == '-' ? '_' : name.p[i];
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (msdx_str_isi((msdx_str){word, name.n}, known[i].name)) return known[i].field;
    return -1;
}

/* A first line of names, of which one is the text's and another one known as well. */
static msdx_read_kind table(msdx_str s)
{
    msdx_str line = msdx_line(&s);
    if (!s.p || line.n > 4096) return MSDX_READ_ANY;
    const char part = memchr(line.p, '\t', line.n) ? '\t' : memchr(line.p, ';', line.n) ? ';' : ',';
    bool text = false;
    int n_known = 0;
    for (size_t i = 0; i <= line.n;) {
        const char *end = i < line.n ? memchr(line.p + i, part, line.n - i) : NULL;
        size_t n = end ? (size_t)(end - line.p) - i : line.n - i;
        msdx_str cell = msdx_str_trim((msdx_str){line.p + i, n});
        if (cell.n >= 2 && cell.p[0] == '"') cell = (msdx_str){cell.p + 1, cell.n - 2};
        int field = msdx_field_of(cell);
        text |= field == MSDX_N_FIELD;
        n_known += field >= 0;
        i += n + 1;
    }
    return !text || n_known < 2 ? MSDX_READ_ANY : part == '\t' ? MSDX_READ_TSV : MSDX_READ_CSV;
}

/* IPTC 7901 begins with SOH, or with what teleprinters began with. */
static bool is_wire(msdx_str s)
{
    bool begins =
        s.n && (s.p[0] == 1 || msdx_starts(s, "ZCZC") || (s.p[0] == 0x16 && memchr(s.p, 1, s.n < 16 ? s.n : 16)));
    return begins && (memchr(s.p, 2, s.n < 1024 ? s.n : 1024) || msdx_starts(s, "ZCZC"));
}

msdx_read_kind msdx_detect(const char *p, size_t n, const char *name)
{
    msdx_str s = {p, n};
    if (is_wire(s)) return MSDX_READ_WIRE;
    if (msdx_starts(s, "\xEF\xBB\xBF")) s = (msdx_str){p + 3, n - 3};
    while (s.n && (*s.p == ' ' || (*s.p >= '\t' && *s.p <= '\r'))) s.p++, s.n--;
    if (msdx_starts(s, "WARC/") || msdx_starts(s, "filedesc://")) return MSDX_READ_WARC;
    if (s.n >= 4 && (memcmp(p, "\xFF\xFE<\0", 4) == 0 || memcmp(p, "\xFE\xFF\0<", 4) == 0)) return MSDX_READ_XML;
    if (s.n && *s.p == '{') return json(s);
    if (s.n && *s.p == '[' && json(s) != MSDX_READ_JSONL) return json(s);
    if (s.n >= 2 && *s.p == '<' && !strchr(" \t=<", s.p[1]) && marked_up(s) != MSDX_READ_ANY) return marked_up(s);
    if (named(name, ".tsv") || named(name, ".tab")) return MSDX_READ_TSV;
    if (named(name, ".csv")) return MSDX_READ_CSV;
    if (named(name, ".html") || named(name, ".htm")) return MSDX_READ_HTML;
    msdx_read_kind kind = exported(s);
    if (kind == MSDX_READ_ANY) kind = table(s);
    return kind != MSDX_READ_ANY ? kind : msdx_reader_guess(s.p, s.n, name);
}
