#include "cli/models.h"

#include <pthread.h>
#include <unistd.h>

#include "api/install.h"
#include "base/mem.h"
#include "read/read.h"

enum { N_MODEL = 16, N_MISSING = 32, CODE_ROOM = 4 };

struct model {
    char language[CODE_ROOM];
    msdx_parser *parser;
    msdx_parse_work *work[];
};

struct missing {
    char language[CODE_ROOM];
    uint64_t n_doc;
};

struct msdx_cli_models {
    char folder[MSDX_PATH_ROOM]; /* where the default model lies, with a slash; "": beside the program */
    bool given;                  /* one model for all */
    msdx_arithmetic arithmetic;
    unsigned n_worker;
    pthread_mutex_t lock; /* of all below */
    struct model *model[N_MODEL];
    size_t n_model;
    struct missing missing[N_MISSING];
    size_t n_missing;
};

static void model_close(struct model *one, unsigned n_worker)
{
    if (!one) return;
    for (unsigned i = 0; i < n_worker; i++) msdx_parse_work_free(one->work[i]);
    msdx_parser_close(one->parser);
    msdx_free(one);
}

static msd_status model_open(msdx_cli_models *m, const char *path, msd_error *err)
{
    struct model *one = msdx_calloc(1, sizeof *one + m->n_worker * sizeof *one->work);
    if (!one) return msdx_err_nomem(err);
    msd_status st = msdx_parser_open_as(&one->parser, path, m->arithmetic, err);
    for (unsigned i = 0; st == MSD_OK && i < m->n_worker; i++)
        st = msdx_parse_work_new(&one->work[i], one->parser, err);
    if (st != MSD_OK) {
        model_close(one, m->n_worker);
        return st;
    }
    snprintf(one->language, sizeof one->language, "%s", msdx_parser_language(one->parser));
    m->model[m->n_model++] = one;
    return MSD_OK;
}

msd_status msdx_cli_models_open(msdx_cli_models **out, const msdx_cli_args *args, unsigned n_worker, msd_error *err)
{
    char path[MSDX_PATH_ROOM];
    *out = NULL;
    MSD_TRY(msdx_cli_find_model(msdx_cli_get(args, "model"), path, err));
    msdx_cli_models *m = msdx_calloc(1, sizeof *m);
    if (!m) return msdx_err_nomem(err);
    m->n_worker = n_worker;
    m->given = msdx_cli_get(args, "model") != NULL;
    m->arithmetic = msdx_cli_flag(args, "exact") ? MSDX_EXACT : MSDX_FASTEST;
    pthread_mutex_init(&m->lock, NULL);
    msd_status st = model_open(m, path, err);
    if (st != MSD_OK) {
        msdx_cli_models_close(m);
        return st;
    }
    char *slash = strrchr(path, '/');
    if (slash) slash[1] = 0;
    snprintf(m->folder, sizeof m->folder, "%s", slash ? path : "");
    *out = m;
    return MSD_OK;
}

void msdx_cli_models_close(msdx_cli_models *m)
{
    if (!m) return;
    for (size_t i = 0; i < m->n_model; i++) model_close(m->model[i], m->n_worker);
    pthread_mutex_destroy(&m->lock);
    msdx_free(m);
}

/* "es", "es-MX", "spa" and "Spanish" are es; what is no code is left as its first letters. */
static void code_of(const char *said, char code[CODE_ROOM])
{
    static const char *const name[][2] = {{"english", "en"}, {"eng", "en"}, {"spanish", "es"}, {"spa", "es"},
                                          {"french", "fr"},  {"fra", "fr"}, {"fre", "fr"}};
    char low[16] = {0};
    for (size_t i = 0; i + 1 < sizeof low && said[i] && said[i] != '-' && said[i] != '_'; i++)
        low[i] = (char)(said[i] >= 'A' && said[i] <= 'Z' ? said[i] | 0x20 : said[i]);
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        if (strcmp(low, name[i][0]) == 0) memcpy(low, name[i][1], 3);
    for (size_t i = 0; i < CODE_ROOM; i++) code[i] = low[i] >= 'a' && low[i] <= 'z' ? low[i] : (char)0;
    code[CODE_ROOM - 1] = 0;
}

static struct model *find(const msdx_cli_models *m, const char *language)
{
    for (size_t i = 0; i < m->n_model; i++)
        if (strcmp(m->model[i]->language, language) == 0) return m->model[i];
    return NULL;
}

static bool is_missing(const msdx_cli_models *m, const char *language, size_t *at)
{
    for (*at = 0; *at < m->n_missing; ++*at)
        if (strcmp(m->missing[*at].language, language) == 0) return true;
    return false;
}

/* The model of a language, opened now if need be; NULL: there is none. The lock is held. */
static msd_status get(msdx_cli_models *m, const char *language, struct model **out, msd_error *err)
{
    char path[MSDX_PATH_ROOM + 16];
    size_t at;
    *out = find(m, language);
    if (*out || !language[0] || m->n_model == N_MODEL) return MSD_OK;
    if (is_missing(m, language, &at)) return MSD_OK;
    snprintf(path, sizeof path, "%s%s.model", m->folder, language);
    if (access(path, F_OK) != 0) return MSD_OK;
    MSD_TRY(model_open(m, path, err));
    *out = find(m, language); /* NULL when the file is not what its name says */
    return MSD_OK;
}

static void count_missing(msdx_cli_models *m, const char *language)
{
    size_t at;
    if (!is_missing(m, language, &at)) {
        if (m->n_missing == N_MISSING) return;
        snprintf(m->missing[m->n_missing++].language, CODE_ROOM, "%s", language);
    }
    m->missing[at].n_doc++;
}

msd_status msdx_cli_model_for(msdx_cli_models *m, const msd_doc *doc, unsigned worker, msdx_cli_reader *out,
                              msd_error *err)
{
    struct model *one = m->model[0]; /* never changes */
    msd_status st = MSD_OK;
    if (!m->given) {
        char language[CODE_ROOM];
        code_of(doc->language ? doc->language : msdx_language_guess((msdx_str){doc->body.text, doc->body.n_byte}),
                language);
        if (strcmp(language, one->language) != 0) {
            struct model *other;
            pthread_mutex_lock(&m->lock);
            st = get(m, language, &other, err);
            if (st == MSD_OK && !other) count_missing(m, language);
            pthread_mutex_unlock(&m->lock);
            if (st == MSD_OK && other) one = other;
        }
    }
    *out = (msdx_cli_reader){one->parser, one->work[worker]};
    return st;
}

void msdx_cli_models_tell(const msdx_cli_models *m, const char *verb)
{
    uint64_t n_doc = 0;
    for (size_t i = 0; i < m->n_missing; i++) n_doc += m->missing[i].n_doc;
    if (n_doc == 0) return;
    fprintf(stderr, "masudi %s: %llu in a language without a model, read by the one for '%s':", verb,
            (unsigned long long)n_doc, m->model[0]->language);
    for (size_t i = 0; i < m->n_missing; i++)
        fprintf(stderr, "%s %s %llu", i ? "," : "", m->missing[i].language, (unsigned long long)m->missing[i].n_doc);
    fprintf(stderr, "; ./run model es or fr adds one\n");
}
