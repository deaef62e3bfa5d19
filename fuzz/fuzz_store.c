/* fuzz_store.c: a store's file, damaged anywhere. Whatever comes, it opens or is
 * refused, and every question is answered or refused. The input is a list of
 * patches over a small sound store (three bytes of offset, one of value), or,
 * after a first byte of 'F', the file itself. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../test/store_doc.h"
#include "store/store.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { SOUND_MOST = 1 << 21 };

static char path[64];
static uint8_t sound[SOUND_MOST], bytes[SOUND_MOST];
static size_t n_sound;

static void sweep(void)
{
    static const char *const tail[] = {"", "-wal", "-shm", "-journal"};
    char one[80];
    for (int i = 0; i < 4; i++) {
        snprintf(one, sizeof one, "%s%s", path, tail[i]);
        unlink(one);
    }
}

static bool make_sound(void)
{
    msdx_store *s;
    msdx_store_change change;
    const msdx_store_run run = {.coder = "fuzz", .licence = "own"};
    snprintf(path, sizeof path, "%s/masudi-fuzz.%d", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
             (int)getpid());
    sweep();
    if (msdx_store_open(&s, path, MSDX_STORE_CREATE, NULL) != MSD_OK) return false;
    bool good = msdx_store_set_run(s, &run, NULL) == MSD_OK && msdx_store_begin(s, NULL) == MSD_OK;
    for (unsigned k = 0; good && k < 12; k++) {
        msd_doc *doc = store_doc(k % 10, k / 10, 1 + k % 4);
        good = doc && msdx_store_put(s, doc, doc->n_claim, 0, &change, NULL) == MSD_OK;
        msdx_doc_free(doc);
    }
    good = good && msdx_store_commit(s, NULL) == MSD_OK;
    msdx_store_close(s);
    FILE *f = fopen(path, "rb");
    n_sound = f ? fread(sound, 1, sizeof sound, f) : 0;
    if (f) fclose(f);
    return good && n_sound > 0;
}

static msd_status use_line(void *ctx, msdx_str line, msd_error *err)
{
    msdx_lines *lines = ctx;
    msd_doc *doc;
    uint32_t n;
    bool taken;
    (void)err;
    if (msdx_lines_add(lines, line, &taken, NULL) != MSD_OK) taken = false;
    if (msdx_lines_take(lines, &doc, &n, NULL) != MSD_OK) return MSD_ENOMEM;
    msdx_doc_free(doc);
    return MSD_OK;
}

static msd_status use_doc(void *ctx, const msdx_store_doc *doc, msd_error *err)
{
    (void)err;
    *(size_t *)ctx += doc->in.n_byte;
    return MSD_OK;
}

static void ask(msdx_store *s)
{
    msdx_buf out = MSDX_BUF_INIT((size_t)1 << 26);
    msdx_filter f = {0};
    msdx_lines *lines;
    size_t n;
    const char *const text[] = {"number*"}, *const actor[] = {"ECU"}, *const place[] = {"-9,-90,9,-70"};
    if (msdx_lines_new(&lines, NULL) != MSD_OK) return;
    (void)!msdx_store_query(s, &f, MSDX_STORE_SUPERSEDED, 0, use_line, lines, NULL);
    (void)!msdx_filter_actor(&f, actor, 1, NULL);
    (void)!msdx_filter_dates(&f, "2000", "2001", NULL);
    (void)!msdx_store_query(s, &f, 0, 0, use_line, lines, NULL);
    (void)!msdx_filter_text(&f, text, 1, NULL);
    (void)!msdx_filter_places(&f, place, 1, NULL);
    (void)!msdx_store_query(s, &f, 0, 0, use_line, lines, NULL);
    (void)!msdx_store_stats(s, true, &out, NULL);
    (void)!msdx_store_history(s, "doc-1", &out, NULL);
    (void)!msdx_store_documents(s, 0, 0, 0, use_doc, &n, NULL);
    (void)!msdx_store_check(s, &out, &n, NULL);
    msdx_filter_clear(&f);
    msdx_lines_free(lines);
    msdx_buf_clear(&out);
}

/* A writer meets the damage too. */
static void write_to(msdx_store *s)
{
    const msdx_store_run run = {.coder = "fuzz", .model = "other"};
    msdx_store_change change;
    msd_doc *doc = store_doc(3, 0, 4);
    if (doc && msdx_store_set_run(s, &run, NULL) == MSD_OK && msdx_store_begin(s, NULL) == MSD_OK &&
        msdx_store_put(s, doc, doc->n_claim, 0, &change, NULL) == MSD_OK && msdx_store_commit(s, NULL) == MSD_OK)
        change.n_added = 0;
    else
        msdx_store_rollback(s);
    msdx_doc_free(doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    msdx_store *s;
    size_t n_byte = n_sound;
    if (!n_sound && !make_sound()) abort();
    n_byte = n_sound;
    memcpy(bytes, sound, n_sound);
    if (n && data[0] == 'F') {
        n_byte = n - 1 < sizeof bytes ? n - 1 : sizeof bytes;
        memcpy(bytes, data + 1, n_byte);
    } else {
        for (; n >= 4; data += 4, n -= 4)
            bytes[((size_t)data[0] << 16 | (size_t)data[1] << 8 | data[2]) % n_sound] = data[3];
    }
    sweep();
    FILE *f = fopen(path, "wb");
    if (!f || fwrite(bytes, 1, n_byte, f) != n_byte || fclose(f) != 0) abort();
    if (msdx_store_open(&s, path, MSDX_STORE_READ, NULL) == MSD_OK) {
        ask(s);
        msdx_store_close(s);
    }
    if (msdx_store_open(&s, path, MSDX_STORE_WRITE, NULL) == MSD_OK) {
        write_to(s);
        msdx_store_close(s);
    }
    sweep();
    return 0;
}
