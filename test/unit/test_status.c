/* test_status.c: whether it happened, how surely, who says so and what leads to what, over sentences of our own
 * (test/golden/status/sentences.txt). Needs the model and the compiled knowledge. */

#include "base/str.h"
#include "engine.h"
#include "know/expect.h"

static const char *sentences =
    MSD_SOURCE_DIR "/test/golden/status/sentences.txt"; /* or the file named to the program */

static msd_doc *code(const char *text, size_t n)
{
    return coded_bytes(NULL, text, n);
}

/* The next piece of *rest before `mark`, trimmed; false when there is none left. */
static bool piece(msdx_str *rest, const char *mark, msdx_str *out)
{
    if (!rest->n) return false;
    const char *cut = memmem(rest->p, rest->n, mark, strlen(mark));
    size_t n = cut ? (size_t)(cut - rest->p) : rest->n, skip = cut ? n + strlen(mark) : n;
    *out = msdx_str_trim((msdx_str){rest->p, n});
    *rest = (msdx_str){rest->p + skip, rest->n - skip};
    return true;
}

static msdx_str last_word(msdx_str *s)
{
    size_t n = s->n;
    while (n && s->p[n - 1] != ' ') n--;
    msdx_str word = {s->p + n, s->n - n};
    *s = msdx_str_trim((msdx_str){s->p, n});
    return word;
}

static bool has_word(const msd_claim *claim, msdx_str word)
{
    return msdx_words_within(word, msdx_str_of(claim->trigger_text)) ||
           msdx_words_within(word, msdx_str_of(claim->trigger_lemma));
}

static bool is_kind(msdx_str word)
{
    for (int k = 0; k < MSD_N_SOURCE_KIND; k++)
        if (msdx_str_is(word, msd_source_kind_name((msd_source_kind)k))) return true;
    return false;
}

static bool source_holds(const msd_claim *claim, size_t i, msdx_str words)
{
    if (i >= claim->n_attribution) return false;
    const msd_source *s = &claim->attribution[i];
    msdx_str rest = words, kind = last_word(&rest);
    if (rest.n && is_kind(kind)) {
        if (!msdx_str_is(kind, msd_source_kind_name(s->kind))) return false;
        words = rest;
    }
    return s->who.text && msdx_words_within(words, msdx_str_of(s->who.text));
}

static bool link_holds(const msd_doc *doc, const msd_claim *claim, msdx_str part)
{
    msdx_str kind = part, word = last_word(&kind);
    for (size_t i = 0; i < claim->n_link; i++)
        if (msdx_str_is(kind, msd_link_kind_name(claim->links[i].kind)) &&
            has_word(msd_doc_claim(doc, claim->links[i].claim), word))
            return true;
    return false;
}

/* 'WORD STATUS [HEDGE]; by X; content Y' */
static bool claim_holds(const msd_doc *doc, const msd_claim *claim, msdx_str expect)
{
    msdx_str first, word, status, hedge = {"none", 4}, part;
    size_t n_source = 0;
    if (!piece(&expect, ";", &first) || !piece(&first, " ", &word) || !piece(&first, " ", &status)) return false;
    if (first.n) hedge = msdx_str_trim(first);
    if (!has_word(claim, word) || !msdx_str_is(status, msd_claim_status_name(claim->status)) ||
        !msdx_str_is(hedge, msd_hedge_name(claim->hedge)))
        return false;
    while (piece(&expect, ";", &part)) {
        bool by = part.n > 3 && memcmp(part.p, "by ", 3) == 0;
        if (by ? !source_holds(claim, n_source++, (msdx_str){part.p + 3, part.n - 3}) : !link_holds(doc, claim, part))
            return false;
    }
    return n_source == claim->n_attribution || (n_source == 0 && !claim->n_attribution);
}

static void show(const msd_doc *doc)
{
    for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
        const msd_claim *c = msd_doc_claim(doc, i);
        fprintf(stderr, "    there is: %s %s %s", c->trigger_text, msd_claim_status_name(c->status),
                msd_hedge_name(c->hedge));
        for (size_t s = 0; s < c->n_attribution; s++)
            fprintf(stderr, "; by %s %s", c->attribution[s].who.text, msd_source_kind_name(c->attribution[s].kind));
        for (size_t k = 0; k < c->n_link; k++)
            fprintf(stderr, "; %s %s", msd_link_kind_name(c->links[k].kind),
                    msd_doc_claim(doc, c->links[k].claim)->trigger_text);
        fprintf(stderr, " (%s)\n", c->rule);
    }
}

static bool line_holds(msdx_str text, msdx_str rest)
{
    msd_doc *doc = code(text.p, text.n);
    msdx_str expect;
    bool ok = true;
    while (piece(&rest, "=>", &expect)) {
        bool nothing = msdx_str_is(expect, "nothing"), found = nothing;
        for (size_t i = 0; i < msd_doc_n_claim(doc); i++) {
            const msd_claim *claim = msd_doc_claim(doc, i);
            if (nothing)
                found &= claim->status == MSD_HISTORICAL;
            else
                found |= claim_holds(doc, claim, expect);
        }
        if (!found) fprintf(stderr, "not met: %.*s\n", (int)expect.n, expect.p);
        ok &= found;
    }
    if (!ok) show(doc);
    msd_doc_free(doc);
    return ok;
}

/* '\n' written out parts paragraphs. */
static void unfold(char *line)
{
    for (char *p = line; (p = strstr(p, "\\n")); p++) p[0] = p[1] = '\n';
}

static void test_status__golden(void)
{
    FILE *f = fopen(sentences, "r");
    char line[4096];
    CHECK(f != NULL);
    while (f && fgets(line, sizeof line, f)) {
        if (line[0] == '#') continue;
        unfold(line);
        msdx_str s = msdx_str_trim(msdx_str_of(line)), text;
        if (!s.n || !piece(&s, "=>", &text)) continue;
        bool ok = line_holds(text, s);
        if (!ok) fprintf(stderr, "  in: %.*s\n", (int)text.n, text.p);
        CHECK(ok);
    }
    if (f) fclose(f);
}

int main(int argc, char **argv)
{
    if (argc > 1) sentences = argv[1];
    if (!engine_open()) SKIP("no model or knowledge; ./run setup makes them");
    RUN(test_status__golden);
    engine_close();
    return test_end();
}
