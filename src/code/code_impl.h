/* code_impl.h: what the files of code/ share.
 *
 * lexicon.c  what each word can mean: names, agents, frames
 * gazetteer.c names of the gazetteer in the text; settle.c which place is meant; sites.c places that no list has
 * there.c    places that are only described: 'the capital'
 * repair.c   attachments that the lexicon shows to be wrong; headline.c verbs of headlines taken for nouns
 * hyphen.c   words that were cut at a hyphen; fronted.c participles that open a sentence; objects.c what stands behind a verb;
 * verbless.c sentences whose verb was taken for another word
 * topic.c    what a sentence is about; class.c what classes a word has
 * tree.c     arguments of words in a tree: logical subject and object, prepositions, paths
 * prep.c     what hangs on a word by a preposition
 * members.c  how many parties a nominal is
 * around.c   how far a noun phrase goes and what its modifiers say
 * mention.c  noun phrases as entities; sector.c what a role noun is of; coref.c pronouns, short names, sides; describe.c descriptions
 * status.c operator.c modality.c spoken.c source.c attribution.c   whether it happened, hedge, who says so: functions of any word
 * roles.c    who fills a frame's roles; bear.c who does and bears what a noun names; aim.c to whom when its paths give nobody; frame.c which frame a word states
 * special.c  what no single word states: what somebody will not or must do
 * score*.c   how likely a word states which event; relate*.c the event of a given pair
 * merge.c    one event told by several words; retell.c told again further down; claim.c drafts made claims; links.c links between them
 * times.c timewords.c timevalues.c calendar.c time expressions; when.c where.c scene.c told.c count.c context.c   date, place, magnitude, what it is about */
#ifndef MSDX_CODE_IMPL_H
#define MSDX_CODE_IMPL_H
#include "code/code.h"

enum { MSDX_MEMBERS_MAX = 16, MSDX_SOURCES_MAX = 4, MSDX_PHRASE_MAX = 8, MSDX_TOLD_MAX = 8 };

/* What is found at one token before any tree is looked at. */
struct msdx_word {
    const msdx_sense *name; /* senses of the name phrase that covers this token; NULL: none */
    uint32_t n_name;
    int32_t name_start, name_end; /* tokens, half-open */
    const msdx_place *place;      /* which place it is, as the gazetteer and the document say; NULL: not settled */
    bool is_there;                /* 'the city': its place is one named before (there.c) */
    int32_t site_start, site_end; /* a place's name that no list has (sites.c); 0, 0: none */
    uint32_t time;                /* index in msdx_coder.time, + 1; 0: none */
    const msdx_agent *agent;      /* role noun whose last token is this; NULL: none */
    int32_t agent_start;
    const msdx_sense *lemma; /* all senses of the dictionary form */
    uint32_t n_lemma;
    bool is_event_noun;     /* some frame has it as a noun */
    bool is_defined;        /* the text says what it stands for (defined.c): no list of places is asked */
    bool is_modifier_agent; /* a role noun inside a longer one */
    struct msdx_form {      /* by form, as written and dictionary: what it means alone (lexicon.c) */
        const char *p;      /* that this was asked of, n bytes; NULL: none yet */
        uint32_t n, most;   /* most: words of the longest phrase that begins so */
        const msdx_sense *sense;
        uint32_t n_sense;
        bool too_long, spaced,
            as_it_is; /* spaced: it is more than one word; as_it_is: it was looked up letter for letter */
    } form[2];
};

/* A noun phrase made an entity, by its head token. */
struct msdx_np {
    bool done;
    msd_entity who;
    msdx_agent_kind kind;
    bool known;    /* resolved to a country, a sector, or an entry */
    bool is_agent; /* a role noun */
    bool is_named; /* a name, known or not */
    bool is_pronoun, is_person, is_plural, is_place, is_event;
    bool is_capital;
    bool is_abroad;     /* states that the text does not name: 'Iran's neighbours', 'the richer countries' */
    int32_t antecedent; /* token in this unit, or -1 */
    int32_t side[2];    /* 'both sides': who they are */
    uint32_t n_side;    /* 2, else 0 */
    const char *why;    /* for the trace */
};

/* Who says so. Whoever only wants, plans or refuses a thing tells nothing of it, and is no source of a claim. */
struct msdx_teller {
    int32_t tok;
    msd_source_kind kind;
    enum { MSDX_TELLS = 0, MSDX_WISHES, MSDX_THREATENS } as;
};

struct msdx_judgement {
    msd_claim_status status;
    msd_hedge hedge;
    bool drop; /* inside what reports nothing */
    const char *drop_why;
    const char *rule;                            /* class of the outermost word that changed the status; NULL */
    struct msdx_teller source[MSDX_SOURCES_MAX]; /* innermost first while it is made, then outermost first */
    uint32_t n_source;
    int32_t operator_tok; /* nearest governing class word whose content this is; -1 */
    int32_t condition_of; /* main clause's word when this stands in an if-clause; -1 */
    int32_t purpose_of;   /* the act whose purpose this is; -1 */
    int32_t modal_tok;    /* its own auxiliary (or negation) that decided the status; -1 */
    bool will_not;        /* its own auxiliary, negated */
    bool direct;          /* an effect other than a hedge fell on it */
    bool told;            /* what is decided is told in the trace */
};

/* Words between quotation marks, as tokens; spoken by whom is found when it is first asked for. */
struct msdx_quote {
    int32_t start, end, para; /* half-open; which paragraph */
    bool speech;              /* more than a word or a title in quotes */
    int32_t speaker;          /* token, or -1 */
};

/* A claim before it is written out. */
struct msdx_draft {
    int32_t trigger, trigger_start, sent;
    const msdx_frame *frame;
    int32_t actor[MSDX_MEMBERS_MAX], recipient[MSDX_MEMBERS_MAX];
    uint32_t n_actor, n_recipient;
    struct msdx_judgement how;
    double confidence;
    bool dropped;     /* not what it seemed: no claim */
    bool of_modal;    /* stated by an auxiliary: 'will not', 'must' */
    int32_t same_as;  /* an earlier draft that tells the same, or -1 */
    uint32_t in_body; /* of a title's: one more than the number of the body's draft that tells it in full; 0: none */
    uint32_t claim;
    const struct msdx_coder *coder; /* the unit it stands in */
};

/* A name of a place, as tokens [a, b). */
struct msdx_given {
    int32_t a, b;
};

struct msdx_coder {
    const msdx_know *know;
    msd_without without;
    msdx_arena *scratch; /* lives as long as the call */
    msd_doc *doc;
    msdx_unit *u;
    bool is_title;
    struct msdx_word *word; /* by token */
    struct msdx_np *np;     /* by token */
    struct msdx_draft *draft;
    uint32_t n_draft, draft_room;
    struct msdx_coder *body;        /* from the title: the body's coder, else NULL */
    const msdx_class **topic;       /* by sentence: the topic that silences it, or NULL */
    const msdx_class *text_topic;   /* the topic that the text opens with, or NULL */
    int32_t *para;                  /* by sentence: the number of its paragraph, from 0 on */
    struct msdx_setting *setting;   /* what the document says about where it is set (gazetteer.c); may be NULL */
    struct msdx_setting *opening;   /* the same of its first sentences, for the title */
    const struct msdx_given *given; /* names that the caller knows to be places, in order */
    uint32_t n_given;
    struct msdx_time *time; /* its time expressions (times.h), in order */
    uint32_t n_time;
    const char **context;     /* by sentence: where the text so far is set, or NULL */
    bool *is_home;            /* by sentence: so plainly that people of whom it tells no country are at home there */
    struct msdx_quote *quote; /* in the order of the text (attribution.c) */
    uint32_t n_quote, quote_room;
    bool quotes_done;
    struct msdx_reach *reach; /* where paths led (conditions.c) */
    struct msdx_said *said;   /* by sentence: what words stand in it (conditions.c) */
    msdx_buf *trace;          /* NULL: none wanted */
    uint32_t depth;           /* guards recursion through mentions */
    struct {
        const char *country;
        int32_t para;      /* in which it is told first; INT32_MAX: in none */
    } told[MSDX_TOLD_MAX]; /* where the text speaks of the country of a party's name (defined.c) */
    uint32_t n_told;
};

/* ---- code.c ---- */
/* Title (if any) and body with lexicon, repairs and topics, and no claims yet, for another matcher than ours. */
MSD_MUST_CHECK msd_status msdx_coder_open(const msdx_know *know, msdx_code_work *work, msd_doc *doc,
                                          struct msdx_coder *list[2], uint32_t *n, msd_error *err);

/* The country that the text is set in, as far as it tells up to this sentence: its dateline's, else what it names most. */
const char *msdx_context_country(const struct msdx_coder *c, int32_t sent);
/* The same, or NULL where the text does not tell it so plainly that it may be lent to people of whom none is told. */
const char *msdx_home_country(const struct msdx_coder *c, int32_t sent);

/* ---- lexicon.c ---- */
void msdx_code_lexicon(struct msdx_coder *c);
/* Give a form in -ed or -ing the dictionary form of a verb that the knowledge has ('readmitted'); false: there is none. */
bool msdx_take_verb(struct msdx_coder *c, int32_t t);
const msdx_sense *msdx_word_sense(const struct msdx_word *w, msdx_sense_kind kind, const msdx_sense *after);
/* First sense of a kind in the name phrase; NULL: none. */
const msdx_sense *msdx_word_name(const struct msdx_word *w, msdx_sense_kind kind);
/* Senses of a phrase of tokens in a space of dictionary forms. */
const msdx_sense *msdx_phrase_senses(const struct msdx_coder *c, msdx_space space, const int32_t *tok, uint32_t n,
                                     size_t *n_sense);
/* The same in the space of roles, frames and classes. */
const msdx_sense *msdx_lemma_phrase(const struct msdx_coder *c, const int32_t *tok, uint32_t n, size_t *n_sense);
/* The one country that a sentence names, or NULL. placed_only: only when it names it as where something is or whose it
 * is ('in Nairobi', 'Mexico's senate'), not just as somebody who acts. The name that covers token `but` is passed over. */
const char *msdx_sentence_country(const struct msdx_coder *c, int32_t sent, bool placed_only, int32_t but);
/* Are the tokens [t, end), as written, in a list of the knowledge? */
bool msdx_is_listed(const struct msdx_coder *c, msdx_list list, int32_t t, int32_t end);
/* Most words are told apart by their first letter, and these are asked of every word many times. */
static inline bool msdx_spells(msdx_str s, const char *word)
{
    return s.n && s.p[0] == word[0] && msdx_str_is(s, word);
}

static inline bool msdx_tok_lower_is(const msdx_unit *u, int32_t t, const char *word)
{
    return t >= 0 && msdx_spells(u->tok[t].lower, word);
}

static inline bool msdx_tok_lemma_is(const msdx_unit *u, int32_t t, const char *word)
{
    return t >= 0 && msdx_spells(u->tok[t].lemma, word);
}

/* ---- defined.c ---- */
/* Let short forms that the text explains mean what it says. */
void msdx_code_defined(struct msdx_coder *c);
/* Is the name at t that of a party such as many countries have, and the text on another country than its own? */
bool msdx_is_anothers_party(struct msdx_coder *c, int32_t t);

/* ---- gazetteer.c ---- */
/* Fill word[].place, and word[].name where a name stands that is not ours. */
void msdx_code_gazetteer(struct msdx_coder *c);
/* Where the dateline puts the document; false without one. */
bool msdx_dateline_place(struct msdx_coder *c, msd_where *out);

/* ---- settle.c ---- */
const char *msdx_setting_most(const struct msdx_coder *c); /* the country that the document speaks most of, or NULL */

/* ---- sites.c ---- */
/* Fill word[].site_*: names that the words around them show to be places. */
void msdx_code_sites(struct msdx_coder *c);
bool msdx_is_site_noun(const msdx_unit *u, int32_t t); /* 'village', 'checkpoint' */

/* Our own place that is the capital of this state, or of this country; NULL: we know none. */
const msdx_place *msdx_capital_of(const struct msdx_coder *c, uint32_t state);
const msdx_place *msdx_capital_of_country(const struct msdx_coder *c, const char *country);

/* ---- there.c ---- */
/* Fill word[].place of descriptions of places: 'in the capital', 'the city'. After the context is known. */
void msdx_code_there(struct msdx_coder *c);

/* ---- repair.c, headline.c, hyphen.c, fronted.c, objects.c, verbless.c ---- */
void msdx_code_repair(struct msdx_coder *c);
void msdx_repair_headline(struct msdx_coder *c, int32_t sent);
struct msdx_clause {
    int32_t subject, verb, object; /* heads; object -1: none */
    int32_t from, to;              /* tokens of the three, half-open */
};
/* Hang these words as a clause of their own, in the present tense. */
void msdx_build_clause(struct msdx_coder *c, const struct msdx_clause *cl);
/* heading.c: what headlines leave out. The place before a colon is cut off: where the sentence begins. */
int32_t msdx_repair_dateline(struct msdx_coder *c, int32_t start, int32_t end);
/* 'Rebels, army clash', 'UN, AU condemn coup', 'as army, rebels clash': both before verb v act. */
void msdx_join_actors(struct msdx_coder *c, int32_t v, int32_t start);
/* The last word of a role noun or of a name. */
bool msdx_may_act(const struct msdx_coder *c, int32_t t);
void msdx_repair_heading(struct msdx_coder *c, int32_t start, int32_t end);
/* 'Miners block highway, demand talks': t is a second verb, taken for a noun beside the object of the first. */
void msdx_repair_second_verb(struct msdx_coder *c, int32_t t, int32_t end);
/* 'It was Iran that attacked the ship': who did it, where the clause was taken for a subject. */
void msdx_repair_cleft(msdx_unit *u, int32_t t);
void msdx_repair_hyphens(struct msdx_coder *c, int32_t sent);
void msdx_repair_fronted(struct msdx_coder *c, int32_t sent);
void msdx_repair_objects(struct msdx_coder *c);
void msdx_repair_participles(struct msdx_coder *c);
/* A verb of which nobody says that somebody did it without saying to whom: 'kill'. */
bool msdx_needs_object(const msdx_unit *u, int32_t t);
bool msdx_is_deed_in_list(const msdx_unit *u, int32_t v);
bool msdx_is_means(const msdx_unit *u, int32_t v);
bool msdx_is_deed(const struct msdx_coder *c, int32_t t);
int32_t msdx_subject_of_finite(const msdx_unit *u, int32_t v);
void msdx_repair_verbless(struct msdx_coder *c, int32_t sent);
/* The children of the words [start, end) of one sentence anew. */
void msdx_relink(msdx_unit *u, int32_t start, int32_t end);
void msdx_repair_subjunctive(struct msdx_coder *c, int32_t t);

/* ---- tree.c ---- */
#define MSDX_EACH_CHILD(u, t, kid) for (int32_t kid = (u)->tok[t].first_child; kid >= 0; kid = (u)->tok[kid].next_sib)
static inline int32_t msdx_child(const msdx_unit *u, int32_t t, msdx_rel rel)
{
    MSDX_EACH_CHILD (u, t, k)
        if (u->tok[k].rel == rel) return k;
    return -1;
}

/* Is t the word at top or one below it? What is hung on a word below itself makes a ring of the tree. */
bool msdx_hangs_on(const msdx_unit *u, int32_t t, int32_t top);
static inline bool msdx_is_verb(const msdx_unit *u, int32_t t)
{
    return u->tok[t].upos == MSDX_VERB || (u->tok[t].tag[0] == 'V' && u->tok[t].tag[1] == 'B');
}

/* An adverb or preposition that many verbs take for a particle. */
bool msdx_may_be_particle(const msdx_unit *u, int32_t t);
/* The particle of a verb ('turn back'), or -1. */
int32_t msdx_particle(const msdx_unit *u, int32_t v);
static inline bool msdx_is_noun(const msdx_unit *u, int32_t t)
{
    return u->tok[t].upos == MSDX_NOUN || u->tok[t].upos == MSDX_PROPN;
}

bool msdx_is_passive(const msdx_unit *u, int32_t v);
/* -1 singular, 1 plural, 0 not to be seen, of a finite verb by its own form or that of its auxiliary. */
int msdx_verb_number(const msdx_unit *u, int32_t v);
bool msdx_is_infinitive(const msdx_unit *u, int32_t v);
bool msdx_is_imperative(const msdx_unit *u, int32_t t); /* 'Release them', alone or as what somebody says */
bool msdx_is_asked(const msdx_unit *u, int32_t t);      /* 'told them to leave', '“Leave,” he told them' */
bool msdx_is_clause_rel(msdx_rel rel);
/* 'accusations made by', 'troops attacking': a participle without an opening word. */
bool msdx_is_reduced(const msdx_unit *u, int32_t v);
bool msdx_is_relative_pronoun(const msdx_unit *u, int32_t t);
int32_t msdx_first_conjunct(const msdx_unit *u, int32_t t);
int32_t msdx_subject(const struct msdx_coder *c, int32_t v); /* logical; -1: none */
int32_t msdx_object(const struct msdx_coder *c, int32_t v);
int32_t msdx_surface_subject(const struct msdx_coder *c, int32_t v);
/* The light verb that a noun is the content of, or -1. */
int32_t msdx_light_verb(const struct msdx_coder *c, int32_t noun);
/* Whom an adjective without a verb of its own describes: 'Villagers angry at', 'Critical of it, the union left'; or -1. */
int32_t msdx_described(const struct msdx_coder *c, int32_t a);
uint32_t msdx_path_eval(struct msdx_coder *c, int32_t t, const msdx_path *path, int32_t *out, uint32_t room);

/* Does the sentence open a paragraph? */
bool msdx_begins_paragraph(const struct msdx_coder *c, int32_t sent);
/* May what token `said` tells be known at token t? It stands in t's paragraph or before: what is added to a text changes
 * nothing in it. */
bool msdx_is_known_at(const struct msdx_coder *c, int32_t said, int32_t t);

int32_t msdx_left_edge(const msdx_unit *u, int32_t t);
int32_t msdx_right_edge(const msdx_unit *u, int32_t t);

/* ---- prep.c ---- */
/* The preposition(s) of a nominal or the marker(s) of a clause, lower case, one space between; "" when none. */
void msdx_prep_of(const msdx_unit *u, int32_t t, char *out, size_t room);
/* 'was called for': what the preposition left behind speaks of is the subject. prep NULL: any. */
bool msdx_is_stranded(const struct msdx_coder *c, int32_t v, const char *prep);
/* The nominals that a path's preposition gives; first: the path begins with it. */
uint32_t msdx_step_prep(struct msdx_coder *c, int32_t t, const char *prep, bool first, int32_t *out, uint32_t room);

/* The word that counts or groups the deed at t ('a campaign of cleansing'), or -1. */
int32_t msdx_grouped_under(const msdx_unit *u, int32_t t);

/* ---- members.c ---- */
/* Add a token to a list of n that has no room for more than `room`, once; the new n. */
uint32_t msdx_put_tok(int32_t *out, uint32_t n, uint32_t room, int32_t t);
/* The conjuncts of a nominal, itself first; of a noun that several names share ('Indian and Pakistani troops') those. */
uint32_t msdx_members(const msdx_unit *u, int32_t t, int32_t *out, uint32_t room);
/* The first of the names that share a plural noun, or -1; the last of them; the noun that a name shares, or -1. */
int32_t msdx_shared_by(const msdx_unit *u, int32_t head);
int32_t msdx_shared_last(const msdx_unit *u, int32_t first);
int32_t msdx_noun_shared(const msdx_unit *u, int32_t t);
/* Past quantity nouns to what is counted: 'dozens of mayors'. */
int32_t msdx_counted(const msdx_unit *u, int32_t t);
/* Words that stand for people by number alone: 'thousands', 'two others'. */
bool msdx_is_people_count(const msdx_unit *u, int32_t t);

/* ---- around.c ---- */
/* What the phrase around a head says about country, office and allegiance. */
struct msdx_around {
    const char *country;
    const char *sector;      /* of a role noun or seat among the modifiers */
    bool nature;             /* 'Typhoon Hagibis' */
    const char *served;      /* sector of whom it speaks or works for: 'White House spokesman' */
    const char *owner;       /* sector of the body or group whose it is: 'Hezbollah's tunnels', 'units of the army' */
    bool by_rank;            /* its sector is only that of a military rank */
    const msdx_agent *title; /* the role noun that its sector is of, before a name */
    const char *aligned[4];
    uint32_t n_aligned;
    bool former;
    bool of_state; /* its country is a possessor that is a state: 'Iran's', 'its' */
};
static inline bool msdx_is_any(const char *s, const char *const *list) /* list ends with NULL */
{
    for (; *list; list++)
        if (**list == *s && strcmp(s, *list) == 0) return true;
    return false;
}

msd_span msdx_np_span(const struct msdx_coder *c, int32_t head);
/* The sector that an actor has on a date: the last role that holds then. *country is changed where the role has one. */
const char *msdx_sector_on(const msdx_actor *a, const char *date, const char **country);
void msdx_look_around(struct msdx_coder *c, int32_t head, struct msdx_around *a);

/* ---- sector.c ---- */
bool msdx_is_armed(const char *sector); /* of those who fight, and no state's */
/* The sector of the role noun at head, by what stands around it. */
const char *msdx_agent_sector(struct msdx_coder *c, int32_t head, const struct msdx_around *a);
/* That of a title before a name: 'Hezbollah commander', 'Federal Reserve chairman'. */
const char *msdx_title_sector(const struct msdx_around *a);
/* The armed group that is named before the head, or after it by 'of'. */
const msdx_actor *msdx_group_of(struct msdx_coder *c, int32_t head);
/* 'Boko Haram fighters': several of an armed group are the group. */
void msdx_take_group(struct msdx_coder *c, int32_t head, struct msdx_np *np);

/* ---- mention.c, coref.c, describe.c ---- */
void msdx_take_actor(struct msdx_coder *c, struct msdx_np *np, const msdx_actor *a);
const struct msdx_np *msdx_mention(struct msdx_coder *c, int32_t head);
/* Is the name at head that of a party or office of one country, and said to be another's: 'Iraq's National Conference'? */
bool msdx_is_of_another_state(const struct msdx_coder *c, int32_t head);
/* The words of the same sentence that a pronoun stands for ('Chad says it will'), or the token itself. */
int32_t msdx_said_outright(struct msdx_coder *c, int32_t t);
int32_t msdx_antecedent(struct msdx_coder *c, int32_t pronoun);       /* token, or -1 */
int32_t msdx_earlier_name(struct msdx_coder *c, int32_t head);        /* 'Kadhimi' after 'Mustafa al-Kadhimi' */
int32_t msdx_earlier_description(struct msdx_coder *c, int32_t head); /* 'these militias' */
/* Whom 'both sides', 'the two countries' means; false when it means nobody named before. */
bool msdx_two_sides(struct msdx_coder *c, int32_t head, int32_t side[2]);
/* 'Chad and Niger' by its first word, when they are two and known. */
bool msdx_listed_two(struct msdx_coder *c, int32_t t, int32_t side[2]);
/* ---- attribution.c ---- */
/* The speaker of the quotation or report that a word stands in, or -1. */
int32_t msdx_speaker(struct msdx_coder *c, int32_t t);

/* ---- class.c ---- */
/* The class of a kind that t is a word of (verbs with their particle), one after another; NULL ends. *i starts at 0. */
const msdx_class *msdx_class_of(const struct msdx_coder *c, int32_t t, msdx_sense_kind kind, uint32_t *i);
/* Does the verb undo what its object names: 'rejected the demand'? */
bool msdx_undoes(const struct msdx_coder *c, int32_t v);
bool msdx_refuses(const struct msdx_coder *c, int32_t v, int32_t noun);
/* The class of a phrase as it stands, such as a whole preposition ('according to'); NULL: none. */
const msdx_class *msdx_phrase_class(const struct msdx_coder *c, const char *phrase, msdx_sense_kind kind);
/* Is `content` what class `cl` at `g` speaks of? */
bool msdx_is_content(struct msdx_coder *c, const msdx_class *cl, int32_t g, int32_t content);

/* ---- topic.c ---- */
/* Fill c->topic: sentences whose words say that they are sport, markets, weather. */
void msdx_code_topics(struct msdx_coder *c);

/* ---- status.c ---- */
void msdx_judge(struct msdx_coder *c, int32_t t, struct msdx_judgement *out);
/* The same for all that the clause of t states: its own auxiliaries and negation are a part of what is judged. */
void msdx_judge_whole(struct msdx_coder *c, int32_t t, struct msdx_judgement *out);

/* ---- source.c ---- */
/* Take out of a draft's sources those who only wish, and those who announce what they will do themselves. */
void msdx_settle_sources(struct msdx_coder *c, struct msdx_draft *d);

/* ---- conditions.c ---- */
/* The first that does not hold, or NULL. Open: they hold but for who acts, which a passive leaves out. */
/* Is it plain from what is remembered of t that some condition of the frame fails? This is asked before the others. */
bool msdx_gate_shut(struct msdx_coder *c, int32_t t, const msdx_frame *f);
const msdx_cond *msdx_cond_that_fails(struct msdx_coder *c, int32_t t, const msdx_frame *f, bool *open);
/* Does all that the frame asks hold but the list of words of its object? */
bool msdx_fits_but_for_object(struct msdx_coder *c, int32_t t, const msdx_frame *f);
bool msdx_is_physical(const char *event);
/* Does a passive of a deed of power leave out who did it, where its object alone tells the deed ('the border was shut')? */
bool msdx_leaves_out_actor(struct msdx_coder *c, int32_t t, const msdx_frame *f);

/* ---- owner.c ---- */
/* Whose it is: 'Iran's proposal', 'an appeal filed by the union'; a known possessor or maker, or -1. */
int32_t msdx_owner(struct msdx_coder *c, int32_t t);
int32_t msdx_whose_death(struct msdx_coder *c, int32_t t);

/* ---- bear.c ---- */
/* Does the verb say that its subject bears what its object names: 'endured shelling'? */
bool msdx_undergoes(const msdx_unit *u, int32_t v);
/* Who bears the event that a noun names, by the verb over it; -1: it says nothing of that. */
int32_t msdx_bearer(const struct msdx_coder *c, int32_t noun, const msdx_frame *frame);
/* The party that a by-phrase of the noun names, where its light verb does not itself say who does it; -1: none. */
int32_t msdx_done_by(struct msdx_coder *c, int32_t noun, int32_t light);

/* ---- roles.c ---- */
/* How one role was filled. */
struct msdx_filled {
    int32_t tok[MSDX_MEMBERS_MAX];
    uint32_t n;
    bool refused; /* somebody stands there who can be no party to this event */
    const char *why;
};
void msdx_fill(struct msdx_filled *f, int32_t t);
void msdx_add_actor(struct msdx_coder *c, int32_t t, struct msdx_filled *f);
/* direct: it stands as the verb's own object. */
void msdx_add_recipient(struct msdx_coder *c, int32_t t, const msdx_frame *frame, bool direct, struct msdx_filled *f);
void msdx_remove_shared(struct msdx_coder *c, struct msdx_filled *from, const struct msdx_filled *other);
bool msdx_any_known(struct msdx_coder *c, const struct msdx_filled *f);
/* Has any of them an office, arms, a party, a cause: is it no affair of private persons or firms alone? */
bool msdx_any_public(struct msdx_coder *c, const struct msdx_filled *f);
/* Is the event noun said to happen ('fighting broke out', 'a curfew is in force')? */
bool msdx_is_told_of(struct msdx_coder *c, int32_t noun);
/* Does g say that its subject happens ('broke out', 'took place', 'is under way')? */
bool msdx_says_it_occurs(struct msdx_coder *c, int32_t g);
/* Fill both roles; NULL when that went well, else why the frame does not fit. */
/* 'accused each other': what is done, all of them do to the others. */
bool msdx_is_each_other(const msdx_unit *u, int32_t t);
const char *msdx_try_roles(struct msdx_coder *c, int32_t t, const msdx_frame *frame, bool verb,
                           struct msdx_filled *actor, struct msdx_filled *recipient);

/* ---- aim.c ---- */
/* Fill the recipient from what stands around when no path of the frame gave anybody. */
/* Whom a boat, a bus carries, where the text says so; else t. */
int32_t msdx_aboard(struct msdx_coder *c, int32_t t);
void msdx_aim(struct msdx_coder *c, int32_t t, const msdx_frame *frame, bool verb, const struct msdx_filled *actor,
              struct msdx_filled *out);

/* ---- frame.c, special.c ---- */
void msdx_code_frames(struct msdx_coder *c);
struct msdx_draft *msdx_new_draft(struct msdx_coder *c); /* zeroed; NULL when memory ran out */
void msdx_code_will_not(struct msdx_coder *c, const struct msdx_draft *inner);
void msdx_code_must(struct msdx_coder *c, int32_t aux);
void msdx_code_behind(struct msdx_coder *c, int32_t t);

/* ---- context.c ---- */
/* The frame's contexts, then, in the order of the text, those whose words stand there; at most four of all. */
void msdx_code_contexts(struct msdx_coder *c, const struct msdx_draft *d, msd_strings *out);

/* ---- when.c where.c count.c ---- */
void msdx_code_when(struct msdx_coder *c, int32_t trigger, msd_when *out);
bool msdx_is_long_ago(struct msdx_coder *c, int32_t trigger);
void msdx_code_where(struct msdx_coder *c, const struct msdx_draft *d, msd_where *out);
void msdx_code_count(struct msdx_coder *c, const struct msdx_draft *d, msd_magnitude *out);
int64_t msdx_number_at(const msdx_unit *u, int32_t t); /* of a numeral token; -1: not a number */
bool msdx_names_place(const struct msdx_coder *c, int32_t t);
/* The place that a nominal names, itself or in a name that the model found; false when there is none. */
bool msdx_take_place(struct msdx_coder *c, int32_t t, msd_where *out);
/* The place a nominal names, or NULL; *country its country. */
const msdx_place *msdx_place_at(const struct msdx_coder *c, int32_t t, const char **name, const char **country,
                                msd_place_precision *precision);

/* ---- told.c ---- */
/* Whoever is attacked, seized, marches is where it happens; whoever is asked or accused need not be. */
bool msdx_happens_on_the_ground(const char *event);
/* The top of what is told in one breath: up to where another's words, or another sentence, begin. */
int32_t msdx_telling(const msdx_unit *u, int32_t t);
/* Is the name at t that of somebody who acts, is asked or accused? (where.c) */
bool msdx_is_party(const struct msdx_coder *c, const struct msdx_draft *d, int32_t t);
/* Does t stand in the words for somebody who tells it: 'officials in Quito'? (where.c) */
bool msdx_is_of_source(const msdx_unit *u, const struct msdx_judgement *how, int32_t t);
/* Fill what msdx_code_when and msdx_code_where left open. */
void msdx_code_told(struct msdx_coder *c, const struct msdx_draft *d, msd_when *when, msd_where *where);

/* ---- scene.c ---- */
/* The next name of a place from token t on, before `end`: its tokens [a, b); gives the token after it, -1: none. */
int32_t msdx_next_place(const struct msdx_coder *c, int32_t t, int32_t end, int32_t *a, int32_t *b);
/* The places, by the topmost token of each name, where what t states happened; how many. dump: for the training, what
 * each candidate was weighed by; NULL: not wanted. */
uint32_t msdx_scene(const struct msdx_coder *c, int32_t t, int32_t *out, uint32_t room, msdx_buf *dump);

/* The place told in the same breath that is likeliest, if it weighs `least`; -1: none. */
int32_t msdx_scene_likely(const struct msdx_coder *c, int32_t t, double least);
/* The same but for the places of those who tell it. */
uint32_t msdx_places_of(struct msdx_coder *c, int32_t t, const struct msdx_judgement *how, int32_t *out, uint32_t room);

/* Which place the name [a, b) means, or lies in or near, given that it is one. */
bool msdx_take_given(struct msdx_coder *c, int32_t a, int32_t b, msd_where *out);

/* ---- merge.c ---- */
/* The drafts of the same sentence around draft i, itself among them, half-open; not further than a text needs. */
void msdx_drafts_near(const struct msdx_coder *c, uint32_t i, uint32_t *from, uint32_t *to);
void msdx_merge_sentences(struct msdx_coder *c);
/* Do all of b's parties stand among a's? The two lists of tokens are of the two drafts. */
bool msdx_all_in(const struct msdx_draft *a, const int32_t *ta, uint32_t na, const struct msdx_draft *b,
                 const int32_t *tb, uint32_t nb);
bool msdx_mode_fits(const msdx_frame *a, const msdx_frame *b);
void msdx_take_into(struct msdx_draft *a, struct msdx_draft *b, uint32_t index_a);

/* ---- retell.c ---- */
void msdx_merge_retold(struct msdx_coder *c);
/* Find for the title's drafts those of the first sentences that tell them in full (draft.in_body). */
void msdx_retell_title(struct msdx_coder *title, const struct msdx_coder *body);
bool msdx_same_event(const struct msdx_draft *a, const struct msdx_draft *b);

/* ---- score.c ---- */
/* How surely each draft that stands is right. */
void msdx_score_claims(struct msdx_coder *c);

/* ---- links.c ---- */
/* The draft that tells what draft i tells, or i itself. */
uint32_t msdx_root_draft(const struct msdx_coder *c, uint32_t i);
void *msdx_grown(msdx_arena *a, const void *list, size_t n, size_t size);
void msdx_link_drafts(struct msdx_coder *c);

/* ---- claim.c ---- */
void msdx_code_claims(struct msdx_coder **coder, uint32_t n_coder);

#if defined(__GNUC__)
__attribute__((format(printf, 2, 3)))
#endif
void msdx_trace(struct msdx_coder *c, const char *fmt, ...);
#endif
