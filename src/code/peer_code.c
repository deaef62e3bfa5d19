/* peer_code.c: a document through a peer's dictionaries: sentences, discards, claims. */
#include "code/peer_code.h"

#include <stdlib.h>

#include "base/hash.h"
#include "code/peer_impl.h"

enum { CLAUSE_MIN = 2, CLAUSE_MAX = 8, SEGMENTS_MAX = 64, WORDS_MAX = 1000 }; /* longer ones are no sentences */

/* ---- words ---- */

static bool is_word(msdx_str s)
{
    for (size_t i = 0; i < s.n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        if (c >= 0x80 || (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z')) return true;
    }
    return false;
}

/* As the dictionaries have it: lower case, a plain apostrophe, no '.' at the end; NULL for what is no word. */
static const char *normal(struct msdx_peer_run *r, msdx_str lower)
{
    msdx_buf b = MSDX_BUF_INIT(1 << 16);
    if (!is_word(lower)) return NULL;
    msdx_know_normal(lower, MSDX_SPACE_LEMMA, &b);
    while (b.n > 1 && b.p[b.n - 1] == '.') b.n--;
    const char *word = NULL;
    r->failed |= b.failed;
    if (!b.failed && !(b.n == 2 && memcmp(b.p, "'s", 2) == 0))
        word = msdx_arena_strndup(r->c->scratch, b.p ? b.p : "", b.n);
    msdx_buf_clear(&b);
    return word;
}

/* A hyphen without a space on either side. */
static bool ties(const msdx_unit *u, uint32_t t)
{
    msdx_str s = msdx_tok_text(u, (int32_t)t);
    return s.n == 1 && s.p[0] == '-' && !u->tok[t].space && !u->tok[t - 1].space;
}

static void add_words(struct msdx_peer_run *r, const msd_sentence *s)
{
    const msdx_unit *u = r->c->u;
    r->n = 0;
    r->tok_start = s->tok_start;
    for (uint32_t t = s->tok_start; t < s->tok_end; t++) {
        const msdx_tok *tok = &u->tok[t];
        const char *word = tok->is_space ? NULL : normal(r, tok->lower);
        r->at[t - s->tok_start] = -1;
        if (!word) continue;
        if (r->n && t >= s->tok_start + 2 && r->text[r->n - 1].tok + 2 == (int32_t)t && ties(u, t - 1))
            r->text[r->n - 1].joined = true;
        const char *lemma = normal(r, tok->lemma);
        r->at[t - s->tok_start] = (int32_t)r->n;
        r->text[r->n] =
            (struct msdx_peer_text){.word = word, .lemma = lemma ? lemma : word, .tok = (int32_t)t, .np = -1};
        r->word[r->n++] = word;
    }
}

/* ---- clauses between commas ---- */

/* Do words a and b, on both sides of a comma, stand in one phrase or coordination? */
static bool one_phrase(const struct msdx_peer_run *r, uint32_t a, uint32_t b)
{
    int32_t x = r->text[a].np, y = r->text[b].np;
    return x >= 0 && y >= 0 && (x == y || r->np[x].first == r->np[y].first);
}

static bool holds_finite(const struct msdx_peer_run *r, uint32_t from, uint32_t to)
{
    for (uint32_t w = from; w < to; w++) {
        const char *tag = r->c->u->tok[r->text[w].tok].tag;
        if (strcmp(tag, "VBD") == 0 || strcmp(tag, "VBZ") == 0 || strcmp(tag, "VBP") == 0 || strcmp(tag, "MD") == 0)
            return true;
    }
    return false;
}

static bool comma_after(const struct msdx_peer_run *r, uint32_t w)
{
    int32_t end = w + 1 < r->n ? r->text[w + 1].tok : r->text[w].tok;
    for (int32_t t = r->text[w].tok + 1; t < end; t++)
        if (msdx_tok_lower_is(r->c->u, t, ",")) return true;
    return false;
}

/* PETRARCH takes out clauses of two to eight words between commas, and such a last one; a last one that is the sentence
 * itself stays here. */
static void hide_clauses(struct msdx_peer_run *r)
{
    uint32_t cut[SEGMENTS_MAX], n = 0;
    cut[n++] = 0;
    for (uint32_t w = 0; w + 1 < r->n && n < SEGMENTS_MAX - 1; w++)
        if (comma_after(r, w) && !one_phrase(r, w, w + 1)) cut[n++] = w + 1;
    cut[n] = r->n;
    bool finite = holds_finite(r, 0, cut[1]);
    for (uint32_t i = 1; i < n; i++) {
        uint32_t k = cut[i + 1] - cut[i];
        bool last = i + 1 == n, hide = k >= CLAUSE_MIN && k <= CLAUSE_MAX && (!last || finite);
        for (uint32_t w = cut[i]; hide && w < cut[i + 1]; w++) r->text[w].hidden = true;
        if (!hide && !r->text[cut[i] - 1].hidden) r->text[cut[i] - 1].comma = true;
        finite |= !hide && holds_finite(r, cut[i], cut[i + 1]);
    }
}

/* ---- claims ---- */

static const char *sub_code(struct msdx_peer_run *r, const char *code, size_t at)
{
    return strlen(code) >= at + 3 ? msdx_arena_strndup(&r->c->doc->arena, code + at, 3) : NULL;
}

static const char *sector_of(const char *part)
{
    static const char *const same[] = {"GOV", "MIL", "COP", "SPY", "JUD", "LEG", "PTY", "OPP", "REB", "PRM", "UAF",
                                       "CRM", "CVL", "ELI", "EDU", "JRN", "REL", "BUS", "LAB", "AGR", "REF", NULL};
    for (int i = 0; part && same[i]; i++)
        if (strcmp(part, same[i]) == 0) return same[i];
    if (part && strcmp(part, "MED") == 0) return "JRN";
    return part && strcmp(part, "HLH") == 0 ? "MED" : NULL;
}

static bool is_bloc(const char *code)
{
    static const char *const bloc[] = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC", NULL};
    for (int i = 0; bloc[i]; i++)
        if (strcmp(code, bloc[i]) == 0) return true;
    return false;
}

static msd_entity entity(struct msdx_peer_run *r, const struct msdx_peer_who *who, int32_t np)
{
    const struct msdx_peer_np *p = &r->np[np];
    msd_entity e = {.code = who->code, .via = who->actor ? MSD_VIA_NAME : MSD_VIA_AGENT};
    e.span = msdx_unit_span(r->c->u, r->text[p->start].tok, r->text[p->whole_end - 1].tok);
    e.text = msdx_unit_words(r->c->u, e.span.start_byte, e.span.end_byte);
    e.name = who->actor ? who->actor->name : e.text;
    const char *first = sub_code(r, who->code, 0);
    if (first && (msdx_know_state(r->c->know, first) || is_bloc(first))) e.country = first;
    for (size_t at = e.country ? 3 : 0; !e.sector && at + 3 <= strlen(who->code); at += 3)
        e.sector = sector_of(sub_code(r, who->code, at));
    return e;
}

static const msd_entity *entities(struct msdx_peer_run *r, const struct msdx_peer_who *who, const int32_t *np,
                                  uint32_t n)
{
    msd_entity *list = MSDX_NEW(&r->c->doc->arena, msd_entity, n);
    for (uint32_t i = 0; list && i < n; i++) list[i] = entity(r, &who[i], np[i]);
    return list;
}

/* What PLOVER has no event for, statements of root 01 and codes of no list, is words between two: CONSULT, without
 * weight. `cameo` keeps what the dictionary says. */
static void set_words_only(struct msdx_peer_run *r, msd_claim *claim)
{
    msdx_event_info event;
    claim->event = "CONSULT";
    claim->quad = msdx_know_event(r->c->know, claim->event, NULL, &event) ? event.quad : "verbal-cooperation";
    claim->intensity = 0;
}

/* The PLOVER event of a code or of the code it refines. */
static void set_event(struct msdx_peer_run *r, const char *code, msd_claim *claim)
{
    char cut[8];
    size_t n = strlen(code);
    msdx_code_info info = {0};
    set_words_only(r, claim);
    for (; n >= 2 && n < sizeof cut; n--) {
        memcpy(cut, code, n);
        cut[n] = 0;
        if (msdx_know_code(r->c->know, cut, &info)) break;
    }
    if (n < 2 || n >= sizeof cut) return;
    claim->goldstein = info.goldstein;
    msdx_event_info event;
    if (!info.event || !msdx_know_event(r->c->know, info.event, info.mode, &event)) return;
    claim->event = info.event;
    claim->mode = info.mode;
    claim->quad = event.quad;
    claim->intensity = event.intensity;
}

static void put_sources(struct msdx_peer_run *r, const struct msdx_judgement *how, msd_claim *claim)
{
    msd_source *list = MSDX_NEW(&r->c->doc->arena, msd_source, how->n_source);
    uint32_t n = 0;
    for (uint32_t i = 0; list && i < how->n_source; i++) {
        if (how->source[i].tok < 0) continue;
        const struct msdx_np *np = msdx_mention(r->c, how->source[i].tok);
        list[n].who = np->who;
        list[n].kind = how->source[i].kind;
        list[n++].resolved = np->known;
    }
    claim->attribution = list;
    claim->n_attribution = list ? n : 0;
}

static void put_id(struct msdx_peer_run *r, const struct msdx_peer_event *e, msd_claim *claim)
{
    msdx_buf key = MSDX_BUF_INIT(1 << 20);
    msdx_buf_addf(&key, "%s\n%d\n%u\n%u\n%s\n%s\n%u", r->c->doc->id ? r->c->doc->id : "", r->c->is_title,
                  claim->trigger.start_cp, claim->trigger.end_cp, e->code, e->n_source ? e->source[0].code : "",
                  e->n_target);
    r->failed |= key.failed;
    msdx_hash_hex(msdx_buf_cstr(&key), key.n, claim->id);
    msdx_buf_clear(&key);
}

static void put_claim(struct msdx_peer_run *r, const struct msdx_peer_event *e, int32_t sent, msd_claim *claim)
{
    const msdx_unit *u = r->c->u;
    int32_t t = r->text[e->verb].tok, last = r->text[e->verb_end - 1].tok;
    struct msdx_draft draft = {.trigger = t, .trigger_start = t, .sent = sent, .same_as = -1, .coder = r->c};
    msdx_frame frame = {0};
    msdx_judge(r->c, t, &draft.how);
    claim->sentence = r->c->is_title ? -1 : sent;
    claim->trigger = msdx_unit_span(u, t, last > t ? last : t);
    claim->trigger_text = msdx_unit_words(u, claim->trigger.start_byte, claim->trigger.end_byte);
    claim->trigger_lemma = msdx_arena_strndup(&r->c->doc->arena, u->tok[t].lemma.p, u->tok[t].lemma.n);
    set_event(r, e->code, claim);
    claim->cameo = e->code;
    claim->rule = e->rule;
    claim->status = draft.how.status;
    claim->hedge = draft.how.hedge;
    claim->confidence = 0.5;
    claim->actors = entities(r, e->source, e->source_np, e->n_source);
    claim->n_actor = claim->actors ? e->n_source : 0;
    claim->recipients = entities(r, e->target, e->target_np, e->n_target);
    claim->n_recipient = claim->recipients ? e->n_target : 0;
    frame.event = claim->event;
    frame.mode = claim->mode;
    frame.cameo = claim->cameo;
    draft.frame = &frame;
    for (uint32_t i = 0; i < e->n_source; i++) draft.actor[draft.n_actor++] = r->np[e->source_np[i]].head;
    for (uint32_t i = 0; i < e->n_target; i++) draft.recipient[draft.n_recipient++] = r->np[e->target_np[i]].head;
    msdx_code_when(r->c, t, &claim->when);
    msdx_code_where(r->c, &draft, &claim->where);
    msdx_code_count(r->c, &draft, &claim->magnitude);
    put_sources(r, &draft.how, claim);
    put_id(r, e, claim);
}

/* ---- sentences and documents ---- */

enum discard { KEEP = 0, NOT_SENTENCE, NOT_STORY };

static enum discard discarded(const struct msdx_peer_run *r)
{
    enum discard worst = KEEP;
    for (uint32_t w = 0; w < r->n && worst != NOT_STORY; w++) {
        size_t end;
        const msdx_peer_phrase *p = msdx_peer_find(r->peer, MSDX_PEER_DISCARD, r->word, r->n, w, &end);
        if (p) worst = msdx_peer_discards_story(r->peer, p->index) ? NOT_STORY : NOT_SENTENCE;
    }
    return worst;
}

struct claims {
    msd_claim *item;
    uint32_t n, room;
};

static msd_claim *more(struct msdx_peer_run *r, struct claims *list)
{
    if (list->n == list->room) {
        uint32_t room = list->room ? list->room * 2 : 16;
        msd_claim *item = MSDX_NEW(&r->c->doc->arena, msd_claim, room);
        if (!item) return NULL;
        if (list->n) memcpy(item, list->item, list->n * sizeof *item);
        list->item = item;
        list->room = room;
    }
    return &list->item[list->n++];
}

static enum discard code_sentence(struct msdx_peer_run *r, int32_t sent, struct claims *list)
{
    struct msdx_peer_event *event = MSDX_NEW(r->c->scratch, struct msdx_peer_event, MSDX_PEER_EVENTS_MAX);
    r->np = NULL;
    r->n_np = 0;
    add_words(r, &r->c->u->sent[sent]);
    enum discard discard = discarded(r);
    if (discard != KEEP || r->n == 0 || r->n > WORDS_MAX || !event) return discard;
    msdx_peer_nouns(r);
    if (!r->np) return KEEP;
    if (!msdx_peer_reads_trees(r->peer)) hide_clauses(r);
    uint32_t n = msdx_peer_events(r, event, MSDX_PEER_EVENTS_MAX);
    for (uint32_t i = 0; i < n; i++) {
        msd_claim *claim = more(r, list);
        if (claim) put_claim(r, &event[i], sent, claim);
    }
    return KEEP;
}

static enum discard code_unit(struct msdx_peer_run *r, struct claims *list)
{
    const msdx_unit *u = r->c->u;
    uint32_t most = 0;
    for (uint32_t s = 0; s < u->n_sent; s++)
        if (u->sent[s].tok_end - u->sent[s].tok_start > most) most = u->sent[s].tok_end - u->sent[s].tok_start;
    r->text = MSDX_NEW(r->c->scratch, struct msdx_peer_text, most);
    r->word = MSDX_NEW(r->c->scratch, const char *, most);
    r->at = MSDX_NEW(r->c->scratch, int32_t, most);
    if (!r->text || !r->word || !r->at) return KEEP;
    for (uint32_t s = 0; s < u->n_sent; s++)
        if (code_sentence(r, (int32_t)s, list) == NOT_STORY) return NOT_STORY;
    return KEEP;
}

static uint32_t day_of(const char *date)
{
    uint32_t v = 0, n = 0;
    for (; date && *date && n < 8; date++) {
        if (*date == '-') continue;
        if (*date < '0' || *date > '9') return 0;
        v = v * 10 + (uint32_t)(*date - '0');
        n++;
    }
    return n == 8 ? v : 0;
}

msd_status msdx_peer_code_run(const msdx_peer *peer, const msdx_know *know, msdx_code_work *work, msd_doc *doc,
                              msd_error *err)
{
    struct msdx_coder *coder[2];
    struct claims list = {0};
    uint32_t n;
    doc->claim = NULL;
    doc->n_claim = 0;
    MSD_TRY(msdx_coder_open(know, work, doc, coder, &n, err));
    for (uint32_t i = 0; i < n; i++) {
        struct msdx_peer_run r = {.peer = peer, .c = coder[i], .day = day_of(doc->date)};
        bool story = code_unit(&r, &list) != NOT_STORY;
        if (r.failed) return msdx_err_nomem(err);
        if (story) continue;
        list.n = 0;
        break;
    }
    if (msdx_arena_failed(coder[0]->scratch) || msdx_arena_failed(&doc->arena)) return msdx_err_nomem(err);
    doc->claim = list.item;
    doc->n_claim = list.n;
    return MSD_OK;
}
