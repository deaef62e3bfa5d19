/* test_oom_layer.c: each of our allocations fails once while rows of another data set are read, stored and given out;
 * the call says so, nothing leaks, and the same works afterwards. */
#include "test.h"

#include <unistd.h>

#include "store/layer.h"

static char path[300];
static msd_error err;

static const struct sample {
    const char *form, *bytes;
} samples[] = {
    {"acled",
     "event_id_cnty,event_date,event_type,actor1,actor2,country,location,latitude,longitude\n"
     "ZED1,2020-01-02,Battles,\"Army, north\",Rebels,Zedland,Zedtown,1,2\nZED2,2020-01-03,Battles,\xC9,B,C,D,,\n"},
    {"plover", "{\"id\":\"1\",\"date\":\"2020-01-02\",\"event\":\"AID\",\"actor\":[{\"code\":\"ZED\"}]}\n{\"id\":2}\n"},
    {"cameoxml",
     "<CAMEO_XML><Document id=\"Z_20200102\"><Event id=\"0\" type=\"010\"><Participant actor_name=\"A&amp;B\" "
     "agent_name=\"C\" role=\"Source\"/></Event></Document></CAMEO_XML>\n"},
};

static msd_status add_line(void *ctx, msdx_str line, msd_error *e)
{
    (void)e;
    msdx_buf_add(ctx, line.p, line.n);
    return ((msdx_buf *)ctx)->failed ? MSD_ENOMEM : MSD_OK;
}

static msd_status put_all(msdx_layer *layer, msdx_layer_reader *r)
{
    for (;;) {
        msdx_layer_item item;
        MSD_TRY(msdx_layer_reader_next(r, &item, &err));
        if (!item.raw.n) return MSD_OK;
        MSD_TRY(msdx_layer_put(layer, (int64_t)item.line, item.raw, &item.row, &err));
    }
}

static msd_status use(const struct sample *s, msdx_buf *out)
{
    msdx_store *store = NULL;
    msdx_layer *layer = NULL;
    msdx_layer_reader *r = NULL;
    bool known;
    msdx_layer_file file = {.layer = "x", .form = s->form, .name = "x", .bytes = msdx_str_of(s->bytes)};
    msd_status st = msdx_store_open(&store, path, MSDX_STORE_CREATE, &err);
    if (st == MSD_OK) st = msdx_store_begin(store, &err);
    if (st == MSD_OK) st = msdx_layer_reader_new(&r, s->form, file.bytes, &err);
    if (st == MSD_OK) file.head = msdx_layer_reader_head(r);
    if (st == MSD_OK) st = msdx_layer_open(&layer, store, &file, &known, &err);
    if (st == MSD_OK && layer) st = put_all(layer, r);
    msdx_layer_close(layer);
    if (st == MSD_OK) st = msdx_store_commit(store, &err);
    if (st != MSD_OK && store) msdx_store_rollback(store);
    if (st == MSD_OK) st = msdx_layer_lines(store, "x", NULL, add_line, out, &err);
    msdx_layer_reader_free(r);
    msdx_store_close(store);
    return st;
}

static void forget(void)
{
    static const char *const tail[] = {"", "-wal", "-shm"};
    char one[320];
    for (int i = 0; i < 3; i++) {
        snprintf(one, sizeof one, "%s%s", path, tail[i]);
        unlink(one);
    }
}

static void each_fails(const struct sample *s)
{
    size_t n = 0;
    for (;; n++) {
        msdx_buf out = MSDX_BUF_INIT(1 << 20);
        forget();
        msdx_fail_after(n);
        msd_status st = use(s, &out);
        bool hit = msdx_fail_hit();
        msdx_fail_after(SIZE_MAX);
        if (hit) {
            CHECK_INT(st, MSD_ENOMEM);
            if (st != MSD_ENOMEM) fprintf(stderr, "%s: allocation %zu\n", s->form, n);
            msdx_buf_reset(&out);
            out.failed = false;
            CHECK_INT(use(s, &out), MSD_OK);
        }
        CHECK(out.n == strlen(s->bytes) && memcmp(out.p, s->bytes, out.n) == 0);
        msdx_buf_clear(&out);
        if (!hit) break;
    }
    printf("%s: %zu allocations\n", s->form, n);
    CHECK(n > 5);
    forget();
}

static void test_layer__each_allocation_fails_once(void)
{
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++) each_fails(&samples[i]);
}

int main(void)
{
    snprintf(path, sizeof path, "%s/test_oom_layer.%d.db", access("/dev/shm", W_OK) == 0 ? "/dev/shm" : MSD_BUILD_DIR,
             (int)getpid());
    RUN(test_layer__each_allocation_fails_once);
    return test_end();
}
