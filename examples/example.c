/* example.c: code one sentence and print its claims. Build it against an installed library with
 *   cc example.c -o example $(pkg-config --cflags --libs masudi) */
#include <masudi.h>
#include <stdio.h>

static const char *who(const msd_entity *entity, size_t n)
{
    return n == 0 ? "-" : entity[0].name ? entity[0].name : entity[0].text;
}

int main(void)
{
    static const char text[] = "Iran denied on Monday that it had threatened to close the strait.";
    msd_options opt = MSD_OPTIONS_INIT;
    msd_input in = {.text = text, .n_byte = sizeof text - 1, .date = "2026-03-02"};
    msd_engine *engine = NULL;
    msd_worker *worker = NULL;
    msd_doc *doc = NULL;
    msd_error err = {0};
    msd_status st = msd_engine_open(&engine, &opt, &err);
    if (st == MSD_OK) st = msd_worker_new(&worker, engine, &err);
    if (st == MSD_OK) st = msd_code(worker, &in, &doc, &err);
    if (st != MSD_OK) fprintf(stderr, "example: %s\n", err.msg);
    for (size_t i = 0; doc && i < msd_doc_n_claim(doc); i++) {
        const msd_claim *claim = msd_doc_claim(doc, i);
        printf("%s %s %s: %s, says %s\n", who(claim->actors, claim->n_actor), claim->event,
               who(claim->recipients, claim->n_recipient), msd_claim_status_name(claim->status),
               claim->n_attribution ? claim->attribution[0].who.text : "the text");
    }
    msd_doc_free(doc);
    msd_worker_free(worker);
    msd_engine_close(engine);
    return st;
}
