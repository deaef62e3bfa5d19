#include "api/models.h"

#include <pthread.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/install.h"
#include "base/mem.h"
#include "read/read.h"

struct model {
    struct model *next;
    msdx_parser *parser;
};

struct msdx_models {
    char folder[MSDX_PATH_ROOM]; /* with a slash at its end; "" when it is the one at hand */
    bool many;                   /* are others looked for there? */
    msdx_arithmetic arithmetic;
    struct model *first;  /* never changes; the others come after it */
    pthread_mutex_t lock; /* of the others */
};

struct reader {
    struct reader *next;
    msdx_reader one;
};

struct msdx_readers {
    msdx_models *models;
    struct reader *first;
    msdx_unit **unit; /* of the batch at hand */
    size_t unit_room;
};

/* ---- the models ---- */

static msd_status model_open(struct model **out, const char *path, msdx_arithmetic arithmetic, msd_error *err)
{
    *out = NULL;
    struct model *model = msdx_calloc(1, sizeof *model);
    if (!model) return msdx_err_nomem(err);
    msd_status st = msdx_parser_open_as(&model->parser, path, arithmetic, err);
    if (st != MSD_OK) {
        msdx_free(model);
        return st;
    }
    *out = model;
    return MSD_OK;
}

static bool is_folder(const char *path)
{
    struct stat s;
    return stat(path, &s) == 0 && S_ISDIR(s.st_mode);
}

/* The folder, and the path of the first model. */
static msd_status place(msdx_models *m, const char *path, bool beside, char first[MSDX_PATH_ROOM], msd_error *err)
{
    bool folder = is_folder(path);
    size_t n = strlen(path);
    if (n + sizeof "/LAN.model" > MSDX_PATH_ROOM) return msdx_err(err, MSD_EIO, 0, "the path of the model is too long");
    m->many = folder || beside;
    memcpy(m->folder, path, n + 1);
    memcpy(first, path, n + 1);
    if (!folder) {
        char *slash = strrchr(m->folder, '/');
        m->folder[slash ? slash + 1 - m->folder : 0] = 0;
        return MSD_OK;
    }
    if (m->folder[n - 1] != '/') m->folder[n++] = '/';
    memcpy(first, m->folder, n);
    memcpy(first + n, "en.model", sizeof "en.model");
    if (access(first, F_OK) == 0) return MSD_OK;
    return msdx_err(err, MSD_EIO, 0,
                    "%.120s: no en.model in this folder; `masudi model import PACKAGE -o en.model` makes it", path);
}

static msd_status open_first(msdx_models *m, const char *path, bool beside, msd_error *err)
{
    char first[MSDX_PATH_ROOM];
    MSD_TRY(place(m, path, beside, first, err));
    return model_open(&m->first, first, m->arithmetic, err);
}

msd_status msdx_models_open(msdx_models **out, const char *path, bool beside, msdx_arithmetic arithmetic,
                            msd_error *err)
{
    *out = NULL;
    msdx_models *m = msdx_calloc(1, sizeof *m);
    if (!m) return msdx_err_nomem(err);
    m->arithmetic = arithmetic;
    pthread_mutex_init(&m->lock, NULL);
    msd_status st = open_first(m, path, beside, err);
    if (st != MSD_OK) {
        msdx_models_close(m);
        return st;
    }
    *out = m;
    return MSD_OK;
}

void msdx_models_close(msdx_models *m)
{
    if (!m) return;
    while (m->first) {
        struct model *model = m->first;
        m->first = model->next;
        msdx_parser_close(model->parser);
        msdx_free(model);
    }
    pthread_mutex_destroy(&m->lock);
    msdx_free(m);
}

const msdx_parser *msdx_models_first(const msdx_models *m)
{
    return m->first->parser;
}

/* ---- languages ---- */

/* What is no code is left as its first letters. */
static void code_of(const char *said, char code[MSDX_LANGUAGE_ROOM])
{
    static const char *const name[][2] = {{"english", "en"}, {"eng", "en"}, {"spanish", "es"}, {"spa", "es"},
                                          {"french", "fr"},  {"fra", "fr"}, {"fre", "fr"}};
    char low[16] = {0};
    for (size_t i = 0; i + 1 < sizeof low && said[i] && said[i] != '-' && said[i] != '_'; i++)
        low[i] = (char)(said[i] >= 'A' && said[i] <= 'Z' ? said[i] | 0x20 : said[i]);
    for (size_t i = 0; i < sizeof name / sizeof *name; i++)
        if (strcmp(low, name[i][0]) == 0) memcpy(low, name[i][1], 3);
    for (size_t i = 0; i < MSDX_LANGUAGE_ROOM; i++) code[i] = low[i] >= 'a' && low[i] <= 'z' ? low[i] : (char)0;
    code[MSDX_LANGUAGE_ROOM - 1] = 0;
}

void msdx_models_language(const msd_doc *doc, char code[MSDX_LANGUAGE_ROOM])
{
    code_of(doc->language ? doc->language : "", code);
    if (!code[0]) code_of(msdx_language_guess((msdx_str){doc->body.text, doc->body.n_byte}), code);
}

static msd_status no_model(const msdx_models *m, const char *language, msd_error *err)
{
    if (strcmp(language, "und") == 0)
        return msdx_err(err, MSD_EUNSUPPORTED, 0,
                        "nobody says what language the text is in, and its words do not tell");
    return msdx_err(
        err, MSD_EUNSUPPORTED, 0,
        "no model for '%s': there is no %.100s%s.model; `masudi model import PACKAGE -o %s.model` makes one", language,
        m->folder, language, language);
}

static msd_status open_another(msdx_models *m, const char *language, msd_error *err)
{
    char path[MSDX_PATH_ROOM + 16];
    struct model *model;
    snprintf(path, sizeof path, "%s%s.model", m->folder, language);
    if (access(path, F_OK) != 0) return no_model(m, language, err);
    MSD_TRY(model_open(&model, path, m->arithmetic, err));
    const char *inside = msdx_parser_language(model->parser);
    if (strcmp(inside, language) != 0) {
        msd_status st =
            msdx_err(err, MSD_EUNSUPPORTED, 0, "no model for '%s': %.100s is one for '%s'", language, path, inside);
        msdx_parser_close(model->parser);
        msdx_free(model);
        return st;
    }
    model->next = m->first->next;
    m->first->next = model;
    return MSD_OK;
}

static const msdx_parser *among(const struct model *model, const char *language)
{
    while (model && strcmp(msdx_parser_language(model->parser), language) != 0) model = model->next;
    return model ? model->parser : NULL;
}

static msd_status models_get(msdx_models *m, const char *language, const msdx_parser **out, msd_error *err)
{
    msd_status st = MSD_OK;
    pthread_mutex_lock(&m->lock);
    *out = among(m->first, language);
    if (!*out) st = open_another(m, language, err);
    if (st == MSD_OK) *out = among(m->first, language);
    pthread_mutex_unlock(&m->lock);
    return st;
}

/* ---- a thread's ---- */

static msd_status add_reader(msdx_readers *r, const msdx_parser *parser, struct reader **out, msd_error *err)
{
    *out = NULL;
    struct reader *reader = msdx_calloc(1, sizeof *reader);
    if (!reader) return msdx_err_nomem(err);
    reader->one.parser = parser;
    msd_status st = msdx_parse_work_new(&reader->one.work, parser, err);
    if (st != MSD_OK) {
        msdx_free(reader);
        return st;
    }
    struct reader **at = &r->first;
    while (*at) at = &(*at)->next;
    *at = *out = reader;
    return MSD_OK;
}

msd_status msdx_readers_new(msdx_readers **out, msdx_models *models, msd_error *err)
{
    struct reader *first;
    *out = NULL;
    msdx_readers *r = msdx_calloc(1, sizeof *r);
    if (!r) return msdx_err_nomem(err);
    r->models = models;
    msd_status st = add_reader(r, msdx_models_first(models), &first, err);
    if (st != MSD_OK) {
        msdx_readers_free(r);
        return st;
    }
    *out = r;
    return MSD_OK;
}

void msdx_readers_free(msdx_readers *r)
{
    if (!r) return;
    while (r->first) {
        struct reader *reader = r->first;
        r->first = reader->next;
        msdx_parse_work_free(reader->one.work);
        msdx_free(reader);
    }
    msdx_free(r->unit);
    msdx_free(r);
}

msdx_reader msdx_readers_first(const msdx_readers *r)
{
    return r->first->one;
}

msd_status msdx_readers_pick(msdx_readers *r, const msd_doc *doc, msdx_reader *out, msd_error *err)
{
    char language[MSDX_LANGUAGE_ROOM];
    const msdx_parser *parser;
    *out = r->first->one;
    if (!r->models->many) return MSD_OK;
    msdx_models_language(doc, language);
    struct reader *reader = r->first;
    while (reader && strcmp(msdx_parser_language(reader->one.parser), language) != 0) reader = reader->next;
    if (!reader) {
        MSD_TRY(models_get(r->models, language, &parser, err));
        MSD_TRY(add_reader(r, parser, &reader, err));
    }
    *out = reader->one;
    return MSD_OK;
}

static msd_status unit_room(msdx_readers *r, size_t n, msd_error *err)
{
    if (n <= r->unit_room) return MSD_OK;
    msdx_unit **unit = msdx_realloc(r->unit, n, sizeof *unit);
    if (!unit) return msdx_err_nomem(err);
    r->unit = unit;
    r->unit_room = n;
    return MSD_OK;
}

msd_status msdx_readers_run(msdx_readers *r, const msdx_reader *pick, msd_doc *const *doc, size_t n, msd_error *err)
{
    MSD_TRY(unit_room(r, n * 2, err));
    for (const struct reader *reader = r->first; reader; reader = reader->next) {
        size_t n_unit = 0;
        for (size_t i = 0; i < n; i++) {
            if (pick[i].parser != reader->one.parser) continue;
            r->unit[n_unit++] = &doc[i]->body;
            if (doc[i]->has_title) r->unit[n_unit++] = &doc[i]->title;
        }
        if (n_unit) MSD_TRY(msdx_parse_run(reader->one.parser, reader->one.work, r->unit, n_unit, err));
    }
    return MSD_OK;
}
