/* story_kind.c: words that reports use for one and the same happening. One paper writes that a man was shot dead,
 * another tells of his murder, a third of the slaying: within reports that are alike such words mean one event. The
 * sets below are of news vocabulary; a word has one set at most, and words in none are compared by their stems. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/mem.h"
#include "store/story.h"

enum { STEM = 6, WORD_MOST = 64 };

/* Each line one set, its name first. */
static const char *const set[] = {
    /* life and death */
    ("die died dies dead death dying deceased demise perish fatal fatality deadly lifeless kill murder slay slain "
     "slaying slew homicide manslaughter assassinate assassination massacre butcher lynch"),
    "execute execution behead", "suicide hang hung hanged", "hurt injure injury wound maim",
    "marry wed wedding marriage nuptials", "divorce separate separation", "born birth baby", "pregnant pregnancy",
    "bury buried burial funeral", "sick ill illness disease sickness",
    /* force */
    "shoot shot shooting gunfire gunshot gunned shootout shots", "attack assault ambush onslaught offensive",
    "fight fought clash battle combat skirmish", "bomb bombing explode explosion blast detonate detonation blew",
    "strike struck hit slam batter pound", "invade invasion incursion", "stab stabbing knife knifing",
    "kidnap abduct abduction hostage", "torture abuse mistreat", "rape molest",
    "destroy demolish raze devastate devastation ruin", "damage cut sever",
    "burn burnt burned blaze fire flames inferno wildfire",
    "rob robbery heist raid burglary burglar theft steal stole stolen loot plunder", "hijack hijacking",
    "smuggle traffic", "withdraw withdrew withdrawal pullout retreat", "deploy deployment", "truce ceasefire armistice",
    "mutiny coup putsch overthrow overthrew topple",
    /* law */
    "arrest detain detention apprehend nab capture caught catch custody",
    "charge accuse accusation indict indictment allege allegation", "convict conviction guilty",
    "sentence jail imprison prison", "acquit acquittal exonerate clear", "sue lawsuit suit litigation", "try trial",
    "investigate investigation probe inquiry", "flee fled escape breakout jailbreak", "search hunt manhunt",
    "free freed liberate", "fine penalty", "ban prohibit outlaw prohibition", "extradite extradition",
    "deport deportation expel expulsion oust ouster",
    /* nature and accident */
    "earthquake quake temblor tremor aftershock jolt", "storm hurricane cyclone typhoon tempest",
    "flood deluge inundate", "erupt eruption", "crash accident collision wreck collide pileup derail",
    "fall fell fallen tumble plunge", "sink sank sunk capsize", "rescue save", "evacuate evacuation", "collapse",
    /* politics and talk */
    "say said says tell told state according add note remark comment", "announce announcement declare declaration",
    "meet met meeting talk talks negotiate negotiation summit discuss discussion", "visit trip tour",
    "agree agreement accord pact treaty deal", "vote ballot poll", "elect election",
    "protest demonstrate demonstration rally march", "riot unrest rampage", "resign resignation quit",
    "appoint appointment name choose chose chosen select selection pick tap nominate nomination",
    "dismiss dismissal sack axe", "condemn condemnation denounce denunciation", "praise laud applaud hail",
    "criticize criticise criticism", "threaten threat", "reject rejection refuse refusal",
    "approve approval endorse endorsement back", "sanction embargo", "apologize apologise apology",
    "promise pledge vow", "warn warning", "demand urge", "ask request", "aid help assist assistance", "donate donation",
    /* business */
    "buy bought purchase acquire acquisition takeover", "sell sold sale", "merge merger", "invest investment",
    "pay paid payment settle settlement",
    "release issue publish publication unveil launch introduce introduction debut", "layoff redundancy",
    "rise rose risen raise hike increase climb surge soar", "drop decline decrease slump",
    "build built construct construction", "close closure shut shutdown", "open reopen",
    "outage downtime disrupt disruption blackout", "fix repair plug patch mend",
    "bankrupt bankruptcy insolvent insolvency", "develop development", "job post role position",
    /* sport and shows */
    "win won victory beat beaten defeat triumph", "lose lost loss", "tie draw drew", "award oscar prize honor honour",
    "host emcee present presenter", "play game match", "score goal", "sign signing", "retire retirement", "rout thrash",
    "replace replacement succeed successor", "perform performance concert gig", "record mark", "nominee shortlist",
    /* anything */
    "begin began begun start commence", "end stop halt cease finish", "find found discover discovery uncover",
    "thwart foil prevent prevention avert", "place put", "break broke broken", "enter check admit admission",
    "rehab rehabilitation treatment", "drunk drunken dui dwi", "take took taken", "go went gone head",
    "come came arrive arrival", "see saw seen", "give gave given", "make made", "leave left depart departure",
    "show shown", "confirm confirmation", "deny denied denial", "continue continuation", "attempt", "plan planned",
    "believe belief", "suspect suspicion", "know knew known"};

/* Words that only go with another one. */
static const char *const small[] = {"a",     "about", "after", "against", "an",    "are", "at",  "away", "be",  "been",
                                    "being", "by",    "down",  "for",     "from",  "had", "has", "have", "he",  "her",
                                    "his",   "in",    "into",  "is",      "its",   "of",  "off", "on",   "out", "over",
                                    "s",     "the",   "their", "to",      "under", "up",  "was", "were", "with"};

static bool ends(const char *s, size_t n, const char *tail)
{
    size_t k = strlen(tail);
    return n > k && memcmp(s + n - k, tail, k) == 0;
}

/* The word in small letters without its ending, and of that the beginning. */
static void make_stem(const char *word, size_t n, char out[STEM + 1])
{
    char s[WORD_MOST] = "";
    n = n < WORD_MOST - 1 ? n : WORD_MOST - 1;
    for (size_t i = 0; i < n; i++) s[i] = (char)tolower((unsigned char)word[i]);
    if (ends(s, n, "'s")) n -= 2;
    if (n > 5 && ends(s, n, "ing"))
        n -= 3;
    else if (n > 4 && (ends(s, n, "ied") || ends(s, n, "ies")))
        n -= 2, s[n - 1] = 'y';
    else if (n > 4 && ends(s, n, "ed"))
        n -= 2;
    else if (n > 4 && ends(s, n, "es") && strchr("sxzh", s[n - 3]))
        n -= 2;
    else if (n > 3 && ends(s, n, "s") && !ends(s, n, "ss"))
        n -= 1;
    if (n > 3 && s[n - 1] == 'e') n--;
    if (n > 3 && s[n - 1] == s[n - 2] && !strchr("sl", s[n - 1])) n--;
    n = n < STEM ? n : STEM;
    memcpy(out, s, n);
    out[n] = 0;
}

/* The set that has the word, or -1. */
static int find_set(const char *stem)
{
    for (size_t i = 0; i < sizeof set / sizeof *set; i++)
        for (const char *p = set[i]; *p;) {
            size_t n = strcspn(p, " ");
            char of[STEM + 1];
            make_stem(p, n, of);
            if (strcmp(of, stem) == 0) return (int)i;
            p += n + (p[n] == ' ');
        }
    return -1;
}

static bool is_small(const char *word, size_t n)
{
    for (size_t i = 0; i < sizeof small / sizeof *small; i++)
        if (strlen(small[i]) == n && strncmp(small[i], word, n) == 0) return true;
    return false;
}

/* The word that says what happens: a verb before its particle (`broke out`), else the last (`plane crash`). */
static size_t find_head(const char *words, const char **head)
{
    const char *first = NULL;
    size_t n_first = 0, n_head = 0;
    bool particle = false;
    *head = words;
    for (const char *p = words; *p;) {
        size_t n = 0;
        while (p[n] && (isalnum((unsigned char)p[n]) || (unsigned char)p[n] >= 0x80 || (p[n] == '\'' && n))) n++;
        if (n == 0) {
            p++;
            continue;
        }
        char low[8] = {0};
        for (size_t i = 0; i < n && n < sizeof low; i++) low[i] = (char)tolower((unsigned char)p[i]);
        bool little = is_small(low, n);
        if (!little) {
            *head = p;
            n_head = n;
        }
        if (!little && !first) {
            first = p;
            n_first = n;
        } else if (little && first == *head && first) {
            particle = true;
        }
        p += n;
    }
    if (particle) {
        *head = first;
        return n_first;
    }
    return n_head ? n_head : strlen(words);
}

void msdx_story_kind(const char *word, char out[32])
{
    char stem[STEM + 1];
    const char *head;
    size_t n = find_head(word, &head);
    make_stem(head, n, stem);
    int i = find_set(stem);
    if (i < 0) {
        snprintf(out, 32, "%s", stem);
        return;
    }
    snprintf(out, 32, "=%.*s", (int)strcspn(set[i], " "), set[i]);
}
