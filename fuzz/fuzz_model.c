/* fuzz_model.c: the installed model, damaged: a flat file that is mapped and used as it lies. The input is a list of
 * patches of four bytes: which section (0: the file's head and table), where in its first 64 KiB, and the byte that
 * is put there. What opens parses a sentence: every head, label and name in range. */
#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>

#include "base/map.h"
#include "installed.h"
#include "parse/parse.h"
#include "read/read.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { PATCHES_MOST = 64, HEAD = 1 << 12 };

static char path[64];
static unsigned char *bytes;
static size_t n_byte, n_section, from[256], length[256];

static void sweep(void)
{
    unlink(path);
}

/* A copy that is patched in place, and where its sections lie. */
static void start(void)
{
    char name[4096];
    msdx_map map;
    msdx_pack *pack;
    const char *model = installed("MASUDI_MODEL", "en.model", name);
    if (access(model, R_OK) != 0) {
        fprintf(stderr, "skipped: no model; `make data` makes it\n");
        exit(77);
    }
    if (msdx_map_file(&map, model, NULL) != MSD_OK) abort();
    snprintf(path, sizeof path, "%s/masudi-fuzz-model.%d", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp",
             (int)getpid());
    int fd = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || write(fd, map.p, map.n) != (ssize_t)map.n) abort();
    atexit(sweep);
    n_byte = map.n;
    bytes = mmap(NULL, n_byte, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    msdx_map_close(&map);
    if (bytes == MAP_FAILED ||
        msdx_pack_open_bytes(&pack, bytes, n_byte, "fuzz", MSDX_MODEL_KIND, MSDX_MODEL_VERSION, NULL) != MSD_OK)
        abort();
    length[n_section++] = n_byte < HEAD ? n_byte : HEAD;
    for (size_t i = 0; i < msdx_pack_n_section(pack) && n_section < 256; i++) {
        msdx_section s;
        msdx_pack_section(pack, i, &s);
        if (!s.n_byte) continue;
        from[n_section] = (size_t)((const unsigned char *)s.data - bytes);
        length[n_section++] = s.n_byte;
    }
    msdx_pack_close(pack);
}

static void must(bool held)
{
    if (!held) abort();
}

static void check_unit(const msdx_unit *u)
{
    for (uint32_t i = 0; i < u->n_tok; i++) {
        const msdx_tok *t = &u->tok[i];
        must(t->span.start_byte < t->span.end_byte && t->span.end_byte <= u->n_byte);
        must(t->native_head >= 0 && (uint32_t)t->native_head < u->n_tok && t->head < (int32_t)u->n_tok);
        must(t->sent >= 0 && (uint32_t)t->sent < u->n_sent && t->rel < MSDX_N_REL && t->upos < MSDX_N_UPOS);
        must(t->tag && t->morph && t->native_dep && msdx_utf8_check(t->lemma.p, t->lemma.n) <= t->lemma.n);
    }
    for (uint32_t i = 0; i < u->n_ent; i++)
        must(u->ent[i].start < u->ent[i].end && (uint32_t)u->ent[i].end <= u->n_tok && u->ent[i].type);
}

static void use(void)
{
    static const char text[] = "On Monday Dr. Smith's U.S. troops didn't leave Aleppo (see http://x.org/a?b=1) -- \"we "
                               "can't\", he'd say in 1999.\n\nIranian F-16s bombed 3 towns e.g. Homs.";
    const msd_input in = {.text = text, .n_byte = sizeof text - 1};
    msdx_parser *parser;
    msdx_parse_work *work;
    msd_doc *doc;
    msd_error err = {0};
    msdx_buf info = MSDX_BUF_INIT(1 << 20);
    if (msdx_parser_open(&parser, path, &err) != MSD_OK) {
        must(err.msg[0]);
        return;
    }
    (void)!msdx_model_info(msdx_parser_pack(parser), &info, NULL);
    if (msdx_parse_work_new(&work, parser, NULL) != MSD_OK) abort();
    if (msdx_doc_make(&doc, &in, MSDX_DOC_EXACT, NULL, NULL) != MSD_OK) abort();
    msdx_unit *unit = &doc->body;
    if (msdx_parse_run(parser, work, &unit, 1, NULL) == MSD_OK) check_unit(unit);
    msdx_doc_free(doc);
    msdx_parse_work_free(work);
    msdx_parser_close(parser);
    msdx_buf_clear(&info);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct {
        size_t at;
        unsigned char was;
    } patch[PATCHES_MOST];
    size_t k = 0;
    if (!bytes) start();
    for (; n >= 4 && k < PATCHES_MOST; data += 4, n -= 4, k++) {
        size_t s = data[0] % n_section;
        patch[k].at = from[s] + ((size_t)data[1] << 8 | data[2]) % length[s];
        patch[k].was = bytes[patch[k].at];
        bytes[patch[k].at] = data[3];
    }
    use();
    while (k-- > 0) bytes[patch[k].at] = patch[k].was;
    return 0;
}
