/* test_arrow.c: tables in and out through the Arrow C Data Interface. */
#include <pthread.h>

#include "arrow_table.h"
#include "base/str.h"
#include "engine.h"

static const char *const texts[] = {
    "Iran threatened to close its embassy in Baghdad on Monday, the foreign ministry said.", NULL,
    "Troops shelled the port of Goma. Uganda denied the report.", "bad \xFF bytes", ""};
static const char *const ids[] = {"one", "two", NULL, "four", "five"};
enum { ROWS = 5 };

struct result {
    struct ArrowSchema schema;
    struct ArrowArray array;
};

static void release(struct result *r)
{
    if (r->schema.release) r->schema.release(&r->schema);
    if (r->array.release) r->array.release(&r->array);
}

static struct result run(const arrow_table *t, const msd_arrow_options *opt)
{
    struct result r;
    msd_error err = {0};
    CHECK_INT(msd_arrow_run(engine, &t->schema, &t->array, opt, &r.schema, &r.array, &err), MSD_OK);
    CHECK_STR(err.msg, "");
    CHECK(arrow_holds(&r.schema, &r.array, t->array.length));
    return r;
}

static const struct ArrowArray *column(const struct result *r, const char *name)
{
    const struct ArrowArray *a = arrow_child(&r->schema, &r->array, name, NULL);
    CHECK(a != NULL);
    return a;
}

/* The claims of row i, a line each, from a result with `lines`. */
static char *lines_of(const struct result *r, int64_t i)
{
    const struct ArrowArray *claims = column(r, "claims"), *line = claims->children[0];
    const int32_t *end = line->buffers[1];
    msdx_buf b = MSDX_BUF_INIT(1 << 24);
    msdx_buf_adds(&b, "");
    for (int64_t k = arrow_list_start(claims, i); k < arrow_list_start(claims, i + 1); k++) {
        msdx_buf_add(&b, (const char *)line->buffers[2] + end[k], (size_t)(end[k + 1] - end[k]));
        msdx_buf_addc(&b, '\n');
    }
    msdx_buf_cstr(&b);
    return b.p;
}

/* The same from a call for one document. */
static char *printed(const char *text, const char *id)
{
    msd_input in = {.text = text, .n_byte = strlen(text), .id = id};
    msd_doc *doc;
    char *out;
    size_t n;
    CHECK_INT(msd_code(worker, &in, &doc, NULL), MSD_OK);
    CHECK_INT(msd_doc_json(doc, &out, &n, NULL), MSD_OK);
    CHECK_INT(strlen(out), n);
    msd_doc_free(doc);
    return out;
}

static void test_arrow__rows_in_order(void)
{
    arrow_table t;
    table_init(&t, ROWS);
    table_add(&t, "text", texts);
    table_add(&t, "id", ids);
    struct result r = run(&t, NULL);
    const struct ArrowArray *id = column(&r, "id"), *error = column(&r, "error"), *claims = column(&r, "claims");
    CHECK_STR(arrow_text(id, 0), "one");
    CHECK_STR(arrow_text(error, 0), "(null)");
    CHECK_STR(arrow_text(id, 1), "two");
    CHECK_STR(arrow_text(error, 1), "the text is null");
    CHECK_INT(strlen(arrow_text(id, 2)), 32);
    CHECK_STR(arrow_text(error, 3), "the text is not UTF-8 at byte 4");
    CHECK_STR(arrow_text(error, 4), "(null)");
    CHECK(arrow_list_start(claims, 1) > 1);
    CHECK_INT(arrow_list_start(claims, 2), arrow_list_start(claims, 1));
    CHECK_INT(arrow_list_start(claims, 5), arrow_list_start(claims, 3));
    CHECK_INT(t.n_released, 0); /* the caller's still */
    release(&r);
    table_clear(&t);
}

/* A value of the first claim, by its path. */
static const struct ArrowArray *first(const struct result *r, const char *object, const char *field)
{
    const struct ArrowSchema *type = NULL;
    const struct ArrowArray *claims = arrow_child(&r->schema, &r->array, "claims", &type);
    const struct ArrowArray *at = arrow_child(type->children[0], claims->children[0], object, &type);
    return field ? arrow_child(type, at, field, NULL) : at;
}

static void test_arrow__claims_as_structs(void)
{
    arrow_table t;
    table_init(&t, 1);
    table_add(&t, "body", texts);
    struct result r = run(&t, NULL);
    CHECK_STR(arrow_text(first(&r, "event", NULL), 0), "THREATEN");
    CHECK_STR(arrow_text(first(&r, "trigger", "text"), 0), "threatened");
    CHECK_INT(((const int64_t *)first(&r, "trigger", "start")->buffers[1])[0], 5);
    CHECK_STR(arrow_text(first(&r, "doc", "date"), 0), "(null)");
    CHECK_STR(arrow_text(first(&r, "doc", "language"), 0), "en");
    double confidence = ((const double *)first(&r, "confidence", NULL)->buffers[1])[0];
    CHECK(confidence > 0.1 && confidence <= 1);
    CHECK(arrow_is_null(first(&r, "where", NULL), 0));
    release(&r);
    table_clear(&t);
}

static void test_arrow__lines_are_the_commands(void)
{
    arrow_table t;
    const msd_arrow_options opt = {.lines = true, .jobs = 1};
    table_init(&t, ROWS);
    table_add(&t, "text", texts);
    table_add(&t, "id", ids);
    struct result r = run(&t, &opt);
    for (int i = 0; i < ROWS; i += 2) {
        char *got = lines_of(&r, i), *want = printed(texts[i], ids[i]);
        CHECK_STR(got, want);
        free(got);
        msd_free(want);
    }
    release(&r);
    table_clear(&t);
}

static void test_arrow__columns_by_name(void)
{
    arrow_table t;
    msd_error err = {0};
    struct result r;
    const char *const dates[] = {"2020-09-28"};
    table_init(&t, 1);
    table_add(&t, "story", texts);
    table_add(&t, "pub_date", dates);
    msd_arrow_options opt = {.text = "story"};
    r = run(&t, &opt);
    CHECK_STR(arrow_text(first(&r, "doc", "date"), 0), "2020-09-28");
    release(&r);
    CHECK_INT(msd_arrow_run(engine, &t.schema, &t.array, NULL, &r.schema, &r.array, &err), MSD_EUSAGE);
    CHECK_STR(err.msg, "there is no column 'text'");
    CHECK(!r.schema.release && !r.array.release);
    opt.title = "head";
    CHECK_INT(msd_arrow_run(engine, &t.schema, &t.array, &opt, &r.schema, &r.array, &err), MSD_EUSAGE);
    CHECK_STR(err.msg, "there is no column 'head'");
    opt = (msd_arrow_options){.text = "story", .kind = (msd_arrow_kind)9};
    CHECK_INT(msd_arrow_run(engine, &t.schema, &t.array, &opt, &r.schema, &r.array, &err), MSD_EUSAGE);
    CHECK_STR(err.msg, "there is no kind 9 of table");
    table_clear(&t);
}

/* A slice: rows 2 and 3 of the table; then of one whose columns begin one row later. */
static void test_arrow__slices(void)
{
    arrow_table t;
    table_init(&t, ROWS);
    table_add(&t, "text", texts);
    table_add(&t, "id", ids);
    t.array.offset = 2;
    t.array.length = 2;
    struct result r = run(&t, NULL);
    CHECK_STR(arrow_text(column(&r, "error"), 0), "(null)");
    CHECK_STR(arrow_text(column(&r, "id"), 1), "four");
    release(&r);
    t.array.offset = 0;
    t.array.length = 3;
    t.column[0].offset = t.column[1].offset = 1;
    t.column[0].length = t.column[1].length = 4;
    r = run(&t, NULL);
    CHECK_STR(arrow_text(column(&r, "id"), 0), "two");
    CHECK_STR(arrow_text(column(&r, "error"), 0), "the text is null");
    CHECK_STR(arrow_text(column(&r, "id"), 2), "four");
    release(&r);
    t.array.length = 5;
    msd_error err = {0};
    CHECK_INT(msd_arrow_run(engine, &t.schema, &t.array, NULL, &r.schema, &r.array, &err), MSD_EFORMAT);
    CHECK_STR(err.msg, "column 'text': the array is shorter than its parent");
    table_clear(&t);
}

/* A row that the struct itself says is null. */
static void test_arrow__null_rows(void)
{
    arrow_table t;
    const uint8_t valid[] = {0x1D};
    table_init(&t, ROWS);
    table_add(&t, "text", ids);
    t.none[0] = valid;
    t.array.null_count = 1;
    struct result r = run(&t, NULL);
    CHECK_STR(arrow_text(column(&r, "error"), 0), "(null)");
    CHECK_STR(arrow_text(column(&r, "error"), 1), "the row is null");
    release(&r);
    table_clear(&t);
}

/* Puts other memory in place of a column's. */
static void retype(arrow_table *t, int k, const char *format, const void *one, const void *two)
{
    t->type[k].format = format;
    t->buffers[k][1] = one;
    t->buffers[k][2] = two;
    t->column[k].n_buffers = two ? 3 : 2;
}

static void test_arrow__ids_and_dates_of_other_types(void)
{
    static const struct {
        const char *format;
        int64_t value;
        const char *date;
    } date[] = {{"tdD", 18533, "2020-09-28"},
                {"tdm", 1601251200000, "2020-09-28"},
                {"tss:", 1601251200, "2020-09-28"},
                {"tss:UTC", 1601288130, "2020-09-28T10:15:30Z"},
                {"tsm:", 1601288130123, "2020-09-28T10:15:30"},
                {"tsu:", -1, "1969-12-31T23:59:59"},
                {"tsn:UTC", 1601288130000000001, "2020-09-28T10:15:30Z"}};
    const int16_t number[] = {-7};
    for (size_t i = 0; i < sizeof date / sizeof *date; i++) {
        arrow_table t;
        table_init(&t, 1);
        table_add(&t, "text", texts);
        table_add(&t, "date", texts);
        table_add(&t, "id", texts);
        retype(&t, 1, date[i].format, &date[i].value, NULL);
        retype(&t, 2, "s", number, NULL);
        struct result r = run(&t, NULL);
        CHECK_STR(arrow_text(first(&r, "doc", "date"), 0), date[i].date);
        CHECK_STR(arrow_text(column(&r, "id"), 0), "-7");
        release(&r);
        table_clear(&t);
    }
}

static void test_arrow__texts_of_other_types(void)
{
    const int64_t end[] = {0, 20};
    const char bytes[] = "Iran invaded Narnia.", *want = "Iran invaded Narnia.";
    const char inside[16] = "\x05\0\0\0Rain.";
    const struct view {
        int32_t n;
        char head[4];
        int32_t buffer, start;
    } view = {20, "Iran", 0, 0};
    const int64_t n_byte[] = {20};
    const void *of_view[] = {NULL, &view, bytes, n_byte}, *of_short[] = {NULL, inside, n_byte};
    msd_arrow_options opt = {.lines = true};
    char *json = printed(want, "t"), *got;
    const char *const id[] = {"t"};
    for (int kind = 0; kind < 3; kind++) {
        arrow_table t;
        table_init(&t, 1);
        table_add(&t, "text", texts);
        table_add(&t, "id", id);
        if (kind == 0) {
            retype(&t, 0, "U", end, bytes);
        } else {
            t.type[0].format = "vu";
            t.column[0].buffers = kind == 1 ? of_view : of_short;
            t.column[0].n_buffers = kind == 1 ? 4 : 3;
        }
        struct result r = run(&t, &opt);
        CHECK_STR(got = lines_of(&r, 0), kind == 2 ? "" : json);
        CHECK_STR(arrow_text(column(&r, "error"), 0), "(null)");
        free(got);
        release(&r);
        table_clear(&t);
    }
    msd_free(json);
}

static void test_arrow__dictionaries(void)
{
    arrow_table t, words;
    const int8_t index[] = {1, 0, 7};
    table_init(&words, 2);
    table_add(&words, "", ids);
    table_init(&t, 3);
    table_add(&t, "text", texts);
    retype(&t, 0, "c", index, NULL);
    t.column[0].null_count = 0;
    t.type[0].dictionary = &words.type[0];
    t.column[0].dictionary = &words.column[0];
    struct result r = run(&t, NULL);
    CHECK_STR(arrow_text(column(&r, "error"), 0), "(null)");
    CHECK_STR(arrow_text(column(&r, "error"), 2), "column 'text': a number that the dictionary does not have");
    release(&r);
    table_clear(&t);
    table_clear(&words);
}

/* An array of texts alone; nothing but nulls; no rows. */
static void test_arrow__the_least_of_tables(void)
{
    arrow_table t;
    struct result r;
    table_init(&t, ROWS);
    table_add(&t, "text", texts);
    CHECK_INT(msd_code_arrow(engine, &t.type[0], &t.column[0], NULL, &r.schema, &r.array, NULL), MSD_OK);
    CHECK_INT(r.array.length, ROWS);
    CHECK(arrow_list_start(column(&r, "claims"), 1) > 0);
    release(&r);
    t.type[0].format = "n";
    t.column[0].n_buffers = 0;
    r = run(&t, NULL);
    CHECK_STR(arrow_text(column(&r, "error"), 4), "the text is null");
    release(&r);
    t.array.length = 0;
    r = run(&t, NULL);
    CHECK_INT(r.array.length, 0);
    release(&r);
    table_clear(&t);
}

static void test_arrow__broken_tables_are_refused(void)
{
    static const struct {
        const char *format;
        int64_t n_buffers, offset, length;
        const char *message;
    } bad[] = {{"g", 2, 0, ROWS, "column 'text' has Arrow type 'g', which cannot be taken for that"},
               {"i", 2, 0, ROWS, "column 'text' has Arrow type 'i', which cannot be taken for that"},
               {"u", 2, 0, ROWS, "column 'text': the array has not the buffers of its type"},
               {"vu", 2, 0, ROWS, "column 'text': the array has not the buffers of its type"},
               {"u", 3, -1, ROWS, "column 'text': the array has a length or an offset below 0"},
               {"u", 3, 0, ROWS - 1, "column 'text': the array is shorter than its parent"}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        arrow_table t;
        struct result r;
        msd_error err = {0};
        table_init(&t, ROWS);
        table_add(&t, "text", texts);
        t.type[0].format = bad[i].format;
        t.column[0].n_buffers = bad[i].n_buffers;
        t.column[0].offset = bad[i].offset;
        t.column[0].length = bad[i].length;
        msd_status st = msd_arrow_run(engine, &t.schema, &t.array, NULL, &r.schema, &r.array, &err);
        CHECK_INT(st, i < 2 ? MSD_EUSAGE : MSD_EFORMAT);
        CHECK_STR(err.msg, bad[i].message);
        CHECK(!r.schema.release && !r.array.release);
        table_clear(&t);
    }
}

/* A child that was moved out lives on when its parent is released, and the other way round. */
static void test_arrow__children_can_be_moved_out(void)
{
    arrow_table t;
    table_init(&t, 1);
    table_add(&t, "text", texts);
    for (int child_first = 0; child_first < 2; child_first++) {
        struct result r = run(&t, NULL);
        struct ArrowArray claims = *r.array.children[2];
        struct ArrowSchema type = *r.schema.children[2];
        r.array.children[2]->release = NULL;
        r.schema.children[2]->release = NULL;
        struct result own = {type, claims};
        release(child_first ? &own : &r);
        if (!child_first) CHECK(arrow_holds(&own.schema, &own.array, 1));
        release(child_first ? &r : &own);
        CHECK(!r.array.release && !own.array.release);
    }
    table_clear(&t);
}

static void test_arrow__the_type_without_data(void)
{
    for (int kind = 0; kind <= MSD_ARROW_RELATE; kind++)
        for (int lines = 0; lines < 2; lines++) {
            const msd_arrow_options opt = {.kind = (msd_arrow_kind)kind, .lines = lines};
            const char *const who[] = {"Iran"};
            struct ArrowSchema type;
            arrow_table t;
            table_init(&t, 1);
            table_add(&t, "text", texts);
            table_add(&t, "actor", who);
            table_add(&t, "recipient", who);
            struct result r = run(&t, &opt);
            CHECK_INT(msd_arrow_schema(&opt, &type, NULL), MSD_OK);
            CHECK_INT(type.n_children, r.schema.n_children);
            CHECK(arrow_holds(&type, &r.array, 1));
            type.release(&type);
            release(&r);
            table_clear(&t);
        }
}

static void test_arrow__parse_and_relate(void)
{
    const char *const who[] = {"Iran", "Iran", "Uganda", "x", "x"}, *const whom[] = {"Baghdad", "x", NULL, "x", "x"};
    arrow_table t;
    msd_arrow_options opt = {.kind = MSD_ARROW_PARSE};
    table_init(&t, ROWS);
    table_add(&t, "text", texts);
    table_add(&t, "actor", who);
    table_add(&t, "recipient", whom);
    struct result r = run(&t, &opt);
    const struct ArrowSchema *type = NULL;
    const struct ArrowArray *tokens = arrow_child(&r.schema, &r.array, "tokens", &type);
    CHECK_STR(arrow_text(arrow_child(type->children[0], tokens->children[0], "lemma", NULL), 1), "threaten");
    CHECK_STR(arrow_text(arrow_child(type->children[0], tokens->children[0], "ner", NULL), 0), "B-GPE");
    release(&r);
    opt.kind = MSD_ARROW_RELATE;
    r = run(&t, &opt);
    CHECK_STR(arrow_text(column(&r, "event"), 0), "THREATEN");
    CHECK_STR(arrow_text(column(&r, "error"), 2), "the recipient is null or empty");
    CHECK_STR(arrow_text(column(&r, "event"), 2), "(null)");
    CHECK(arrow_is_null(column(&r, "scores"), 2) && !arrow_is_null(column(&r, "scores"), 0));
    release(&r);
    table_clear(&t);
}

/* ---- pairs by their places ---- */

/* Iran at 0 to 4, its embassy in Baghdad at 30 to 48. */
enum { PLACES = 4 };
static const char *const told[PLACES] = {"Iran threatened to close its embassy in Baghdad on Monday.",
                                         "Iran threatened to close its embassy in Baghdad on Monday.",
                                         "Iran threatened to close its embassy in Baghdad on Monday.",
                                         "Iran threatened to close its embassy in Baghdad on Monday."};
static const char *const whom_told[PLACES] = {"Baghdad", "Baghdad", "Baghdad", "Baghdad"};

/* An array of whole numbers, or what has such children. */
struct nested {
    struct ArrowSchema type, part_type[3], *part_types[3];
    struct ArrowArray array, part[3], *parts[3];
    const void *buffer[2], *part_buffer[3][3];
    int n_released;
};

static void nested_init(struct nested *n, const char *format, int64_t length, const void *ends)
{
    *n = (struct nested){.buffer = {NULL, ends}};
    for (int i = 0; i < 3; i++) {
        n->part_types[i] = &n->part_type[i];
        n->parts[i] = &n->part[i];
    }
    n->type = (struct ArrowSchema){.format = format,
                                   .name = "actor",
                                   .children = n->part_types,
                                   .release = table_release_schema,
                                   .private_data = &n->n_released};
    n->array = (struct ArrowArray){.length = length,
                                   .n_buffers = ends ? 2 : 1,
                                   .buffers = n->buffer,
                                   .children = n->parts,
                                   .release = table_release_array,
                                   .private_data = &n->n_released};
}

static void nested_add(struct nested *n, const char *name, const char *format, int64_t length, const uint8_t *valid,
                       const void *values, const void *bytes)
{
    int64_t k = n->type.n_children++;
    n->array.n_children = n->type.n_children;
    n->part_type[k] = n->type;
    n->part_type[k].format = format;
    n->part_type[k].name = name;
    n->part_type[k].n_children = 0;
    n->part[k] = n->array;
    n->part[k].length = length;
    n->part[k].null_count = valid ? -1 : 0;
    n->part[k].n_children = 0;
    n->part[k].n_buffers = bytes ? 3 : 2;
    n->part[k].buffers = n->part_buffer[k];
    n->part_buffer[k][0] = valid;
    n->part_buffer[k][1] = values;
    n->part_buffer[k][2] = bytes;
}

/* The actors of four rows that tell the same, by `actor`: what comes out, to be released. */
static msd_status relate_nested(struct nested *actor, struct result *r, msd_error *err)
{
    const msd_arrow_options opt = {.kind = MSD_ARROW_RELATE};
    arrow_table t;
    *err = (msd_error){0};
    table_init(&t, PLACES);
    table_add(&t, "text", told);
    table_add(&t, "recipient", whom_told);
    table_add(&t, "actor", told);
    t.types[2] = &actor->type;
    t.columns[2] = &actor->array;
    msd_status st = msd_arrow_run(engine, &t.schema, &t.array, &opt, &r->schema, &r->array, err);
    CHECK_INT(t.n_released + actor->n_released, 0);
    table_clear(&t);
    return st;
}

static void test_arrow__pairs_by_lists_of_places(void)
{
    static const int32_t narrow[] = {0, 2, 4, 5, 5};
    static const int64_t wide[] = {0, 2, 4, 5, 5};
    static const struct {
        const char *format;
        const void *ends;
    } list[] = {{"+l", narrow}, {"+L", wide}, {"+w:2", NULL}};
    const int64_t number[] = {0, 4, 4, 4, 7, 0, 0, 900};
    struct nested actor;
    struct result r;
    msd_error err;
    for (size_t i = 0; i < 3; i++) {
        nested_init(&actor, list[i].format, PLACES, list[i].ends);
        nested_add(&actor, "item", "l", 8, NULL, number, NULL);
        CHECK_INT(relate_nested(&actor, &r, &err), MSD_OK);
        CHECK_STR(err.msg, "");
        CHECK_STR(arrow_text(column(&r, "event"), 0), "THREATEN");
        CHECK_STR(arrow_text(column(&r, "error"), 1), "the actor [4, 4] is no place in a text");
        CHECK_STR(arrow_text(column(&r, "error"), 2),
                  i < 2 ? "the actor has 1 numbers: [start, end] has two" : "the actor [7, 0] is no place in a text");
        if (i < 2) CHECK_STR(arrow_text(column(&r, "error"), 3), "the actor is null or empty");
        if (i == 2) CHECK(strstr(arrow_text(column(&r, "error"), 3), "actor") != NULL); /* past the text's end */
        release(&r);
    }
    const int32_t past[] = {0, 2, 4, 5, 11};
    nested_init(&actor, "+l", PLACES, past);
    nested_add(&actor, "item", "l", 8, NULL, number, NULL);
    CHECK_INT(relate_nested(&actor, &r, &err), MSD_OK);
    CHECK_STR(arrow_text(column(&r, "error"), 3), "column 'actor': a list goes past its numbers");
    release(&r);
}

static void test_arrow__pairs_by_structs(void)
{
    static const uint8_t all_but_third[] = {0x0b};
    const int64_t start[] = {0, 0, 0, 0}, end[] = {4, 4, 4, 4};
    const int32_t text_end[] = {0, 3, 3, 7, 7};
    struct nested actor;
    struct result r;
    msd_error err;
    nested_init(&actor, "+s", PLACES, NULL);
    nested_add(&actor, "text", "u", PLACES, NULL, text_end, "OmoIran");
    nested_add(&actor, "start", "l", PLACES, all_but_third, start, NULL);
    nested_add(&actor, "end", "l", PLACES, NULL, end, NULL);
    CHECK_INT(relate_nested(&actor, &r, &err), MSD_OK);
    for (int i = 0; i < PLACES; i++) CHECK_STR(arrow_text(column(&r, "event"), i), "THREATEN");
    release(&r);
    actor.part_type[1].name = "from"; /* there is no whole place: the words count */
    CHECK_INT(relate_nested(&actor, &r, &err), MSD_OK);
    CHECK_STR(arrow_text(column(&r, "error"), 1), "the actor is null or empty");
    CHECK_STR(arrow_text(column(&r, "event"), 2), "THREATEN");
    release(&r);
}

static void test_arrow__places_of_other_types_are_refused(void)
{
    const double number[8] = {0, 4};
    const int32_t ends[] = {0, 2, 4, 6, 8};
    struct nested actor;
    struct result r;
    msd_error err;
    nested_init(&actor, "+l", PLACES, ends);
    nested_add(&actor, "item", "g", 8, NULL, number, NULL);
    CHECK_INT(relate_nested(&actor, &r, &err), MSD_EUSAGE);
    CHECK_STR(err.msg, "column 'actor' has Arrow type 'g', which cannot be taken for that");
    actor.type.n_children = actor.array.n_children = 0;
    CHECK_INT(relate_nested(&actor, &r, &err), MSD_EFORMAT);
    actor.array.n_buffers = 1;
    CHECK_INT(relate_nested(&actor, &r, &err), MSD_EFORMAT);
    nested_init(&actor, "+s", PLACES, NULL);
    nested_add(&actor, "start", "l", PLACES, NULL, number, NULL);
    CHECK_INT(relate_nested(&actor, &r, &err), MSD_EUSAGE);
    CHECK(strstr(err.msg, "[start, end]") != NULL);
}

/* Every text of the golden files alone in a table, its last byte the last of its memory: nothing reads past it, nothing
 * asks for a NUL there, and the claims are those of a text that was copied. */
static void check_borrowed(const char *line)
{
    const char *const one[] = {line}, *const id[] = {"t"};
    const msd_arrow_options opt = {.lines = true, .jobs = 1};
    arrow_table t;
    table_init(&t, 1);
    table_add(&t, "text", one);
    table_add(&t, "id", id);
    struct result r = run(&t, &opt);
    char *got = lines_of(&r, 0), *want = printed(line, "t");
    CHECK_STR(got, want);
    free(got);
    msd_free(want);
    release(&r);
    table_clear(&t);
}

static size_t borrow_all(const char *path)
{
    char line[4096];
    size_t n = 0;
    FILE *f = fopen(path, "r");
    CHECK(f != NULL);
    while (f && fgets(line, sizeof line, f)) {
        char *cut = strstr(line, "=>");
        if (line[0] == '#' || !cut || cut == line) continue;
        *cut = 0;
        for (char *at; (at = strstr(line, "\\n"));) at[0] = at[1] = '\n';
        check_borrowed(line);
        while (cut > line && (cut[-1] == ' ' || cut[-1] == '.')) *--cut = 0; /* ends in a word */
        check_borrowed(line);
        n++;
    }
    if (f) fclose(f);
    return n;
}

static void test_arrow__texts_are_read_where_they_lie(void)
{
    size_t n = borrow_all(MSD_SOURCE_DIR "/test/golden/code/claims.txt");
    n += borrow_all(MSD_SOURCE_DIR "/test/golden/code/roles.txt");
    n += borrow_all(MSD_SOURCE_DIR "/test/golden/code/structure.txt");
    CHECK(n > 300);
}

/* ---- threads ---- */

enum { THREADS = 8, CALLS = 3, MANY = 40 };

static const char *many[MANY];
static arrow_table shared;

static bool equal(const struct ArrowArray *a, const struct ArrowArray *b, const struct ArrowSchema *s)
{
    if (a->length != b->length || a->null_count != b->null_count || a->n_buffers != b->n_buffers) return false;
    size_t n = (size_t)a->length;
    bool list = s->format[0] == '+' && s->format[1] == 'l', text = s->format[0] == 'u';
    if (a->null_count && memcmp(a->buffers[0], b->buffers[0], (n + 7) / 8) != 0) return false;
    if ((list || text) && memcmp(a->buffers[1], b->buffers[1], 4 * (n + 1)) != 0) return false;
    if (text && memcmp(a->buffers[2], b->buffers[2], (size_t)((const int32_t *)a->buffers[1])[n]) != 0) return false;
    if (strchr("lg", s->format[0]) && memcmp(a->buffers[1], b->buffers[1], 8 * n) != 0) return false;
    for (int64_t i = 0; i < a->n_children; i++)
        if (!equal(a->children[i], b->children[i], s->children[i])) return false;
    return true;
}

struct caller {
    pthread_t id;
    struct result result[CALLS];
    msd_status st[CALLS];
};

static void *call(void *arg)
{
    struct caller *c = arg;
    for (int i = 0; i < CALLS; i++) {
        const msd_arrow_options opt = {.jobs = i == 2 ? 3 : 1};
        struct result *r = &c->result[i];
        c->st[i] = msd_arrow_run(engine, &shared.schema, &shared.array, &opt, &r->schema, &r->array, NULL);
    }
    return NULL;
}

static void test_arrow__eight_threads_on_one_engine(void)
{
    static struct caller caller[THREADS];
    for (int i = 0; i < MANY; i++) many[i] = texts[i % 3];
    table_init(&shared, MANY);
    table_add(&shared, "text", many);
    const msd_arrow_options one = {.jobs = 1};
    struct result want = run(&shared, &one);
    for (int i = 0; i < THREADS; i++) CHECK_INT(pthread_create(&caller[i].id, NULL, call, &caller[i]), 0);
    for (int i = 0; i < THREADS; i++) {
        CHECK_INT(pthread_join(caller[i].id, NULL), 0);
        for (int k = 0; k < CALLS; k++) {
            CHECK_INT(caller[i].st[k], MSD_OK);
            CHECK(equal(&want.array, &caller[i].result[k].array, &want.schema));
            release(&caller[i].result[k]);
        }
    }
    release(&want);
    table_clear(&shared);
}

static void test_arrow__explain(void)
{
    msd_input in = {.text = "Iran denied the report.", .n_byte = 23};
    char *out;
    size_t n;
    CHECK_INT(msd_explain(worker, &in, &out, &n, NULL), MSD_OK);
    CHECK(out && strlen(out) == n && strstr(out, "claim"));
    msd_free(out);
    in.text = "\xFF";
    in.n_byte = 1;
    CHECK_INT(msd_explain(worker, &in, &out, &n, NULL), MSD_EUTF8);
    CHECK(out == NULL);
    CHECK(strstr(msd_engine_model(engine), "core_web") && *msd_engine_knowledge(engine));
}

int main(void)
{
    if (!engine_open()) SKIP("no model or knowledge file; `make data` makes them");
    RUN(test_arrow__rows_in_order);
    RUN(test_arrow__claims_as_structs);
    RUN(test_arrow__lines_are_the_commands);
    RUN(test_arrow__columns_by_name);
    RUN(test_arrow__slices);
    RUN(test_arrow__null_rows);
    RUN(test_arrow__ids_and_dates_of_other_types);
    RUN(test_arrow__texts_of_other_types);
    RUN(test_arrow__dictionaries);
    RUN(test_arrow__the_least_of_tables);
    RUN(test_arrow__broken_tables_are_refused);
    RUN(test_arrow__children_can_be_moved_out);
    RUN(test_arrow__the_type_without_data);
    RUN(test_arrow__parse_and_relate);
    RUN(test_arrow__pairs_by_lists_of_places);
    RUN(test_arrow__pairs_by_structs);
    RUN(test_arrow__places_of_other_types_are_refused);
    RUN(test_arrow__texts_are_read_where_they_lie);
    RUN(test_arrow__eight_threads_on_one_engine);
    RUN(test_arrow__explain);
    engine_close();
    return test_end();
}
