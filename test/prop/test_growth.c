/* test_growth.c: a paragraph added at the end of a text changes no claim before it, byte by byte of what `masudi code`
 * prints but for `mentions`, where it may tell an event again. Over sentences of our own (test/golden/code) made into
 * documents, examples/crisis.txt and, where it is there, the news load under ../shared: with a paragraph
 * of another text, with one of its own told again, and from its first paragraphs to the whole.
 * Needs the model and the compiled knowledge. */
#include <jansson.h>
#include <unistd.h>
#include <zlib.h>

#include "base/str.h"
#include "masudi.h"
#include "test.h"

/* OPENS: a title is read with as many sentences of its text; PARAS: more of a text are left out. */
enum { TEXTS = 1600, ARTICLES = 200, OPENS = 4, PARAS = 30, LINE = 1 << 20 };

static char *text[TEXTS];
static size_t n_text;
static msd_worker *worker;

static const char *installed(const char *variable, const char *name, char path[4096])
{
    const char *given = getenv(variable);
    snprintf(path, 4096, "%s/build/share/masudi/%s", MSD_SOURCE_DIR, name);
    return given ? given : path;
}

static msd_doc *coded(const char *body, const char *title)
{
    msd_input in = {
        .text = body, .n_byte = strlen(body), .title = title, .date = "2024-05-14", .id = "t", .language = "en"};
    msd_error err = {0};
    msd_doc *doc = NULL;
    if (msd_code(worker, &in, &doc, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        exit(1);
    }
    return doc;
}

/* A claim a line, without its mentions: what stands there is compared. */
static char *claims_of(const msd_doc *doc)
{
    char *json;
    msdx_buf out = MSDX_BUF_INIT(LINE * 16);
    msd_error err = {0};
    if (msd_doc_json(doc, &json, NULL, &err) != MSD_OK) exit(1);
    for (char *line = strtok(json, "\n"); line; line = strtok(NULL, "\n")) {
        json_t *claim = json_loads(line, 0, NULL);
        CHECK(json_object_del(claim, "mentions") == 0);
        char *one = json_dumps(claim, JSON_COMPACT | JSON_SORT_KEYS);
        msdx_buf_addf(&out, "%s\n", one);
        free(one);
        json_decref(claim);
    }
    msd_free(json);
    char *list = strdup(msdx_buf_cstr(&out));
    msdx_buf_clear(&out);
    return list;
}

/* Every line of `before` stands in `after`. */
static void check_kept(char *before, const char *after, const char *body, const char *longer)
{
    for (char *line = strtok(before, "\n"); line; line = strtok(NULL, "\n")) {
        bool kept = strstr(after, line) != NULL;
        CHECK(kept);
        if (!kept) fprintf(stderr, "lost: %s\n  of: %s\n  in: %s\n  which has: %s\n", line, body, longer, after);
    }
}

/* What the title tells depends on the first OPENS sentences of its text, so that it is left out where there are fewer. */
static size_t check_growth(const char *body, const char *longer, const char *title)
{
    msd_doc *first = coded(body, NULL);
    bool titled = title && msd_doc_n_sentence(first) >= OPENS;
    if (titled) msd_doc_free(first);
    msd_doc *before = titled ? coded(body, title) : first, *after = coded(longer, titled ? title : NULL);
    char *was = claims_of(before), *is = claims_of(after);
    size_t n = msd_doc_n_claim(before);
    check_kept(was, is, body, longer);
    free(was);
    free(is);
    msd_doc_free(before);
    msd_doc_free(after);
    return n;
}

static char *join(const char *const *para, size_t n)
{
    size_t room = 1;
    for (size_t i = 0; i < n; i++) room += strlen(para[i]) + 2;
    char *out = calloc(room, 1), *p = out;
    for (size_t i = 0; i < n; i++) p += snprintf(p, room - (size_t)(p - out), "%s%s", i ? "\n\n" : "", para[i]);
    return out;
}

/* Of n paragraphs those of the beginning, and then with what is added. */
static size_t grow(const char *const *para, size_t n, const char *added, const char *title)
{
    const char *more[PARAS + 1];
    char *body = join(para, n);
    memcpy(more, para, n * sizeof *para);
    more[n] = added;
    char *longer = join(more, n + 1);
    size_t n_claim = check_growth(body, longer, title);
    free(body);
    free(longer);
    return n_claim;
}

static void test_growth__of_our_own_sentences(void)
{
    const char *para[5];
    size_t n = 0;
    for (size_t i = 0; i + 5 < n_text; i += 9) {
        for (size_t k = 0; k < 5; k++) para[k] = text[i + k];
        n += grow(para, 5, "A baker in the next street sold bread to the neighbours all morning.", text[i + 5]);
        n += grow(para, 5, text[(i * 31 + 17) % n_text], text[i + 5]);
        n += grow(para, 2, text[i + 1], NULL);
    }
    CHECK(n > 300);
}

/* What follows and would like to tell of what stands before: where and when, what a name means, victims, the subject. */
static void test_growth__of_what_is_told_later(void)
{
    static const char *const pair[][2] = {
        {"Rebels attacked a police post and killed four officers, the army said. A school was burned too.",
         "The attack took place in Baquba on Sunday."},
        {"Gunmen threw grenades into a bar in the old town.", "Five people died and thirty were injured."},
        {"Soldiers attacked a base near Tuk and shelled Bentalo.",
         "The army retook the village of Bentalo and the town of Tuk."},
        {"The PCC condemned the raid on Ramallah.", "The Palestinian Central Council (PCC) met in Ramallah on Friday."},
        {"Police arrested ten protesters in Paris on Monday.",
         "The Paris, Texas, police said that the march in Dallas and Houston had been banned."},
        {"Opposition leaders rejected the offer. The Socialist Party condemned it.",
         "Portugal and Spain signed a treaty in Lisbon, Portugal."},
        {"Guerrillas attacked the army's troops. The blast killed two.", "The attack killed nine soldiers in Lima."},
        {"\"We will strike them,\" the minister said. \"We attacked their camp", "and left,\" said the rebel chief."},
    };
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) CHECK(grow(&pair[i][0], 1, pair[i][1], NULL) > 0);
}

/* An article: its lines become paragraphs, since what a single newline means is decided once a text. */
static size_t article(char *body, const char *title, const char *other)
{
    const char *para[PARAS];
    size_t n = 0, half;
    for (char *line = strtok(body, "\n"); line && n < PARAS; line = strtok(NULL, "\n"))
        if (strspn(line, " \t\r") < strlen(line)) para[n++] = line;
    if (n < 2) return 0;
    half = n / 2;
    char *first = join(para, half), *whole = join(para, n);
    size_t n_claim = check_growth(first, whole, title);
    free(first);
    free(whole);
    return n_claim + grow(para, n, other, title) + grow(para, half, para[0], title);
}

/* ARTICLES of the lines of a file, evenly. */
static size_t articles(const char *path, size_t n_line)
{
    gzFile f = gzopen(path, "rb");
    char *line = malloc(LINE);
    size_t n = 0, i = 0, step = n_line > ARTICLES ? n_line / ARTICLES : 1;
    for (; f && line && gzgets(f, line, LINE); i++) {
        json_t *row = i % step ? NULL : json_loads(line, 0, NULL);
        const char *body = json_string_value(json_object_get(row, "text"));
        char *copy = body ? strdup(body) : NULL;
        const char *title = json_string_value(json_object_get(row, "title"));
        if (copy) n += article(copy, title && *title ? title : NULL, text[i % n_text]);
        free(copy);
        json_decref(row);
    }
    free(line);
    if (f) gzclose(f);
    return n;
}

static void test_growth__of_articles(void)
{
    static char crisis[LINE];
    FILE *f = fopen(MSD_SOURCE_DIR "/examples/crisis.txt", "r");
    CHECK(f && fread(crisis, 1, sizeof crisis - 1, f) > 0);
    if (f) fclose(f);
    CHECK(article(crisis, NULL, text[0]) > 3);
    const char *load = MSD_SOURCE_DIR "/../shared/data/load/news_load.jsonl.gz";
    if (access(load, R_OK) == 0) CHECK(articles(load, 32471) > 300);
}

static void read_texts(const char *path)
{
    char line[4096];
    FILE *f = fopen(path, "r");
    CHECK(f != NULL);
    while (f && n_text < TEXTS && fgets(line, sizeof line, f)) {
        char *cut = strstr(line, "=>");
        if (line[0] == '#' || !cut || cut == line || strstr(line, "\\n")) continue;
        *cut = 0;
        text[n_text++] = strdup(line);
    }
    if (f) fclose(f);
}

int main(void)
{
    char model[4096], knowledge[4096];
    msd_options opt = MSD_OPTIONS_INIT;
    msd_error err = {0};
    msd_engine *engine;
    opt.model = installed("MASUDI_MODEL", "en.model", model);
    opt.knowledge = installed("MASUDI_KNOWLEDGE", "knowledge.msd", knowledge);
    if (access(opt.model, R_OK) != 0 || access(opt.knowledge, R_OK) != 0)
        SKIP("no model or knowledge; ./run setup makes them");
    if (msd_engine_open(&engine, &opt, &err) != MSD_OK || msd_worker_new(&worker, engine, &err) != MSD_OK) {
        fprintf(stderr, "%s\n", err.msg);
        return 1;
    }
    read_texts(MSD_SOURCE_DIR "/test/golden/code/claims.txt");
    read_texts(MSD_SOURCE_DIR "/test/golden/code/roles.txt");
    RUN(test_growth__of_our_own_sentences);
    RUN(test_growth__of_what_is_told_later);
    RUN(test_growth__of_articles);
    for (size_t i = 0; i < n_text; i++) free(text[i]);
    msd_worker_free(worker);
    msd_engine_close(engine);
    return test_end();
}
