/* para.c: paragraphs of a text, from how its lines stand.
 *
 * Blank lines always part paragraphs. What a single newline means is decided
 * once a text: wrapped prose fills its lines as far as the next word allows,
 * rarely ends them with a full stop, and goes on in lower case; lines that are
 * paragraphs (or rows of a table) do none of this. */
#include "read/read.h"

struct line {
    uint32_t start, end; /* bytes, without white space at either end */
    uint32_t n_cp;       /* length with its indent */
    uint32_t first_word; /* length of the first word in code points */
    uint32_t indent;
    bool blank, stop;   /* stop: ends like a sentence */
    bool lower, bullet; /* how it begins */
};

struct layout {
    const char *text;
    struct line *line;
    uint32_t n;
    uint32_t width; /* of wrapped lines */
};

const char *msdx_layout_name(msdx_layout layout)
{
    static const char *const name[] = {"one-line", "blank-line", "single-newline", "hard-wrapped"};
    return (size_t)layout < sizeof name / sizeof *name ? name[layout] : "?";
}

/* Bytes of white space at s[i..n): ASCII blanks and U+00A0; 0 for none. */
static uint32_t blank_at(const char *s, uint32_t i, uint32_t n)
{
    if (s[i] == ' ' || (s[i] >= '\t' && s[i] <= '\r')) return 1;
    return i + 1 < n && (unsigned char)s[i] == 0xC2 && (unsigned char)s[i + 1] == 0xA0 ? 2 : 0;
}

static bool ends_with(const char *s, uint32_t end, const char *tail)
{
    size_t n = strlen(tail);
    return end >= n && memcmp(s + end - n, tail, n) == 0;
}

/* Does s[0..end) end like a sentence, quotes and brackets after the stop aside? */
static bool sentence_end(const char *s, uint32_t start, uint32_t end)
{
    static const char *const closing[] = {"\"", "'", ")", "]", "\xE2\x80\x9D", "\xE2\x80\x99", "\xC2\xBB"};
    for (size_t i = 0; i < sizeof closing / sizeof *closing; i++)
        if (end - start > strlen(closing[i]) && ends_with(s, end, closing[i])) {
            end -= (uint32_t)strlen(closing[i]);
            i = (size_t)-1; /* again from the first */
        }
    if (end <= start) return false;
    return strchr(".!?:;", s[end - 1]) || ends_with(s, end, "\xE2\x80\xA6");
}

static void measure(const char *s, uint32_t start, uint32_t end, struct line *l)
{
    uint32_t i = start, step;
    while (i < end && (step = blank_at(s, i, end))) i += step;
    l->indent = (uint32_t)msdx_utf8_count(s + start, i - start);
    uint32_t stop = end;
    for (;;) {
        if (stop > i && blank_at(s, stop - 1, stop))
            stop--;
        else if (stop > i + 1 && blank_at(s, stop - 2, stop) == 2)
            stop -= 2;
        else
            break;
    }
    l->start = i;
    l->end = stop;
    l->blank = i >= stop;
    l->n_cp = l->indent + (uint32_t)msdx_utf8_count(s + i, stop - i);
    uint32_t w = i;
    while (w < stop && !blank_at(s, w, stop)) w++;
    l->first_word = (uint32_t)msdx_utf8_count(s + i, w - i);
    l->stop = !l->blank && sentence_end(s, i, stop);
    l->lower = !l->blank && s[i] >= 'a' && s[i] <= 'z';
    l->bullet = !l->blank &&
                ((strchr("-*+", s[i]) && l->first_word == 1) || (stop - i > 3 && !memcmp(s + i, "\xE2\x80\xA2", 3)));
}

static bool split(msdx_unit *u, struct layout *lay)
{
    uint32_t n = 1, k = 0, start = 0;
    for (uint32_t i = 0; i < u->n_byte; i++) n += u->text[i] == '\n';
    *lay = (struct layout){.text = u->text, .line = MSDX_NEW(u->arena, struct line, n), .n = n};
    if (!lay->line) return false;
    for (uint32_t i = 0; i <= u->n_byte; i++)
        if (i == u->n_byte || u->text[i] == '\n') {
            measure(u->text, start, i, &lay->line[k++]);
            start = i + 1;
        }
    return true;
}

/* Could the next line's first word not have stood on this line? `slack` in per cent of the width. */
static bool filled(const struct layout *lay, uint32_t i, uint32_t slack)
{
    const struct line *l = &lay->line[i];
    return (uint64_t)(l->n_cp + 1 + lay->line[i + 1].first_word) * 100 > (uint64_t)lay->width * (100 - slack);
}

static bool is_pair(const struct layout *lay, uint32_t i)
{
    return i + 1 < lay->n && !lay->line[i].blank && !lay->line[i + 1].blank;
}

enum { WIDTH_LEAST = 30, WIDTH_MOST = 200, WIDTH_FEW = 40 };

/* One or two newlines inside blocks: too few for a width, so every one must look like a wrap. */
static bool few_wrapped(const struct layout *lay)
{
    for (uint32_t i = 0; i < lay->n; i++) {
        if (!is_pair(lay, i)) continue;
        const struct line *l = &lay->line[i];
        if (l->stop || l->n_cp < WIDTH_FEW || l->n_cp > WIDTH_MOST || !lay->line[i + 1].lower || !filled(lay, i, 25))
            return false;
    }
    return true;
}

/* Have the lines with another beside them no lower case to go by? */
static bool is_in_capitals(const struct layout *lay)
{
    uint32_t n_lower = 0, n_upper = 0;
    for (uint32_t i = 0; i < lay->n; i++)
        for (uint32_t b = lay->line[i].start; (is_pair(lay, i) || (i && is_pair(lay, i - 1))) && b < lay->line[i].end;
             b++) {
            n_lower += lay->text[b] >= 'a' && lay->text[b] <= 'z';
            n_upper += lay->text[b] >= 'A' && lay->text[b] <= 'Z';
        }
    return n_upper > 4 * n_lower;
}

static bool is_wrapped(struct layout *lay, uint32_t n_pair)
{
    uint32_t n_filled = 0, n_stop = 0, n_lower = 0;
    lay->width = 0;
    for (uint32_t i = 0; i < lay->n; i++)
        if ((is_pair(lay, i) || (i > 0 && is_pair(lay, i - 1))) && lay->line[i].n_cp > lay->width)
            lay->width = lay->line[i].n_cp;
    if (lay->width < WIDTH_LEAST || lay->width > WIDTH_MOST) return false;
    if (n_pair < 3) return few_wrapped(lay);
    for (uint32_t i = 0; i < lay->n; i++) {
        if (!is_pair(lay, i)) continue;
        n_filled += filled(lay, i, 15);
        n_stop += lay->line[i].stop;
        n_lower += lay->line[i + 1].lower;
    }
    bool goes_on = is_in_capitals(lay) ? lay->width >= WIDTH_FEW : n_lower * 10 >= n_pair * 3;
    return n_filled * 10 >= n_pair * 6 && n_stop * 2 <= n_pair && goes_on;
}

/* In wrapped text: does line i go on in line i + 1? */
static bool joins(const struct layout *lay, uint32_t i)
{
    const struct line *l = &lay->line[i], *next = &lay->line[i + 1];
    if (next->bullet || next->indent >= l->indent + 2) return false;
    return filled(lay, i, 15) || (!l->stop && next->lower);
}

/* A short line without a stop at its end, before something else. */
static bool is_heading(const struct layout *lay, uint32_t first, uint32_t last)
{
    const struct line *l = &lay->line[first];
    return first == last && !l->stop && !l->bullet && l->n_cp <= 80 && last + 1 < lay->n;
}

/* The newline after line i, and the white space around it, become spaces. */
static void unwrap(char *parsed, const struct layout *lay, uint32_t i)
{
    for (uint32_t b = lay->line[i].end; b < lay->line[i + 1].start; b++)
        if (parsed[b] >= '\t' && parsed[b] <= '\r') parsed[b] = ' ';
}

static void fill(msdx_unit *u, const struct layout *lay, char *parsed)
{
    for (uint32_t i = 0; i < lay->n; i++) {
        if (lay->line[i].blank) continue;
        uint32_t first = i;
        while (parsed && is_pair(lay, i) && joins(lay, i)) unwrap(parsed, lay, i++);
        msdx_para *p = &u->para[u->n_para++];
        *p = (msdx_para){lay->line[first].start, lay->line[i].end, MSDX_PARA_TEXT};
        if (is_heading(lay, first, i)) p->kind = MSDX_PARA_HEADING;
    }
}

msdx_layout msdx_para_run(msdx_unit *u)
{
    struct layout lay;
    uint32_t n_pair = 0, n_text = 0;
    u->n_para = 0;
    u->parsed = u->text;
    if (!split(u, &lay)) return MSDX_LAYOUT_ONE_LINE;
    for (uint32_t i = 0; i < lay.n; i++) {
        n_text += !lay.line[i].blank;
        n_pair += is_pair(&lay, i);
    }
    msdx_layout layout = n_text <= 1 ? MSDX_LAYOUT_ONE_LINE : n_pair == 0 ? MSDX_LAYOUT_BLANK : MSDX_LAYOUT_LINES;
    char *parsed = NULL;
    if (layout == MSDX_LAYOUT_LINES && is_wrapped(&lay, n_pair)) {
        parsed = msdx_arena_strndup(u->arena, u->text, u->n_byte);
        if (!parsed) return layout;
        layout = MSDX_LAYOUT_WRAPPED;
        u->parsed = parsed;
    }
    u->para = MSDX_NEW(u->arena, msdx_para, n_text + 1); /* one to spare: msdx_para_cut */
    if (u->para) fill(u, &lay, parsed);
    return layout;
}

void msdx_para_cut(msdx_unit *u, uint32_t byte)
{
    uint32_t k = 0;
    while (k < u->n_para && u->para[k].end_byte <= byte) k++;
    if (k == u->n_para || u->para[k].start_byte >= byte) return;
    memmove(&u->para[k + 1], &u->para[k], (u->n_para - k) * sizeof *u->para);
    u->n_para++;
    u->para[k].end_byte = u->para[k + 1].start_byte = byte;
    u->para[k].kind = MSDX_PARA_HEADING;
}
