/* know_stats.c: `masudi know stats`: what the knowledge holds, by kind; how much of it rests on general knowledge; and
 * which words of the ontology nothing leads to. */
#include "cli/cmd_know.h"
#include "write/json.h"

const msdx_reach msdx_reach_of[MSDX_N_REACH] = {{MSDX_SYSTEM_EVENT, "events", "frame"},
                                                {MSDX_SYSTEM_MODE, "modes", "frame"},
                                                {MSDX_SYSTEM_CONTEXT, "contexts", "frame or word"},
                                                {MSDX_SYSTEM_CODE, "codes", "frame"},
                                                {MSDX_SYSTEM_SECTOR, "sectors", "actor or agent"},
                                                {MSDX_SYSTEM_STATUS, "statuses", "class"},
                                                {MSDX_SYSTEM_HEDGE, "hedges", "class"}};

const char *msdx_term_name(const msdx_term *t, msdx_system system, char room[128])
{
    if (system != MSDX_SYSTEM_MODE) return t->id;
    snprintf(room, 128, "%s.%s", t->event, t->id);
    return room;
}

struct row {
    const char *name;
    uint32_t n;
};
enum { N_ROW = 17 };

static void fill_rows(const msdx_know_stats *s, struct row row[N_ROW])
{
    const struct row all[N_ROW] = {{"actors", s->n_actor},
                                   {"roles", s->n_role},
                                   {"agents", s->n_agent},
                                   {"agent_words", s->n_agent_word},
                                   {"places", s->n_place},
                                   {"frames", s->n_frame},
                                   {"classes", s->n_class},
                                   {"examples", s->n_example},
                                   {"counters", s->n_counter},
                                   {"nothing", s->n_nothing},
                                   {"apart", s->n_apart},
                                   {"phrases", s->n_phrase},
                                   {"codes", s->n_code},
                                   {"modes", s->n_mode},
                                   {"actors_of_general_knowledge", s->n_general},
                                   {"gazetteer_places", s->n_gazetteer},
                                   {"gazetteer_names", s->n_gazetteer_name}};
    memcpy(row, all, sizeof all);
}

/* The licence asks that its source be named wherever the data are. */
static const char gazetteer_source[] = "GeoNames, geonames.org, CC BY 4.0";

static void count_reach(const msdx_know *know, msdx_system system, uint32_t *n, uint32_t *n_reached)
{
    msdx_term t;
    *n = *n_reached = 0;
    for (; msdx_know_term(know, system, *n, &t); ++*n) *n_reached += msdx_know_reached(know, system, *n);
}

static void json_kinds(msdx_json *j, const msdx_know *know)
{
    msdx_kind_count k;
    msdx_json_key(j, "kinds");
    msdx_json_open(j, '{');
    for (uint32_t i = 0; msdx_know_kind_count(know, i, &k); i++) {
        msdx_json_key(j, k.kind);
        msdx_json_open(j, '{');
        msdx_json_put_int(j, "entries", k.n);
        msdx_json_put_int(j, "general", k.n_general);
        msdx_json_put_int(j, "sourced", k.n_sourced);
        msdx_json_put_num(j, "general_share", k.n ? (double)k.n_general / k.n : 0);
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, '}');
}

static void json_reach(msdx_json *j, const msdx_know *know)
{
    char room[128];
    msdx_term t;
    msdx_json_key(j, "reached");
    msdx_json_open(j, '{');
    for (int r = 0; r < MSDX_N_REACH; r++) {
        uint32_t n, n_reached;
        msdx_system system = msdx_reach_of[r].system;
        count_reach(know, system, &n, &n_reached);
        msdx_json_key(j, msdx_reach_of[r].many);
        msdx_json_open(j, '{');
        msdx_json_put_int(j, "n", n);
        msdx_json_put_int(j, "reached", n_reached);
        msdx_json_key(j, "not");
        msdx_json_open(j, '[');
        for (uint32_t i = 0; msdx_know_term(know, system, i, &t); i++)
            if (!msdx_know_reached(know, system, i)) msdx_json_str(j, msdx_term_name(&t, system, room));
        msdx_json_close(j, ']');
        msdx_json_close(j, '}');
    }
    msdx_json_close(j, '}');
}

static void put_json(msdx_buf *buf, const msdx_know *know, const struct row row[N_ROW])
{
    msdx_json j = {.buf = buf};
    msdx_json_open(&j, '{');
    msdx_json_put_str(&j, "version", msdx_know_version(know));
    for (int i = 0; i < N_ROW; i++) msdx_json_put_int(&j, row[i].name, row[i].n);
    msdx_json_put_str(&j, "gazetteer_source", row[N_ROW - 1].n ? gazetteer_source : NULL);
    json_kinds(&j, know);
    json_reach(&j, know);
    msdx_json_close(&j, '}');
    msdx_buf_addc(buf, '\n');
}

static void put_table(msdx_buf *buf, const msdx_know *know, const struct row row[N_ROW])
{
    msdx_kind_count k;
    msdx_buf_addf(buf, "%-28s %s\n", "version", msdx_know_version(know));
    for (int i = 0; i < N_ROW; i++) msdx_buf_addf(buf, "%-28s %u\n", row[i].name, row[i].n);
    if (row[N_ROW - 1].n) msdx_buf_addf(buf, "%-28s %s\n", "gazetteer_source", gazetteer_source);
    msdx_buf_adds(buf, "\nentries by kind                    n   general   sourced\n");
    for (uint32_t i = 0; msdx_know_kind_count(know, i, &k); i++)
        msdx_buf_addf(buf, "%-28s %7u %9u %9u\n", k.kind, k.n, k.n_general, k.n_sourced);
    msdx_buf_adds(buf, "\nreached by the files               n   reached\n");
    for (int r = 0; r < MSDX_N_REACH; r++) {
        uint32_t n, n_reached;
        count_reach(know, msdx_reach_of[r].system, &n, &n_reached);
        msdx_buf_addf(buf, "%-28s %7u %9u\n", msdx_reach_of[r].many, n, n_reached);
    }
}

int msdx_know_stats_run(const msdx_cli_args *args)
{
    msdx_know *know;
    msdx_know_stats s;
    struct row row[N_ROW];
    msd_error err = {0};
    if (msdx_know_open_installed(&know, args, &err) != MSD_OK) return msdx_cli_fail(args, &err);
    msdx_know_count(know, &s);
    fill_rows(&s, row);
    const char *out = msdx_cli_get(args, "out");
    msdx_buf buf = MSDX_BUF_INIT(1 << 20);
    if (out && strcmp(out, "table") != 0)
        put_json(&buf, know, row);
    else
        put_table(&buf, know, row);
    fputs(msdx_buf_cstr(&buf), stdout);
    bool failed = buf.failed;
    msdx_buf_clear(&buf);
    msdx_know_close(know);
    if (!failed) return MSDX_EXIT_OK;
    (void)msdx_err_nomem(&err);
    return msdx_cli_fail(args, &err);
}
