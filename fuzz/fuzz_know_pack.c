/* fuzz_know_pack.c: the compiled file, damaged anywhere. Whatever comes, it opens or is refused; what opens can be
 * walked to its end. The input is a list of patches over a file compiled here from the corpus of fuzz_knowledge, with
 * a gazetteer of two towns: which section (0: the file's head and table), where in it (two bytes), and the byte that is
 * put there; or, after a first byte of 'F', the file itself. */
#include <stdio.h>
#include <stdlib.h>

#include "base/hash.h"
#include "base/mem.h"
#include "know/compile_impl.h"
#include "know/gazetteer.h"
#include "know/resolve.h"
#include "small_know.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static size_t sum; /* so that every string is read to its end */

static void use(const char *s)
{
    if (s) sum += strlen(s);
}

static void use_list(const msd_strings *list)
{
    for (size_t i = 0; i < list->n; i++) use(list->item[i]);
}

static void use_paths(const msdx_paths *paths)
{
    for (size_t i = 0; i < paths->n; i++)
        for (uint32_t k = 0; k < paths->item[i].n; k++) use(paths->item[i].step[k].prep);
}

static void walk_actors(const msdx_know *know)
{
    const msdx_actor *a;
    for (uint32_t i = 0; (a = msdx_know_actor(know, i)); i++) {
        const char *country;
        use(a->id), use(a->name), use(a->code), use(a->parent);
        use(a->iso2), use(a->isonum), use(a->cow), use(a->gw), use(a->fips), use(a->cameo);
        use_list(&a->sectors), use_list(&a->aligned);
        for (size_t k = 0; k < a->n_seat; k++) use(a->seat_sector[k]);
        for (size_t k = 0; k < a->n_role; k++) use(a->role[k].title);
        use(msdx_actor_sector_on(a, "2020-01-01", &country)), use(country);
    }
}

static void walk_rules(const msdx_know *know)
{
    const msdx_frame *f;
    const msdx_class *c;
    const msdx_example *x;
    for (uint32_t i = 0; (f = msdx_know_frame(know, i)); i++) {
        use(f->rule), use(f->event), use(f->mode), use(f->cameo), use(f->quad), use_list(&f->contexts);
        use_paths(&f->actor), use_paths(&f->recipient);
        for (size_t k = 0; k < f->n_cond; k++) use_list(&f->cond[k].words);
    }
    for (uint32_t i = 0; (c = msdx_know_class(know, i)); i++)
        use(c->rule), use_paths(&c->holder), use_paths(&c->content);
    for (size_t i = 0; (x = msdx_know_example(know, i)); i++) use(x->file), use(x->text), use(x->expect), use(x->rule);
}

static void walk_terms(const msdx_know *know)
{
    msdx_term t;
    for (int s = 0; s < MSDX_N_SYSTEM; s++)
        for (uint32_t i = 0; msdx_know_term(know, (msdx_system)s, i, &t); i++) {
            use(t.id), use(t.event), use(t.mode), use(t.name), use(t.cameo), use(t.quad), use(t.definition);
            use_list(&t.excludes), use_list(&t.contexts), use_list(&t.variants), use_list(&t.words);
            sum += msdx_know_reached(know, (msdx_system)s, i);
            if (s == MSDX_SYSTEM_CODE) use(msdx_know_code_on(know, t.id, "icews"));
        }
}

static void walk_phrases(const msdx_know *know, msdx_space space)
{
    msdx_str phrase;
    const msdx_sense *sense, *found;
    size_t n, m;
    for (size_t i = 0; msdx_know_phrase(know, space, i, &phrase, &sense, &n); i++) {
        found = msdx_know_find(know, space, phrase, &m);
        for (size_t k = 0; k < m; k++) sum += found[k].index;
        sum += msdx_know_max_words(know, space, phrase);
    }
}

static void walk_gazetteer(const msdx_know *know)
{
    msdx_gaz_place p;
    char key[MSDX_GAZ_KEY_ROOM] = "";
    size_t n, n_key = msdx_gazetteer_key(MSDX_STR("The Paris"), key);
    for (uint32_t i = 0, all = msdx_gazetteer_n(know); i <= all && i < 1000; i++)
        if (msdx_gazetteer_get(know, i, &p)) use(p.name), use(p.country);
    const uint32_t *sense = msdx_gazetteer_find(know, (msdx_str){key, n_key}, &n);
    for (size_t i = 0; i < n; i++)
        if (msdx_gazetteer_get(know, sense[i] >> 2, &p)) use(p.name);
    sum += msdx_gazetteer_n_name(know);
}

static void walk(msdx_know *know)
{
    msdx_found found[8];
    size_t n_found;
    char code[16];
    walk_actors(know);
    walk_rules(know);
    walk_terms(know);
    walk_gazetteer(know);
    for (int i = 0; i < MSDX_N_SPACE; i++) walk_phrases(know, (msdx_space)i);
    msdx_know_actor_code(know, "IRQ", "MIL", code);
    (void)msdx_know_state(know, "IRQ");
    if (msdx_know_resolve(know, MSDX_STR("Iraqi soldier al-Kadhimi's"), NULL, found, 8, &n_found, NULL) == MSD_OK)
        sum += n_found;
}

/* ---- a sound file ---- */

static unsigned char *sound;
static size_t n_sound, n_section, from[64], length[64];

static void add_corpus(msdx_compile *c, const char *name)
{
    char path[4096];
    static char text[1 << 14];
    snprintf(path, sizeof path, "%s/fuzz/corpus/knowledge/%s", MSD_SOURCE_DIR, name);
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(text, 1, sizeof text, f) : 0;
    if (f) fclose(f);
    msdx_compile_add(c, name, name, (msdx_str){text, n}, 0);
}

static void add_gazetteer(msdx_pack_writer *w)
{
    static const char pool[] = "\0paris\0Paris\0Texas";
    enum { USA = 'U' | 'S' << 8 | 'A' << 16, REGION = MSDX_GAZ_REGION << 24 };
    const uint32_t place[2][MSDX_GAZ_PLACE_WIDTH] = {{13, USA | REGION, 0, 0, (uint32_t)MSDX_GAZ_NO_POINT, 0, 7, 102},
                                                     {7, USA, 1, 0, 3366000, (uint32_t)-9555000, 25000, 2}};
    const uint32_t name[2][2] = {{1, 0}, {0, 2}}, sense[2] = {1 << 2, MSDX_GAZ_BESIDE};
    uint32_t slot[2] = {0, 0};
    slot[msdx_murmur64a("paris", 5, 1) & 1] = 1;
    msdx_pack_add(w, "gaz.place", MSDX_PACK_U32, 2, MSDX_GAZ_PLACE_WIDTH, place);
    msdx_pack_add(w, "gaz.name", MSDX_PACK_U32, 2, 2, name);
    msdx_pack_add(w, "gaz.sense", MSDX_PACK_U32, 2, 0, sense);
    msdx_pack_add(w, "gaz.slot", MSDX_PACK_U32, 2, 0, slot);
    msdx_pack_add(w, "gaz.pool", MSDX_PACK_BYTES, sizeof pool, 0, pool);
}

static void done(void)
{
    msdx_free(sound);
}

static void find_sections(void)
{
    msdx_pack *pack;
    if (msdx_pack_open_bytes(&pack, sound, n_sound, "sound", MSDX_KNOW_KIND, MSDX_KNOW_VERSION, NULL) != MSD_OK)
        abort();
    length[n_section++] = n_sound < 4096 ? n_sound : 4096;
    for (size_t i = 0; i < msdx_pack_n_section(pack) && n_section < 64; i++) {
        msdx_section s;
        msdx_pack_section(pack, i, &s);
        if (!s.n_byte) continue;
        from[n_section] = (size_t)((const unsigned char *)s.data - sound);
        length[n_section++] = s.n_byte;
    }
    msdx_pack_close(pack);
}

static void start(void)
{
    msdx_compile c;
    msdx_buf report = MSDX_BUF_INIT((size_t)1 << 24);
    msdx_pack_writer *w;
    void *p;
    msd_error err = {0};
    msdx_compile_init(&c, &report);
    msdx_compile_add(&c, "o.txt", "o.txt", msdx_str_of(small_ontology), 0);
    add_corpus(&c, "world");
    add_corpus(&c, "words");
    if (msdx_compile_run(&c, &w, &err) != MSD_OK) {
        fprintf(stderr, "the corpus does not compile: %s\n%.*s", err.msg, (int)report.n, report.p);
        abort();
    }
    add_gazetteer(w);
    if (msdx_pack_write_bytes(w, &p, &n_sound, &err) != MSD_OK) abort();
    sound = p;
    msdx_pack_writer_free(w);
    msdx_compile_clear(&c);
    msdx_buf_clear(&report);
    atexit(done);
    find_sections();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    msdx_know *know;
    if (!sound) start();
    if (n > 1 << 20) return 0;
    bool whole = n && data[0] == 'F';
    size_t n_byte = whole ? n - 1 : n_sound;
    unsigned char *copy = aligned_alloc(64, (n_byte / 64 + 1) * 64);
    if (!copy) return 0;
    if (n_byte) memcpy(copy, whole ? data + 1 : sound, n_byte);
    for (; !whole && n >= 4; data += 4, n -= 4) {
        size_t s = data[0] % n_section;
        copy[from[s] + ((size_t)data[1] << 8 | data[2]) % length[s]] = data[3];
    }
    if (msdx_know_open_bytes(&know, copy, n_byte, "fuzz", NULL) == MSD_OK) {
        walk(know);
        msdx_know_close(know);
    }
    free(copy);
    return 0;
}
