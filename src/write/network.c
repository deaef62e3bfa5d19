/* network.c: who does what to whom as a directed network: GEXF 1.3 (gexf.net) and
 * GraphML (graphml.graphdrawing.org). A node is an entity; an edge is all events of one
 * PLOVER event between two, with how many they are, their mean Goldstein value and
 * first and last date. What has no actor or no recipient makes a node, no edge. */
#include "base/hash.h"
#include "write/export_impl.h"

enum { NODE = 0, EDGE = 1 };

void msdx_net_clear(msdx_net *net)
{
    msdx_free(net->node);
    msdx_free(net->edge);
    msdx_free(net->slot);
    *net = (msdx_net){0};
}

/* ---- finding again ---- */

static uint64_t node_hash(const char *id)
{
    return msdx_murmur64a(id, strlen(id), NODE);
}

static uint64_t edge_hash(uint32_t from, uint32_t to, const char *event)
{
    return msdx_murmur64a(event, strlen(event), EDGE) ^ ((uint64_t)from << 32 | to) * UINT64_C(0x9E3779B97F4A7C15);
}

static uint64_t hash_of(const msdx_net *net, uint32_t slot)
{
    uint32_t i = (slot - 1) / 2;
    if ((slot - 1) % 2 == NODE) return node_hash(net->node[i].id);
    return edge_hash(net->edge[i].from, net->edge[i].to, net->edge[i].event);
}

static bool grow_slots(msdx_net *net)
{
    uint32_t n = net->n_slot ? net->n_slot * 2 : 1024;
    uint32_t *slot = msdx_calloc(n, sizeof *slot);
    if (!slot) return false;
    for (uint32_t i = 0; i < net->n_slot; i++) {
        if (!net->slot[i]) continue;
        uint64_t h = hash_of(net, net->slot[i]);
        while (slot[h & (n - 1)]) h++;
        slot[h & (n - 1)] = net->slot[i];
    }
    msdx_free(net->slot);
    net->slot = slot;
    net->n_slot = n;
    return true;
}

/* Room for one more of each. */
static bool make_room(msdx_net *net)
{
    if ((net->n_node + net->n_edge + 1) * 2 >= net->n_slot && !grow_slots(net)) return false;
    if (net->n_node == net->node_room) {
        uint32_t room = net->node_room ? net->node_room * 2 : 256;
        msdx_net_node *more = msdx_realloc(net->node, room, sizeof *more);
        if (!more) return false;
        net->node = more;
        net->node_room = room;
    }
    if (net->n_edge == net->edge_room) {
        uint32_t room = net->edge_room ? net->edge_room * 2 : 256;
        msdx_net_edge *more = msdx_realloc(net->edge, room, sizeof *more);
        if (!more) return false;
        net->edge = more;
        net->edge_room = room;
    }
    return true;
}

/* ---- adding up ---- */

/* What an entity is known by: its id, else its name or words with its country. */
static const char *key_of(const msdx_out *o, const msd_entity *e)
{
    if (e->entity) return e->entity;
    msdx_str label = msdx_entity_label(o->u, e);
    msdx_buf b = MSDX_BUF_INIT(1 << 20);
    msdx_buf_add(&b, label.p, label.n);
    if (e->country) msdx_buf_addf(&b, " (%s)", e->country);
    if (b.failed) o->x->arena.failed = true;
    const char *key = msdx_arena_strndup(&o->x->arena, msdx_buf_cstr(&b), b.failed ? 0 : b.n);
    msdx_buf_clear(&b);
    return key ? key : "";
}

static const char *copy(const msdx_out *o, msdx_str s)
{
    const char *p = msdx_arena_strndup(&o->x->arena, s.p ? s.p : "", s.n);
    return p ? p : "";
}

/* The node's number; a new one when it was not seen before. */
static uint32_t node_of(const msdx_out *o, const msd_entity *e)
{
    msdx_net *net = &o->x->net;
    const char *id = key_of(o, e);
    if (!make_room(net)) {
        o->x->arena.failed = true;
        return 0;
    }
    uint64_t h = node_hash(id);
    for (uint32_t s; (s = net->slot[h & (net->n_slot - 1)]) != 0; h++) {
        if ((s - 1) % 2 == NODE && strcmp(net->node[(s - 1) / 2].id, id) == 0) return (s - 1) / 2;
    }
    uint32_t i = net->n_node++;
    net->slot[h & (net->n_slot - 1)] = 2 * i + NODE + 1;
    net->node[i] = (msdx_net_node){.id = copy(o, msdx_str_of(id)), .name = copy(o, msdx_entity_label(o->u, e))};
    net->node[i].country = copy(o, msdx_str_of(e->country));
    net->node[i].sector = copy(o, msdx_str_of(e->sector));
    return i;
}

static msdx_net_edge *edge_of(const msdx_out *o, uint32_t from, uint32_t to)
{
    msdx_net *net = &o->x->net;
    const char *event = o->c->event;
    if (!make_room(net)) {
        o->x->arena.failed = true;
        return NULL;
    }
    uint64_t h = edge_hash(from, to, event);
    for (uint32_t s; (s = net->slot[h & (net->n_slot - 1)]) != 0; h++) {
        msdx_net_edge *e = &net->edge[(s - 1) / 2];
        if ((s - 1) % 2 == EDGE && e->from == from && e->to == to && strcmp(e->event, event) == 0) return e;
    }
    uint32_t i = net->n_edge++;
    net->slot[h & (net->n_slot - 1)] = 2 * i + EDGE + 1;
    net->edge[i] = (msdx_net_edge){.from = from, .to = to, .event = copy(o, msdx_str_of(event))};
    net->edge[i].quad = copy(o, msdx_str_of(o->c->quad));
    return &net->edge[i];
}

static void add_pair(const msdx_out *o, const msdx_couple *p)
{
    const msd_entity *end[2] = {p->actor, p->recipient};
    uint32_t node[2] = {0, 0};
    for (int i = 0; i < 2; i++) {
        if (!end[i]) continue;
        node[i] = node_of(o, end[i]);
        if (o->x->arena.failed) return;
        o->x->net.node[node[i]].n++;
    }
    msdx_net_edge *e = p->actor && p->recipient ? edge_of(o, node[0], node[1]) : NULL;
    if (!e) return;
    e->n++;
    e->goldstein += o->c->goldstein;
    if (!*o->date) return;
    if (!*e->first || strcmp(o->date, e->first) < 0) memcpy(e->first, o->date, sizeof e->first);
    if (strcmp(o->date, e->last) > 0) memcpy(e->last, o->date, sizeof e->last);
}

static void row(const msdx_out *o)
{
    msdx_couples(o, add_pair);
}

/* ---- what both formats tell of a node and of an edge ---- */

static const char *const node_key[] = {"country", "sector", "events"};
static const char *const edge_key[] = {"event", "quad", "weight", "goldstein", "first", "last"};
enum { N_NODE_KEY = 3, N_EDGE_KEY = 6 };

static const char *type_of(const char *key)
{
    if (strcmp(key, "events") == 0) return "long";
    if (strcmp(key, "weight") == 0 || strcmp(key, "goldstein") == 0) return "double";
    return "string";
}

static void put_node_value(msdx_buf *buf, const msdx_net_node *n, int i)
{
    if (i == 2)
        msdx_buf_addf(buf, "%llu", (unsigned long long)n->n);
    else
        msdx_cell_xml(buf, msdx_str_of(i == 0 ? n->country : n->sector));
}

static void put_edge_value(msdx_buf *buf, const msdx_net_edge *e, int i)
{
    switch (i) {
    case 0: msdx_cell_xml(buf, msdx_str_of(e->event)); break;
    case 1: msdx_cell_xml(buf, msdx_str_of(e->quad)); break;
    case 2: msdx_buf_addf(buf, "%llu", (unsigned long long)e->n); break;
    case 3: msdx_cell_num(buf, 'g', 6, e->n ? e->goldstein / (double)e->n : 0); break;
    case 4: msdx_buf_adds(buf, e->first); break;
    default: msdx_buf_adds(buf, e->last); break;
    }
}

static void told(msdx_buf *buf, const char *what, const char *s)
{
    if (!s || !*s) return;
    msdx_buf_addf(buf, "; %s: ", what);
    msdx_cell_xml(buf, msdx_str_of(s));
}

static void put_about(const msdx_export *x, msdx_buf *buf)
{
    msdx_citation(x, buf);
    told(buf, "made by", x->about.command);
    told(buf, "licence", x->about.licence);
    told(buf, "citation", x->about.credit);
}

/* ---- GEXF ---- */

static void gexf_keys(msdx_buf *buf, const char *of, const char *const *key, int n)
{
    msdx_buf_addf(buf, "<attributes class=\"%s\">", of);
    for (int i = 0; i < n; i++)
        if (strcmp(key[i], "weight") != 0)
            msdx_buf_addf(buf, "<attribute id=\"%s\" title=\"%s\" type=\"%s\"/>", key[i], key[i], type_of(key[i]));
    msdx_buf_adds(buf, "</attributes>\n");
}

static void gexf_nodes(const msdx_net *net, msdx_buf *buf)
{
    msdx_buf_adds(buf, "<nodes>\n");
    for (uint32_t i = 0; i < net->n_node; i++) {
        msdx_buf_adds(buf, "<node id=\"");
        msdx_cell_xml(buf, msdx_str_of(net->node[i].id));
        msdx_buf_adds(buf, "\" label=\"");
        msdx_cell_xml(buf, msdx_str_of(net->node[i].name));
        msdx_buf_adds(buf, "\"><attvalues>");
        for (int k = 0; k < N_NODE_KEY; k++) {
            msdx_buf_addf(buf, "<attvalue for=\"%s\" value=\"", node_key[k]);
            put_node_value(buf, &net->node[i], k);
            msdx_buf_adds(buf, "\"/>");
        }
        msdx_buf_adds(buf, "</attvalues></node>\n");
    }
    msdx_buf_adds(buf, "</nodes>\n");
}

static void gexf_edges(const msdx_net *net, msdx_buf *buf)
{
    msdx_buf_adds(buf, "<edges>\n");
    for (uint32_t i = 0; i < net->n_edge; i++) {
        const msdx_net_edge *e = &net->edge[i];
        msdx_buf_addf(buf, "<edge id=\"%u\" source=\"", i);
        msdx_cell_xml(buf, msdx_str_of(net->node[e->from].id));
        msdx_buf_adds(buf, "\" target=\"");
        msdx_cell_xml(buf, msdx_str_of(net->node[e->to].id));
        msdx_buf_addf(buf, "\" weight=\"%llu\"><attvalues>", (unsigned long long)e->n);
        for (int k = 0; k < N_EDGE_KEY; k++) {
            if (k == 2) continue;
            msdx_buf_addf(buf, "<attvalue for=\"%s\" value=\"", edge_key[k]);
            put_edge_value(buf, e, k);
            msdx_buf_adds(buf, "\"/>");
        }
        msdx_buf_adds(buf, "</attvalues></edge>\n");
    }
    msdx_buf_adds(buf, "</edges>\n");
}

static void gexf_tail(msdx_export *x, msdx_buf *buf)
{
    msdx_buf_adds(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<gexf xmlns=\"http://gexf.net/1.3\" "
                       "version=\"1.3\">\n<meta><creator>Masudi " MSD_VERSION "</creator><description>");
    put_about(x, buf);
    msdx_buf_adds(buf, "</description></meta>\n<graph defaultedgetype=\"directed\">\n");
    gexf_keys(buf, "node", node_key, N_NODE_KEY);
    gexf_keys(buf, "edge", edge_key, N_EDGE_KEY);
    gexf_nodes(&x->net, buf);
    gexf_edges(&x->net, buf);
    msdx_buf_adds(buf, "</graph>\n</gexf>\n");
}

/* ---- GraphML ---- */

static void graphml_keys(msdx_buf *buf, const char *of, const char *const *key, int n)
{
    for (int i = 0; i < n; i++)
        msdx_buf_addf(buf, "<key id=\"%s_%s\" for=\"%s\" attr.name=\"%s\" attr.type=\"%s\"/>\n", of, key[i], of, key[i],
                      type_of(key[i]));
}

static void graphml_nodes(const msdx_net *net, msdx_buf *buf)
{
    for (uint32_t i = 0; i < net->n_node; i++) {
        msdx_buf_adds(buf, "<node id=\"");
        msdx_cell_xml(buf, msdx_str_of(net->node[i].id));
        msdx_buf_adds(buf, "\"><data key=\"node_label\">");
        msdx_cell_xml(buf, msdx_str_of(net->node[i].name));
        msdx_buf_adds(buf, "</data>");
        for (int k = 0; k < N_NODE_KEY; k++) {
            msdx_buf_addf(buf, "<data key=\"node_%s\">", node_key[k]);
            put_node_value(buf, &net->node[i], k);
            msdx_buf_adds(buf, "</data>");
        }
        msdx_buf_adds(buf, "</node>\n");
    }
}

static void graphml_edges(const msdx_net *net, msdx_buf *buf)
{
    for (uint32_t i = 0; i < net->n_edge; i++) {
        const msdx_net_edge *e = &net->edge[i];
        msdx_buf_addf(buf, "<edge id=\"e%u\" source=\"", i);
        msdx_cell_xml(buf, msdx_str_of(net->node[e->from].id));
        msdx_buf_adds(buf, "\" target=\"");
        msdx_cell_xml(buf, msdx_str_of(net->node[e->to].id));
        msdx_buf_adds(buf, "\">");
        for (int k = 0; k < N_EDGE_KEY; k++) {
            msdx_buf_addf(buf, "<data key=\"edge_%s\">", edge_key[k]);
            put_edge_value(buf, e, k);
            msdx_buf_adds(buf, "</data>");
        }
        msdx_buf_adds(buf, "</edge>\n");
    }
}

static void graphml_tail(msdx_export *x, msdx_buf *buf)
{
    static const char *const label[] = {"label"};
    msdx_buf_adds(buf, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<graphml "
                       "xmlns=\"http://graphml.graphdrawing.org/xmlns\">\n<desc>");
    put_about(x, buf);
    msdx_buf_adds(buf, "</desc>\n");
    graphml_keys(buf, "node", label, 1);
    graphml_keys(buf, "node", node_key, N_NODE_KEY);
    graphml_keys(buf, "edge", edge_key, N_EDGE_KEY);
    msdx_buf_adds(buf, "<graph id=\"events\" edgedefault=\"directed\">\n");
    graphml_nodes(&x->net, buf);
    graphml_edges(&x->net, buf);
    msdx_buf_adds(buf, "</graph>\n</graphml>\n");
}

const msdx_export_form msdx_export_gexf = {"gexf", NULL, row, gexf_tail, false};
const msdx_export_form msdx_export_graphml = {"graphml", NULL, row, graphml_tail, false};
