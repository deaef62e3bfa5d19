/* doubt.c: what is to be seen of a claim as a whole: its frame and parties, what it hangs on, the words around. By these
 * score.c tells what readers of news call right from what they do not. As in score_feature.c a feature is the hash of a
 * short text, made of lemmas, relations and sectors, never of names. */
#include "code/score.h"

static uint32_t more(uint32_t h, msdx_str s)
{
    h = (h ^ '|') * 16777619u;
    for (size_t i = 0; i < s.n; i++) {
        unsigned char ch = (unsigned char)s.p[i];
        if (ch >= 'A' && ch <= 'Z') ch = (unsigned char)(ch | 32);
        h = (h ^ ch) * 16777619u;
    }
    return h;
}

static uint32_t text(const char *a, const char *b, const char *c)
{
    uint32_t h = more(2166136261u, msdx_str_of(a));
    if (b) h = more(h, msdx_str_of(b));
    return c ? more(h, msdx_str_of(c)) : h;
}

static void add(struct msdx_doubts *f, uint32_t h)
{
    uint32_t i = h % MSDX_DOUBTS_ROOM;
    if (f->n == MSDX_DOUBTS_MAX || h == 0) return;
    for (; f->room[i]; i = (i + 1) % MSDX_DOUBTS_ROOM)
        if (f->room[i] == h) return;
    f->room[i] = f->hash[f->n++] = h;
}

/* Thirds of powers of two, so that 3 and 4 differ and 30 and 31 do not. */
static const char *bucket(double x)
{
    static const char *const name[] = {"0", "1", "2", "3", "5", "8", "12", "18", "27", "40", "60"};
    static const double up_to[] = {0.5, 1.5, 2.5, 4, 6.5, 10, 15, 22, 33, 50};
    size_t i = 0;
    while (i < sizeof up_to / sizeof *up_to && x > up_to[i]) i++;
    return name[i];
}

/* The dictionary form of a common word; of names and numbers only that they are. */
static msdx_str word_of(const struct msdx_coder *c, int32_t t)
{
    const msdx_tok *tok = &c->u->tok[t];
    if (c->word[t].name || tok->upos == MSDX_PROPN) return MSDX_STR("@name");
    return tok->upos == MSDX_NUM ? MSDX_STR("@number") : tok->lemma;
}

static void see_party(struct msdx_coder *c, const struct msdx_draft *d, const char *role, int32_t t,
                      struct msdx_doubts *f)
{
    const struct msdx_np *np = msdx_mention(c, t);
    const char *sector = np->who.sector ? np->who.sector : np->known ? "known" : "-", *event = d->frame->event;
    const char *via = np->who.via == MSD_VIA_NAME      ? "name"
                      : np->who.via == MSD_VIA_PRONOUN ? "pronoun"
                      : np->who.via == MSD_VIA_AGENT   ? "agent"
                                                       : "other";
    uint32_t own = text(role, "word", NULL);
    add(f, text(role, sector, NULL));
    add(f, text(role, sector, event));
    add(f, text(role, via, np->who.country ? "placed" : "not placed"));
    add(f, text(role, np->who.entity ? "entry" : "no entry", via));
    add(f, text(role, "relation", msdx_rel_name((msdx_rel)c->u->tok[t].rel)));
    add(f, text(role, "far", bucket(t < d->trigger ? d->trigger - t : t - d->trigger)));
    add(f,
        text(role, t < d->trigger ? "before" : "after", c->u->tok[t].head == d->trigger ? "own" : "hangs elsewhere"));
    add(f, text(role, np->is_plural ? "many" : "one", np->is_event ? "event" : np->is_place ? "place" : ""));
    add(f, more(own, word_of(c, t)));
}

static const char *first_sector(struct msdx_coder *c, const int32_t *tok, uint32_t n)
{
    const char *sector = n ? msdx_mention(c, tok[0])->who.sector : "none";
    return sector ? sector : "-";
}

static void see_parties(struct msdx_coder *c, const struct msdx_draft *d, struct msdx_doubts *f)
{
    for (uint32_t i = 0; i < d->n_actor; i++) see_party(c, d, "actor", d->actor[i], f);
    for (uint32_t i = 0; i < d->n_recipient; i++) see_party(c, d, "recipient", d->recipient[i], f);
    add(f, text("actors", bucket(d->n_actor), d->frame->event));
    add(f, text("recipients", bucket(d->n_recipient), d->frame->event));
    add(f, text("both", first_sector(c, d->actor, d->n_actor), first_sector(c, d->recipient, d->n_recipient)));
    const char *a = d->n_actor ? msdx_mention(c, d->actor[0])->who.country : NULL;
    const char *b = d->n_recipient ? msdx_mention(c, d->recipient[0])->who.country : NULL;
    add(f, text("countries", !a || !b ? "open" : strcmp(a, b) == 0 ? "one" : "two", d->frame->event));
}

/* What the trigger hangs on, up to the root of its sentence. */
static void see_above(const struct msdx_coder *c, int32_t t, struct msdx_doubts *f)
{
    enum { STEPS = 4 };
    const msdx_unit *u = c->u;
    uint32_t path = text("path", NULL, NULL);
    int32_t g = t;
    for (int i = 0; i < STEPS && g >= 0; i++, g = u->tok[g].head) {
        path = more(path, msdx_str_of(msdx_rel_name((msdx_rel)u->tok[g].rel)));
        add(f, path);
        if (i) add(f, more(text("above", NULL, NULL), word_of(c, g)));
        MSDX_EACH_CHILD (u, g, k)
            if (u->tok[k].rel == MSDX_REL_AUX || u->tok[k].rel == MSDX_REL_MARK)
                add(f, more(text(i ? "marked above" : "marked", NULL, NULL), u->tok[k].lower));
    }
}

static void see_words(const struct msdx_coder *c, int32_t t, struct msdx_doubts *f)
{
    static const char *const left[] = {"b1", "b2", "b3"}, *const right[] = {"a1", "a2", "a3"};
    const msdx_unit *u = c->u;
    const msd_sentence *s = &u->sent[u->tok[t].sent];
    for (int32_t i = 0; i < 3; i++) {
        if (t - i - 1 >= (int32_t)s->tok_start) add(f, more(text(left[i], NULL, NULL), word_of(c, t - i - 1)));
        if (t + i + 1 < (int32_t)s->tok_end) add(f, more(text(right[i], NULL, NULL), word_of(c, t + i + 1)));
    }
    for (int32_t k = (int32_t)s->tok_start; k < (int32_t)s->tok_end; k++)
        if (u->tok[k].upos != MSDX_PUNCT && u->tok[k].upos != MSDX_DET && !u->tok[k].is_space)
            add(f, more(text("in", NULL, NULL), word_of(c, k)));
}

void msdx_doubt_features(struct msdx_coder *c, const struct msdx_draft *d, const struct msdx_features *seen,
                         struct msdx_doubts *out)
{
    const msdx_unit *u = c->u;
    const msd_sentence *s = &u->sent[d->sent];
    memset(out, 0, sizeof *out);
    add(out, text("event", d->frame->event, NULL));
    add(out, text("event", d->frame->event, d->frame->mode));
    add(out, text("frame", d->frame->rule, NULL));
    add(out, text("unit", c->is_title ? "title" : "body", d->frame->event));
    add(out, text("sentence", c->is_title ? "title" : bucket(d->sent), NULL));
    add(out, text("long", bucket(s->tok_end - s->tok_start), NULL));
    add(out, text("at", bucket(d->trigger - (int32_t)s->tok_start), NULL));
    add(out, text("tellers", bucket(d->how.n_source), d->frame->event));
    add(out, text("hedge", d->how.hedge ? "some" : "none", NULL));
    for (uint32_t i = 0; i < seen->n; i++) add(out, seen->hash[i] + seen->group[i] * 0x9e3779b9u);
    see_parties(c, d, out);
    see_above(c, d->trigger, out);
    see_words(c, d->trigger, out);
}
