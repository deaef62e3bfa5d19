/* people.c: the index of people's folded names, from which spelling.c finds who is meant. */
#include <stdlib.h>

#include "know/compile_impl.h"
#include "know/person.h"

void msdx_people_add(msdx_compile *c, msdx_str name)
{
    msdx_person form[MSDX_PERSON_FORMS];
    unsigned pick[MSDX_PERSON_PICKS];
    size_t n = msdx_person_read(name, false, form);
    if (n == 0) return;
    uint32_t row[2] = {0, msdx_pool_add(&c->pool, name)};
    for (size_t i = 0; i < n; i++) {
        size_t n_pick = msdx_person_picks(&form[i], pick);
        for (size_t k = 0; k < n_pick; k++) {
            row[0] = msdx_person_hash(&form[i], pick[k]);
            msdx_buf_add(&c->person, row, sizeof row);
        }
    }
}

static int by_hash(const void *a, const void *b)
{
    const uint32_t *x = a, *y = b;
    if (x[0] != y[0]) return x[0] < y[0] ? -1 : 1;
    return (x[1] > y[1]) - (x[1] < y[1]);
}

void msdx_people_write(msdx_compile *c, msdx_pack_writer *w)
{
    uint32_t *row = (uint32_t *)(void *)c->person.p;
    size_t n = c->person.n / (2 * sizeof *row), k = 0;
    if (n) qsort(row, n, 2 * sizeof *row, by_hash);
    for (size_t i = 0; i < n; i++) {
        if (k && row[2 * k - 2] == row[2 * i] && row[2 * k - 1] == row[2 * i + 1]) continue;
        row[2 * k] = row[2 * i];
        row[2 * k + 1] = row[2 * i + 1];
        k++;
    }
    msdx_pack_add(w, "person", MSDX_PACK_U32, k, 2, row);
}
