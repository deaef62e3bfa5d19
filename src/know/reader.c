/* reader.c: the form of every knowledge file (doc/knowledge-format.md): entries
 * at the left edge, indented fields below them, comments. */
#include "know/compile_impl.h"

enum { LINE_MAX_BYTE = 1 << 16 };

typedef struct reader {
    msdx_compile *c;
    uint32_t source, line;
    bool in_entry, skipping; /* skipping: the fields of an entry whose head was no good */
    msdx_entry entry;
} reader;

static bool is_gap(char ch)
{
    return ch == ' ' || ch == '\t';
}

/* A comment begins with '#' at the start of a line, or after a gap when a gap, another '#' or the end follows: "#MIL"
 * in a condition is a sector. */
static msdx_str without_comment(msdx_str line)
{
    msdx_str t = msdx_str_trim(line);
    if (t.n && t.p[0] == '#') return (msdx_str){line.p, 0};
    for (size_t i = 1; i < line.n; i++) {
        if (line.p[i] != '#' || !is_gap(line.p[i - 1])) continue;
        if (i + 1 == line.n || is_gap(line.p[i + 1]) || line.p[i + 1] == '#') return (msdx_str){line.p, i};
    }
    return line;
}

/* The first word of *rest; *rest becomes what follows, trimmed. */
static msdx_str take_word(msdx_str *rest)
{
    msdx_str word = {rest->p, 0};
    while (word.n < rest->n && !is_gap(rest->p[word.n])) word.n++;
    rest->p += word.n;
    rest->n -= word.n;
    *rest = msdx_str_trim(*rest);
    return word;
}

static bool is_id(msdx_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        bool ok = (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '-' ||
                  ch == '_' || ch == '.';
        if (!ok) return false;
    }
    return s.n > 0;
}

static void end_entry(reader *r)
{
    if (!r->in_entry) return;
    size_t n_field = r->c->field.n / sizeof(msdx_field);
    r->entry.n_field = (uint32_t)n_field - r->entry.field;
    if (!r->skipping) msdx_buf_add(&r->c->entry, &r->entry, sizeof r->entry);
    if (!r->skipping && r->entry.kind == MSDX_KIND_ACTORS) msdx_expand_actors(r->c, &r->entry);
    r->in_entry = false;
}

static void begin_entry(reader *r, msdx_str line)
{
    msdx_str rest = msdx_str_trim(line), kind = take_word(&rest), id = take_word(&rest);
    end_entry(r);
    r->entry = (msdx_entry){.id = id,
                            .kind = msdx_kind_of(kind),
                            .source = r->source,
                            .line = r->line,
                            .field = (uint32_t)(r->c->field.n / sizeof(msdx_field))};
    r->in_entry = r->skipping = true;
    if (r->entry.kind == MSDX_N_KIND)
        msdx_problem(
            r->c, r->source, r->line,
            "unknown kind '%.*s': an entry begins at the left edge with its kind (actor, actors, agent, places, "
            "frame, class, list, nothing, event, mode, context, sector, code); its fields are indented",
            MSDX_ARG(kind));
    else if (!id.n)
        msdx_problem(r->c, r->source, r->line, "'%.*s' without an id: write '%.*s ID'", MSDX_ARG(kind), MSDX_ARG(kind));
    else if (rest.n)
        msdx_problem(r->c, r->source, r->line, "'%.*s' after the id '%.*s': an id is one word", MSDX_ARG(rest),
                     MSDX_ARG(id));
    else if (!is_id(id))
        msdx_problem(r->c, r->source, r->line, "id '%.*s' may hold only letters, digits, '-', '_' and '.'",
                     MSDX_ARG(id));
    else
        r->skipping = false;
}

static void add_field(reader *r, msdx_str line)
{
    msdx_str rest = msdx_str_trim(line), key = take_word(&rest);
    if (!r->in_entry) {
        msdx_problem(r->c, r->source, r->line, "field '%.*s' before any entry", MSDX_ARG(key));
        return;
    }
    msdx_field f = {.key = key, .raw = rest, .line = r->line};
    msdx_buf_add(&r->c->field, &f, sizeof f);
}

static void read_line(reader *r, msdx_str line)
{
    if (line.n && line.p[line.n - 1] == '\r') line.n--;
    if (line.n > LINE_MAX_BYTE) {
        msdx_problem(r->c, r->source, r->line, "a line of %zu bytes; the most is %d", line.n, LINE_MAX_BYTE);
        return;
    }
    line = without_comment(line);
    if (!msdx_str_trim(line).n) return;
    if (is_gap(line.p[0]))
        add_field(r, line);
    else
        begin_entry(r, line);
}

static uint32_t line_of(msdx_str text, size_t at)
{
    uint32_t line = 1;
    for (size_t i = 0; i < at; i++) line += text.p[i] == '\n';
    return line;
}

static void read_source(msdx_compile *c, uint32_t source)
{
    msdx_str text = msdx_sources(c)[source].text;
    size_t bad = msdx_utf8_check(text.p, text.n);
    const char *nul = text.n ? memchr(text.p, 0, text.n) : NULL;
    if (nul && (size_t)(nul - text.p) < bad) bad = (size_t)(nul - text.p);
    if (bad < text.n) {
        msdx_problem(c, source, line_of(text, bad), "not UTF-8 text (byte %zu of the file)", bad);
        return;
    }
    if (text.n >= 3 && memcmp(text.p, "\xEF\xBB\xBF", 3) == 0) text.p += 3, text.n -= 3;
    reader r = {.c = c, .source = source};
    while (text.n) {
        const char *end = memchr(text.p, '\n', text.n);
        msdx_str line = {text.p, end ? (size_t)(end - text.p) : text.n};
        size_t used = line.n + (end ? 1 : 0);
        text.p += used;
        text.n -= used;
        r.line++;
        read_line(&r, line);
    }
    end_entry(&r);
}

void msdx_compile_read(msdx_compile *c)
{
    size_t n = c->source.n / sizeof(msdx_source);
    for (size_t i = 0; i < n; i++) read_source(c, (uint32_t)i);
}

bool msdx_piece_next(msdx_str *rest, char stop, msdx_str *piece)
{
    if (!rest->p) return false;
    const char *end = rest->n ? memchr(rest->p, stop, rest->n) : NULL;
    size_t n = end ? (size_t)(end - rest->p) : rest->n;
    *piece = msdx_str_trim((msdx_str){rest->p, n});
    if (end)
        *rest = (msdx_str){end + 1, rest->n - n - 1};
    else
        *rest = (msdx_str){NULL, 0};
    return true;
}

const msdx_field *msdx_field_next(const msdx_compile *c, const msdx_entry *e, const msdx_field *prev, const char *key)
{
    const msdx_field *f = msdx_fields(c) + e->field, *end = f + e->n_field;
    if (prev) f = prev + 1;
    for (; f < end; f++)
        if (msdx_str_is(f->key, key)) return f;
    return NULL;
}

msdx_str msdx_field_value(const msdx_compile *c, const msdx_entry *e, const char *key)
{
    const msdx_field *f = msdx_field_next(c, e, NULL, key);
    return f && f->raw.n ? f->raw : (msdx_str){NULL, 0};
}

uint32_t msdx_field_line(const msdx_compile *c, const msdx_entry *e, const char *key)
{
    const msdx_field *f = msdx_field_next(c, e, NULL, key);
    return f ? f->line : e->line;
}
