/* test_peer.c: what the readers of peers' dictionaries make of each kind of line. */
#include "know/peer.h"

#include "base/mem.h"
#include "test.h"

#define FIXTURES MSD_SOURCE_DIR "/test/fixtures/peer"

static msdx_peer *open_text(const char *name, const char *text, msdx_buf *report)
{
    msdx_peer *peer = NULL;
    msd_error err = {0};
    CHECK_INT(msdx_peer_open_bytes(&peer, text, strlen(text), name, report, &err), MSD_OK);
    return peer;
}

static const char *code_of(const msdx_peer *peer, const char *const *word, size_t n, uint32_t day, size_t *end)
{
    const msdx_peer_phrase *p = msdx_peer_find(peer, MSDX_PEER_ACTOR, word, n, 0, end);
    const char *code = p ? msdx_peer_actor_code(msdx_peer_actor_at(peer, p->index), day) : NULL;
    return code ? code : "none";
}

static void test_peer__actors(void)
{
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    msdx_peer *peer = open_text("a.actors.txt",
                                "GREAT_WEST [WWW]\nGREAT_WEST PARTY [PTY]\nBEN [A <20001231]\n\t[B 010101-20051231]\n"
                                "\t[C >060101]\n+AL-BEN\nU.N. [IGO]\n",
                                &report);
    static const char *const party[] = {"great", "west", "old", "party"}, *const gap[] = {"great", "new", "west"},
                             *const ben[] = {"ben"}, *const al[] = {"al", "ben"}, *const un[] = {"u.n"};
    size_t end;
    CHECK_STR(code_of(peer, party, 4, 0, &end), "PTY"); /* words may stand between those that no '_' joins */
    CHECK_INT(end, 4);
    CHECK_STR(code_of(peer, party, 3, 0, &end), "WWW");
    CHECK_INT(end, 2);
    CHECK_STR(code_of(peer, gap, 3, 0, &end), "none");
    CHECK_STR(code_of(peer, ben, 1, 19990101, &end), "A");
    CHECK_STR(code_of(peer, ben, 1, 20001231, &end), "A");
    CHECK_STR(code_of(peer, ben, 1, 20010101, &end), "B");
    CHECK_STR(code_of(peer, al, 2, 20200101, &end), "C");
    CHECK_STR(code_of(peer, ben, 1, 0, &end), "none"); /* no day, and no code without dates */
    CHECK_STR(code_of(peer, un, 1, 0, &end), "IGO");
    CHECK_INT(report.n, 0);
    CHECK_STR(msdx_peer_actor_at(peer, 0)->rule, "a.actors.txt:1");
    CHECK_STR(msdx_peer_actor_at(peer, 0)->name, "GREAT WEST");
    msdx_peer_close(peer);
    msdx_buf_clear(&report);
}

static bool is_agent(const msdx_peer *peer, const char *a, const char *b)
{
    const char *word[] = {a, b};
    size_t end;
    return msdx_peer_find(peer, MSDX_PEER_AGENT, word, b ? 2 : 1, 0, &end) != NULL;
}

static void test_peer__agents(void)
{
    msdx_peer *peer = open_text("a.agents.txt",
                                "!KIN! = MAN, MEN\nSPY [~SPY]\nLAW!KIN! [~COP]\nPOLICE {} [~COP]\nGOLDEN_GOOSE "
                                "{GOLDEN_GEESE} [G~]\nCHURCH [~REL]\n",
                                NULL);
    CHECK(is_agent(peer, "spy", NULL) && is_agent(peer, "spies", NULL));
    CHECK(is_agent(peer, "lawman", NULL) && is_agent(peer, "lawmen", NULL) && !is_agent(peer, "lawmans", NULL));
    CHECK(is_agent(peer, "police", NULL) && !is_agent(peer, "polices", NULL));
    CHECK(is_agent(peer, "golden", "goose") && is_agent(peer, "golden", "geese") &&
          !is_agent(peer, "golden", "gooses"));
    CHECK(is_agent(peer, "churches", NULL));
    CHECK(msdx_peer_agent_at(peer, 3)->is_prefix);
    CHECK_STR(msdx_peer_agent_at(peer, 3)->code, "G");
    msdx_peer_close(peer);
}

static void test_peer__verbs(void)
{
    msdx_peer *peer = open_text("v.verbs.txt",
                                "--- GO [040] ---\nGO {WENT}\n+TAKE_OFF {+TAKES_OFF}\nFLEE [080]\n- * HOME [041:042]\n"
                                "- IN_* A B + [043]\n- * [---]\n- * B HOME [045]\n",
                                NULL);
    size_t n;
    const msdx_peer_verb *v = msdx_peer_verbs(peer, "went", 4, &n);
    CHECK_INT(n, 1);
    CHECK_STR(v->code, "040");
    CHECK_INT(v->n_pattern, 4);
    CHECK_STR(v->pattern[0].code, "043"); /* the longest first */
    CHECK_INT(v->pattern[0].before.n, 1);
    CHECK(v->pattern[0].before.item[0].flags & MSDX_PEER_TIGHT);
    CHECK_INT(v->pattern[0].after.n, 3);
    CHECK_INT(v->pattern[0].after.item[2].kind, MSDX_PEER_TARGET);
    CHECK_STR(v->pattern[0].rule, "v.verbs.txt:6");
    CHECK_STR(v->pattern[2].reverse, "042");
    v = msdx_peer_verbs(peer, "takes", 5, &n);
    CHECK_INT(n, 1);
    CHECK_INT(v->phrase.n, 2);
    CHECK_INT(v->main, 0);
    v = msdx_peer_verbs(peer, "flees", 5, &n);
    CHECK(n == 1 && strcmp(v->code, "080") == 0);
    (void)msdx_peer_verbs(peer, "goes", 4, &n);
    CHECK_INT(n, 0); /* forms were given, so none is made */
    CHECK_INT(msdx_peer_file_at(peer, 0)->dialect, MSDX_PEER_PETRARCH);
    msdx_peer_close(peer);
}

static void test_peer__every_line_is_told(void)
{
    static const char *const text =
        "--- A [010] ---\nA\n- * B [010\n- B [010]\n\n# x\n- * \xff [010]\n+\n~ a b\n<NOUN>\nX [010]\n";
    msdx_buf report = MSDX_BUF_INIT(1 << 20);
    msdx_peer *peer = open_text("v.verbs.txt", text, &report);
    const msdx_peer_file *f = msdx_peer_file_at(peer, 0);
    CHECK_INT(f->n_line, 11);
    CHECK_INT(f->n_entry, 2);
    CHECK_INT(f->n_idle, 2);
    CHECK_INT(f->n_refused, 7);
    CHECK(strstr(msdx_buf_cstr(&report), "v.verbs.txt:3: ") &&
          strstr(msdx_buf_cstr(&report), "v.verbs.txt:7: not UTF-8 at byte 5"));
    msdx_peer_close(peer);
    msdx_buf_clear(&report);
}

static void test_peer__codes_add_up(void)
{
    msdx_peer *peer = open_text("x.ontology.txt", "060:0x0070#Help\n121:-0xFFFF+0x0070\n022:0x2080\n", NULL);
    CHECK_INT(msdx_peer_number(peer, "060"), 0x70);
    CHECK_STR(msdx_peer_code_of(peer, 0x70 - MSDX_PEER_NOT), "121");
    CHECK_STR(msdx_peer_code_of(peer, 0x2000 + 0x80), "022");
    CHECK(!msdx_peer_code_of(peer, 0x9999));
    msdx_peer_close(peer);
}

/* `printf 'IRAQ [IRQ]\nIRAN [IRN]\n' | gzip -9n` */
static const unsigned char packed[] = {0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0x03, 0xf3, 0x0c, 0x72,
                                       0x0c, 0x54, 0x88, 0xf6, 0x0c, 0x0a, 0x8c, 0xe5, 0xf2, 0x0c, 0x72, 0xf4, 0x03,
                                       0x31, 0xfd, 0x62, 0xb9, 0x00, 0xfc, 0xca, 0x63, 0xca, 0x16, 0x00, 0x00, 0x00};

static void test_peer__gzip(void)
{
    msdx_peer *peer;
    msd_error err;
    msdx_buf report = MSDX_BUF_INIT(1 << 16);
    CHECK_INT(msdx_peer_open_bytes(&peer, packed, sizeof packed, "a.actors.txt.gz", NULL, &err), MSD_OK);
    CHECK_INT(msdx_peer_file_at(peer, 0)->kind, MSDX_PEER_ACTORS);
    CHECK_INT((int)msdx_peer_file_at(peer, 0)->n_entry, 2);
    CHECK_STR(msdx_peer_actor_at(peer, 1)->rule, "a.actors.txt.gz:2");
    msdx_peer_close(peer);
    for (size_t n = 0; n < sizeof packed; n++) { /* cut short anywhere */
        CHECK_INT(msdx_peer_open_bytes(&peer, packed, n, "a.actors.txt.gz", &report, &err), MSD_OK);
        CHECK_INT((int)msdx_peer_file_at(peer, 0)->n_refused, 1);
        msdx_peer_close(peer);
    }
    CHECK(strncmp(msdx_buf_cstr(&report), "a.actors.txt.gz:0: gzip that ends early", 39) == 0);
    msdx_buf_clear(&report);
}

static void test_peer__folders(void)
{
    msdx_peer *peer = NULL;
    msd_error err = {0};
    CHECK_INT(msdx_peer_open(&peer, FIXTURES "/tabari", NULL, &err), MSD_OK);
    CHECK(peer && msdx_peer_has_stems(peer));
    CHECK_INT(msdx_peer_n_file(peer), 3);
    static const char *const word[] = {"westlanders"};
    size_t end;
    CHECK_STR(code_of(peer, word, 1, 0, &end), "WLD"); /* actors beside TABARI's verbs are beginnings of words too */
    msdx_peer_close(peer);
    CHECK_INT(msdx_peer_open(&peer, FIXTURES "/nothing", NULL, &err), MSD_EIO);
    CHECK(!peer);
    CHECK_INT(msdx_peer_open(&peer, MSD_SOURCE_DIR "/src/LAYERS", NULL, &err), MSD_EFORMAT);
}

/* Whatever allocation fails, the call says so and leaks nothing. */
static void test_peer__out_of_memory(void)
{
    static const char *const folder[] = {FIXTURES "/petrarch", FIXTURES "/petrarch2", FIXTURES "/tabari"};
    for (size_t f = 0; f < 3; f++)
        for (size_t n = 0;; n += 1 + n / 50) {
            msdx_peer *peer = NULL;
            msd_error err = {0};
            msdx_fail_after(n);
            msd_status st = msdx_peer_open(&peer, folder[f], NULL, &err);
            bool hit = msdx_fail_hit();
            msdx_fail_after(SIZE_MAX);
            CHECK((st == MSD_OK) == (peer != NULL));
            CHECK(hit ? st == MSD_ENOMEM : st == MSD_OK);
            msdx_peer_close(peer);
            if (!hit) break;
        }
}

int main(void)
{
    RUN(test_peer__actors);
    RUN(test_peer__agents);
    RUN(test_peer__verbs);
    RUN(test_peer__every_line_is_told);
    RUN(test_peer__codes_add_up);
    RUN(test_peer__gzip);
    RUN(test_peer__folders);
    RUN(test_peer__out_of_memory);
    return test_end();
}
