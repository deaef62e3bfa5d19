/* codebook.c: what the codebook says. Definitions and what a word is not come
 * from the ontology; examples are those that prove the frames and classes. Of
 * the examples that show a word the first plain ones are taken, in the order of
 * the files and of several rules: those seldom change when files grow. */
#include "write/codebook.h"

#include <stdio.h>

#include "know/expect.h"

enum { SHORTEST = 20, LONGEST = 110, CITED_MAX = 4 }; /* bytes of an example's text */

/* One expectation of one example. */
typedef struct case_ {
    const msdx_example *x;
    const msdx_frame *frame; /* NULL where a class stands behind it */
    msdx_expect expect;
} case_;

typedef struct writer {
    msdx_book book;
    const msdx_know *know;
    msdx_arena arena;
    case_ *item;
    size_t n_item;
} writer;

static const char *const quad_name[][2] = {{"verbal-cooperation", "verbal cooperation"},
                                           {"material-cooperation", "material cooperation"},
                                           {"verbal-conflict", "verbal conflict"},
                                           {"material-conflict", "material conflict"}};

/* ---- the examples ---- */

static const msdx_frame *frame_of(const msdx_know *know, const char *rule)
{
    const msdx_frame *f;
    for (uint32_t i = 0; (f = msdx_know_frame(know, i)); i++)
        if (strcmp(f->rule, rule) == 0) return f;
    return NULL;
}

static void load_examples(writer *w)
{
    size_t n = 0;
    msdx_expect expect;
    const char *why;
    const msdx_example *x;
    for (size_t i = 0; (x = msdx_know_example(w->know, i)); i++)
        for (msdx_str rest = msdx_str_of(x->expect); msdx_expect_next(&rest, &expect, &why);) n++;
    w->item = MSDX_NEW(&w->arena, case_, n + 1);
    for (size_t i = 0; w->item && (x = msdx_know_example(w->know, i)); i++) {
        const msdx_frame *frame = frame_of(w->know, x->rule);
        for (msdx_str rest = msdx_str_of(x->expect); msdx_expect_next(&rest, &expect, &why);)
            if (!why) w->item[w->n_item++] = (case_){x, frame, expect};
    }
}

static bool is_in(const char *word, const msd_strings *list)
{
    for (size_t i = 0; i < list->n; i++)
        if (strcmp(list->item[i], word) == 0) return true;
    return false;
}

/* Does the frame's own event show in this expectation? */
static bool by_frame(const case_ *c)
{
    if (!c->frame || !msdx_str_is(c->expect.event, c->frame->event)) return false;
    return !c->expect.mode.p || (c->frame->mode && msdx_str_is(c->expect.mode, c->frame->mode));
}

static bool has_hedge(const msdx_expect *e, const char *hedge)
{
    for (uint32_t i = 0; i < e->n_part; i++)
        if (e->part[i].kind == MSDX_EXPECT_HEDGE && msdx_str_is(e->part[i].words, hedge)) return true;
    return false;
}

static bool shows_mode(const case_ *c, const msdx_term *t)
{
    if (!msdx_str_is(c->expect.event, t->event)) return false;
    if (c->expect.mode.p) return msdx_str_is(c->expect.mode, t->id);
    return by_frame(c) && c->frame->mode && strcmp(c->frame->mode, t->id) == 0;
}

static bool shows(const case_ *c, msdx_system system, const msdx_term *t)
{
    switch (system) {
    case MSDX_SYSTEM_EVENT: return msdx_str_is(c->expect.event, t->id);
    case MSDX_SYSTEM_MODE: return shows_mode(c, t);
    case MSDX_SYSTEM_CONTEXT: return by_frame(c) && is_in(t->id, &c->frame->contexts);
    case MSDX_SYSTEM_CODE: return by_frame(c) && strcmp(c->frame->cameo, t->id) == 0;
    case MSDX_SYSTEM_STATUS: return strcmp(msd_claim_status_name(c->expect.status), t->id) == 0;
    case MSDX_SYSTEM_HEDGE: return has_hedge(&c->expect, t->id);
    default: return false;
    }
}

/* How far from a plain example: of a frame, an act that happened, told without doubt in a sentence of usual length. */
static int oddness(const case_ *c, msdx_system system)
{
    size_t n = strlen(c->x->text);
    int odd = n < SHORTEST || n > LONGEST ? 2 : 0;
    if (system == MSDX_SYSTEM_STATUS || system == MSDX_SYSTEM_HEDGE) return odd;
    return odd + (c->expect.status != MSD_ACTUAL) + !by_frame(c);
}

static bool has_text(const case_ *c, const case_ *const *used, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(used[i]->x->text, c->x->text) == 0) return true;
    return false;
}

static bool has_rule(const case_ *c, const case_ *const *used, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strcmp(used[i]->x->rule, c->x->rule) == 0) return true;
    return false;
}

/* Of an event we show different codes where there are some. */
static bool repeats(const case_ *c, const case_ *const *used, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (c->frame && used[i]->frame && strcmp(c->frame->cameo, used[i]->frame->cameo) == 0) return true;
    return false;
}

static size_t choose(const writer *w, msdx_system system, const msdx_term *t, size_t want, const case_ **out)
{
    size_t n = 0;
    for (; n < want; n++) {
        const case_ *best = NULL;
        int least = 0;
        for (size_t i = 0; i < w->n_item; i++) {
            const case_ *c = &w->item[i];
            if (!shows(c, system, t) || has_text(c, out, n)) continue;
            int odd = 2 * oddness(c, system) + repeats(c, out, n) + 3 * has_rule(c, out, n);
            if (!best || odd < least) best = c, least = odd;
        }
        if (!best) break;
        out[n] = best;
    }
    return n;
}

static void put_words(msdx_book *b, const char *before, msdx_str words)
{
    msdx_book_text(b, before);
    msdx_book_textn(b, words);
}

static void put_case(msdx_book *b, const case_ *c)
{
    static const char *const part[MSDX_N_EXPECT_PART] = {"; actor ", "; recipient ", "; by ", "; hedge "};
    const msdx_expect *e = &c->expect;
    msdx_book_quote(b, c->x->text);
    put_words(b, " \xE2\x86\x92 ", e->event);
    if (e->mode.p) put_words(b, "-", e->mode);
    msdx_book_text(b, " ");
    msdx_book_text(b, msd_claim_status_name(e->status));
    for (uint32_t i = 0; i < e->n_part; i++) put_words(b, part[e->part[i].kind], e->part[i].words);
}

static void put_cases(writer *w, msdx_system system, const msdx_term *t, size_t want)
{
    const case_ *cited[CITED_MAX];
    size_t n = choose(w, system, t, want, cited);
    if (!n) return;
    msdx_book_open(&w->book, 'u');
    for (size_t i = 0; i < n; i++) {
        msdx_book_open(&w->book, 'i');
        put_case(&w->book, cited[i]);
        msdx_book_close(&w->book, 'i');
    }
    msdx_book_close(&w->book, 'u');
}

/* The first counter of a frame of this event, or of a class of this status. */
static const msdx_example *counter_for(const writer *w, const char *event, const char *status)
{
    const msdx_example *x;
    const msdx_class *class_;
    for (size_t i = 0; (x = msdx_know_example(w->know, i)); i++) {
        bool fits = false;
        if (x->kind != MSDX_COUNTER) continue;
        const msdx_frame *f = event ? frame_of(w->know, x->rule) : NULL;
        if (f) fits = strcmp(f->event, event) == 0;
        for (uint32_t k = 0; status && !fits && (class_ = msdx_know_class(w->know, k)); k++)
            fits = class_->has_effect && strcmp(class_->rule, x->rule) == 0 &&
                   strcmp(msd_claim_status_name(class_->effect), status) == 0;
        if (fits) return x;
    }
    return NULL;
}

/* ---- the parts ---- */

static void put_definition(writer *w, const msdx_term *t, const msdx_example *counter)
{
    msdx_book *b = &w->book;
    if (t->definition) {
        msdx_book_open(b, 'p');
        msdx_book_text(b, t->definition);
        msdx_book_close(b, 'p');
    }
    for (size_t i = 0; i < t->excludes.n; i++) {
        msdx_book_open(b, 'p');
        msdx_book_label(b, "Not");
        msdx_book_text(b, t->excludes.item[i]);
        if (counter && i + 1 == t->excludes.n) {
            msdx_book_text(b, " Nor ");
            msdx_book_quote(b, counter->text);
        }
        msdx_book_close(b, 'p');
    }
}

/* Said of a word that our files lead to by nothing. */
static void put_unreached(writer *w, msdx_system system, uint32_t i)
{
    if (msdx_know_reached(w->know, system, i)) return;
    msdx_book_open(&w->book, 'p');
    msdx_book_text(&w->book, "Nothing in this knowledge gives it; it is here to read and write the data of others.");
    msdx_book_close(&w->book, 'p');
}

static void put_numbers(writer *w, const msdx_term *t, bool with_quad)
{
    msdx_book *b = &w->book;
    msdx_book_open(b, 'p');
    for (size_t i = 0; with_quad && i < sizeof quad_name / sizeof *quad_name; i++)
        if (strcmp(t->quad, quad_name[i][0]) == 0) {
            msdx_book_label(b, "Quad");
            msdx_book_text(b, quad_name[i][1]);
            msdx_book_text(b, ". ");
        }
    msdx_book_label(b, "Intensity");
    msdx_book_number(b, t->intensity);
    msdx_book_text(b, ". ");
    msdx_book_label(b, "CAMEO");
    msdx_book_code(b, t->cameo);
    msdx_book_text(b, ", Goldstein ");
    msdx_book_number(b, t->goldstein);
    msdx_book_text(b, ".");
    msdx_book_close(b, 'p');
}

static void anchor_of(char out[64], const char *before, const char *id)
{
    snprintf(out, 64, "%s-%s", before, id);
    for (char *p = out; *p; p++) {
        if (*p >= 'A' && *p <= 'Z') *p = (char)(*p - 'A' + 'a');
        if (*p == '_' || *p == '.') *p = '-';
    }
}

static void put_modes(writer *w, const char *event)
{
    msdx_term t;
    char anchor[64], title[128], id[128];
    for (uint32_t i = 0; msdx_know_term(w->know, MSDX_SYSTEM_MODE, i, &t); i++) {
        if (strcmp(t.event, event) != 0) continue;
        snprintf(id, sizeof id, "%.60s-%.60s", event, t.id);
        snprintf(title, sizeof title, "%.60s, mode %.60s", event, t.id);
        anchor_of(anchor, "mode", id);
        msdx_book_heading(&w->book, 4, anchor, title);
        put_definition(w, &t, NULL);
        put_numbers(w, &t, false);
        put_unreached(w, MSDX_SYSTEM_MODE, i);
        put_cases(w, MSDX_SYSTEM_MODE, &t, 2);
    }
}

static void put_events(writer *w)
{
    msdx_term t;
    char anchor[64];
    msdx_book_heading(&w->book, 2, "events", "Events and their modes");
    for (uint32_t i = 0; msdx_know_term(w->know, MSDX_SYSTEM_EVENT, i, &t); i++) {
        anchor_of(anchor, "event", t.id);
        msdx_book_heading(&w->book, 3, anchor, t.id);
        put_definition(w, &t, counter_for(w, t.id, NULL));
        put_numbers(w, &t, true);
        put_cases(w, MSDX_SYSTEM_EVENT, &t, 4);
        put_modes(w, t.id);
    }
}

/* Agent words whose sector this is, in the order of the files. */
static void put_sector_words(writer *w, const char *sector)
{
    enum { WORDS = 8 };
    msdx_str phrase;
    const msdx_sense *sense;
    size_t n;
    int k = 0;
    for (size_t i = 0; k < WORDS && msdx_know_phrase(w->know, MSDX_SPACE_LEMMA, i, &phrase, &sense, &n); i++)
        for (size_t s = 0; s < n; s++) {
            if (sense[s].kind != MSDX_SENSE_AGENT) continue;
            const msdx_agent *a = msdx_know_agent(w->know, sense[s].index);
            if (!a->sector || strcmp(a->sector, sector) != 0 || !a->is_head || a->kind > MSDX_AGENT_BODY) break;
            if (!k) msdx_book_open(&w->book, 'p');
            if (!k) msdx_book_label(&w->book, "Such as");
            if (k++) msdx_book_text(&w->book, ", ");
            msdx_book_textn(&w->book, phrase);
            break;
        }
    if (!k) return;
    msdx_book_text(&w->book, ".");
    msdx_book_close(&w->book, 'p');
}

static void put_context_words(writer *w, const msdx_term *t)
{
    if (!t->words.n) return;
    msdx_book_open(&w->book, 'p');
    msdx_book_label(&w->book, "Words that give it");
    for (size_t i = 0; i < t->words.n; i++) {
        if (i) msdx_book_text(&w->book, ", ");
        msdx_book_text(&w->book, t->words.item[i]);
    }
    msdx_book_text(&w->book, ".");
    msdx_book_close(&w->book, 'p');
}

static void put_cameo_sector(writer *w, const msdx_term *t)
{
    if (!t->cameo || strcmp(t->cameo, t->id) == 0) return;
    msdx_book_open(&w->book, 'p');
    msdx_book_label(&w->book, "CAMEO");
    msdx_book_code(&w->book, t->cameo);
    msdx_book_close(&w->book, 'p');
}

static void put_system(writer *w, msdx_system system, const char *name, const char *title, const char *intro)
{
    msdx_term t;
    char anchor[64];
    msdx_book_heading(&w->book, 2, name, title);
    msdx_book_open(&w->book, 'p');
    msdx_book_text(&w->book, intro);
    msdx_book_close(&w->book, 'p');
    for (uint32_t i = 0; msdx_know_term(w->know, system, i, &t); i++) {
        anchor_of(anchor, name, t.id);
        msdx_book_heading(&w->book, 3, anchor, t.id);
        put_definition(w, &t, system == MSDX_SYSTEM_STATUS ? counter_for(w, NULL, t.id) : NULL);
        if (system == MSDX_SYSTEM_SECTOR) put_cameo_sector(w, &t);
        if (system == MSDX_SYSTEM_SECTOR) put_sector_words(w, t.id);
        if (system == MSDX_SYSTEM_CONTEXT) put_context_words(w, &t);
        put_unreached(w, system, i);
        put_cases(w, system, &t, system == MSDX_SYSTEM_CONTEXT ? 2 : 3);
    }
}

/* ---- CAMEO ---- */

static void put_code_row(writer *w, const msdx_term *t)
{
    msdx_book *b = &w->book;
    const case_ *cited[CITED_MAX];
    msdx_book_open(b, 'r');
    msdx_book_cell(b);
    msdx_book_code(b, t->id);
    msdx_book_cell(b);
    msdx_book_text(b, t->name);
    for (size_t i = 0; i < t->variants.n; i++) {
        msdx_book_text(b, i ? ", " : " (only on the list ");
        msdx_book_text(b, t->variants.item[i]);
    }
    if (t->variants.n) msdx_book_text(b, ")");
    msdx_book_cell(b);
    msdx_book_number(b, t->goldstein);
    msdx_book_cell(b);
    msdx_book_text(b, t->event ? t->event : "none");
    if (t->mode) msdx_book_text(b, "-");
    if (t->mode) msdx_book_text(b, t->mode);
    for (size_t i = 0; i < t->contexts.n; i++) {
        msdx_book_text(b, ", ");
        msdx_book_text(b, t->contexts.item[i]);
    }
    msdx_book_cell(b);
    if (choose(w, MSDX_SYSTEM_CODE, t, 1, cited)) msdx_book_quote(b, cited[0]->x->text);
    msdx_book_close(b, 'r');
}

static void put_codes(writer *w)
{
    static const char *const head[] = {"code", "name", "Goldstein", "PLOVER", "example"};
    static const char intro[] =
        "CAMEO codes have two digits for a root, three and four for what is more special. The column PLOVER says "
        "which event, mode and contexts come nearest; an event or mode names its own code above. Where no frame of "
        "ours "
        "gives a code, it has no example: it is here to read the data of others. Most codes stand on every list; those "
        "that do not say on which they stand, and are written on another as the code above them.";
    msdx_term t;
    char title[256], anchor[64];
    bool open = false;
    msdx_book_heading(&w->book, 2, "cameo", "CAMEO codes");
    msdx_book_open(&w->book, 'p');
    msdx_book_text(&w->book, intro);
    msdx_book_close(&w->book, 'p');
    for (uint32_t i = 0; msdx_know_term(w->know, MSDX_SYSTEM_CODE, i, &t); i++) {
        if (strlen(t.id) == 2 || !open) {
            if (open) msdx_book_close(&w->book, 't');
            snprintf(title, sizeof title, "%.8s %.200s", t.id, t.name);
            anchor_of(anchor, "cameo", t.id);
            msdx_book_heading(&w->book, 3, anchor, title);
            put_definition(w, &t, NULL);
            msdx_book_open(&w->book, 't');
            msdx_book_head(&w->book, head, 5);
            open = true;
        }
        put_code_row(w, &t);
    }
    if (open) msdx_book_close(&w->book, 't');
}

/* ---- the whole ---- */

/* Of each `nothing` entry the shortest text. */
static void put_nothing(writer *w)
{
    const msdx_example *x, *y;
    msdx_book_heading(&w->book, 2, "nothing", "What is not coded at all");
    msdx_book_open(&w->book, 'p');
    msdx_book_text(&w->book, "Texts that use the words of events and report none. One of each kind:");
    msdx_book_close(&w->book, 'p');
    msdx_book_open(&w->book, 'u');
    for (size_t i = 0; (x = msdx_know_example(w->know, i)); i++) {
        bool shortest = x->kind == MSDX_NOTHING;
        for (size_t k = 0; shortest && (y = msdx_know_example(w->know, k)); k++) {
            if (y->kind != MSDX_NOTHING || strcmp(x->rule, y->rule) != 0) continue;
            size_t n = strlen(x->text), m = strlen(y->text);
            shortest = n < m || (n == m && i <= k);
        }
        if (!shortest) continue;
        msdx_book_open(&w->book, 'i');
        msdx_book_label(&w->book, x->rule);
        msdx_book_quote(&w->book, x->text);
        msdx_book_close(&w->book, 'i');
    }
    msdx_book_close(&w->book, 'u');
}

/* The events by quad, as links. */
static void put_quads(writer *w)
{
    msdx_book *b = &w->book;
    msdx_term t;
    char anchor[64];
    msdx_book_open(b, 'p');
    msdx_book_text(b, "The events by quad:");
    msdx_book_close(b, 'p');
    msdx_book_open(b, 'u');
    for (size_t q = 0; q < sizeof quad_name / sizeof *quad_name; q++) {
        msdx_book_open(b, 'i');
        msdx_book_label(b, quad_name[q][1]);
        int n = 0;
        for (uint32_t i = 0; msdx_know_term(w->know, MSDX_SYSTEM_EVENT, i, &t); i++) {
            if (strcmp(t.quad, quad_name[q][0]) != 0) continue;
            if (n++) msdx_book_text(b, ", ");
            anchor_of(anchor, "event", t.id);
            msdx_book_link(b, anchor, t.id);
        }
        msdx_book_close(b, 'i');
    }
    msdx_book_close(b, 'u');
}

static void put_front(writer *w)
{
    static const char *const part[][2] = {{"events", "Events and their modes"},
                                          {"context", "Contexts"},
                                          {"sector", "Sectors"},
                                          {"status", "Status"},
                                          {"hedge", "Hedges"},
                                          {"cameo", "CAMEO codes"},
                                          {"nothing", "What is not coded at all"}};
    char line[256];
    msdx_book *b = &w->book;
    msdx_book_heading(b, 1, NULL, "The Masudi codebook");
    msdx_book_open(b, 'p');
    snprintf(line, sizeof line, "Masudi %s, knowledge %s, output contract %d.", MSD_VERSION, msdx_know_version(w->know),
             MSD_SCHEMA);
    msdx_book_text(b, line);
    msdx_book_close(b, 'p');
    msdx_book_open(b, 'p');
    msdx_book_label(b, "How to cite");
    snprintf(line, sizeof line, "The Masudi authors, The Masudi codebook, Masudi %s, knowledge %s.", MSD_VERSION,
             msdx_know_version(w->know));
    msdx_book_text(b, line);
    msdx_book_text(b, " With data, name the version of both, as ");
    msdx_book_code(b, "masudi --version");
    msdx_book_text(b, " and ");
    msdx_book_code(b, "masudi know stats");
    msdx_book_text(b, " print them: they decide every code.");
    msdx_book_close(b, 'p');
    msdx_book_open(b, 'p');
    msdx_book_text(b,
                   "Every word that a coded claim can hold stands here with what it means, sentences that show it, and "
                   "what it is not. The program wrote this from its knowledge files; the sentences are those that it "
                   "checks itself against. After an arrow stands what such a sentence gives: event, mode, status, then "
                   "who acts and receives, who says so, and the hedge, as far as the sentence is there to show them. "
                   "Definitions are our own. PLOVER, CAMEO and Goldstein's scale are the work of others; "
                   "where they contradict themselves, doc/ontology.md says what holds here.");
    msdx_book_close(b, 'p');
    msdx_book_open(b, 'u');
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) {
        msdx_book_open(b, 'i');
        msdx_book_link(b, part[i][0], part[i][1]);
        msdx_book_close(b, 'i');
    }
    msdx_book_close(b, 'u');
    put_quads(w);
}

void msdx_write_codebook(msdx_buf *buf, const msdx_know *know, bool html)
{
    writer w = {.book = {buf, html, 0}, .know = know};
    load_examples(&w);
    msdx_book_begin(&w.book, "The Masudi codebook");
    put_front(&w);
    put_events(&w);
    put_system(&w, MSDX_SYSTEM_CONTEXT, "context", "Contexts",
               "What an event is about, beside what it is. A claim may have several, or none: those of the frame or of "
               "its CAMEO "
               "code, and those of the words that stand in the clause that tells it or among its parties.");
    put_system(&w, MSDX_SYSTEM_SECTOR, "sector", "Sectors",
               "What part of a country or society somebody acts for. A person's sector is that of the office held on "
               "the day of the news.");
    put_system(&w, MSDX_SYSTEM_STATUS, "status", "Status",
               "What the text says of whether the event happened. Every claim has one.");
    put_system(&w, MSDX_SYSTEM_HEDGE, "hedge", "Hedges",
               "How far the text stands by the claim. Every claim has one; most have none.");
    put_codes(&w);
    put_nothing(&w);
    msdx_book_end(&w.book);
    if (msdx_arena_failed(&w.arena)) buf->failed = true;
    msdx_arena_clear(&w.arena);
}
