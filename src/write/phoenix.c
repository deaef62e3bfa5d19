/* phoenix.c: the Phoenix data set's 26 columns (Open Event Data Alliance,
 * phoenix_pipeline): tab-separated, without a head. */
#include <stdio.h>

#include "write/export_impl.h"

/* 0 for what is only said (01, 02); 16 counts as verbal conflict there. */
static int quad_class(const char *code)
{
    static const char of_root[] = "000111222333334434444";
    int root = (code[0] - '0') * 10 + code[1] - '0';
    return root > 0 && root <= 20 ? of_root[root] - '0' : 0;
}

static bool in_list(const char *list, const char *triple)
{
    for (; *list; list += 4)
        if (strncmp(list, triple, 3) == 0) return true;
    return false;
}

/* Full code, entity, role, further codes parted by ";". PETRARCH writes "---" for the country that it does not know. */
static void put_actor(const msdx_out *o, const msd_entity *e)
{
    static const char roles[] = "GOV MIL REB OPP PTY COP JUD SPY MED EDU BUS CRM CVL ";
    char code[32], full[40];
    msdx_cameo_actor(o, e, code);
    bool root = e && (msdx_state_of(o, e->country) || in_list("IGO NGO IMG MNC ", code));
    snprintf(full, sizeof full, "%s%s", root ? "" : "---", code);
    bool role = in_list(roles, full + 3);
    msdx_next_of(o->buf, full);
    msdx_buf_addf(o->buf, "\t%.3s\t%.3s\t", root ? full : "", role ? full + 3 : "");
    for (size_t i = role ? 6 : 3; i < strlen(full); i += 3)
        msdx_buf_addf(o->buf, "%s%.3s", i > (role ? 6u : 3u) ? ";" : "", full + i);
}

static void put_place(const msdx_out *o)
{
    const msd_where *w = &o->c->where;
    if (!w->present || !w->has_point) {
        msdx_tabs(o->buf, 5);
        return;
    }
    msdx_buf_addc(o->buf, '\t');
    msdx_num_add(o->buf, w->latitude);
    msdx_buf_addc(o->buf, '\t');
    msdx_num_add(o->buf, w->longitude);
    msdx_next_of(o->buf, w->name ? w->name : w->text);
    msdx_next_of(o->buf, w->admin1);
    msdx_next_of(o->buf, msdx_country_name(o, w->country));
}

/* The contexts as Phoenix counts its issues: "name,1;name,1". */
static void put_issues(const msdx_out *o)
{
    msdx_buf_addc(o->buf, '\t');
    for (size_t i = 0; i < o->c->contexts.n; i++) {
        if (i) msdx_buf_addc(o->buf, ';');
        msdx_cell(o->buf, msdx_str_of(o->c->contexts.item[i]));
        msdx_buf_adds(o->buf, ",1");
    }
}

static void put_pair(const msdx_out *o, const msdx_couple *p)
{
    const char *d = o->date;
    char code[8];
    msdx_cameo_code(o, "1.1b3", code);
    msdx_buf_addf(o->buf, "%llu\t", (unsigned long long)p->id);
    if (*d)
        msdx_buf_addf(o->buf, "%.4s%.2s%.2s\t%.4s\t%.2s\t%.2s", d, d + 5, d + 8, d, d + 5, d + 8);
    else
        msdx_tabs(o->buf, 3);
    put_actor(o, p->actor);
    put_actor(o, p->recipient);
    msdx_buf_addf(o->buf, "\t%s\t%.2s\t%d\t", code, code, quad_class(code));
    msdx_cell_num(o->buf, 'f', 1, o->c->goldstein);
    put_issues(o);
    put_place(o);
    msdx_next_of(o->buf, o->doc->id);
    msdx_buf_addf(o->buf, "_%d", o->c->sentence);
    msdx_next_of(o->buf, o->doc->url);
    msdx_next_of(o->buf, o->doc->publisher);
    msdx_buf_addc(o->buf, '\n');
}

static void row(const msdx_out *o)
{
    msdx_couples(o, put_pair);
}

const msdx_export_form msdx_export_phoenix = {"phoenix", NULL, row, NULL, false};
