/* kind_list.c: `list` entries, words that names are told by. Which lists there are is the program's to say. */
#include "know/compile_impl.h"

const char *const msdx_list_id[MSDX_N_LIST] = {"plain-word", "no-state", "place-end", "party-word"};

void msdx_put_list(msdx_compile *c, const msdx_entry *e)
{
    uint32_t list = msdx_find_word(msdx_list_id, MSDX_N_LIST, e->id);
    if (list == MSDX_N_LIST) {
        msdx_problem(c, e->source, e->line, "list '%.*s' is none of: plain-word no-state place-end party-word",
                     MSDX_ARG(e->id));
        return;
    }
    msdx_put_phrases(c, e, "words", MSDX_SPACE_LIST, (msdx_sense){list, MSDX_SENSE_LISTED, 0});
}

bool msdx_know_lists(const msdx_know *know, msdx_list list, msdx_str phrase)
{
    size_t n = 0;
    const msdx_sense *s = msdx_know_find(know, MSDX_SPACE_LIST, phrase, &n);
    for (size_t i = 0; s && i < n; i++)
        if (s[i].index == (uint32_t)list) return true;
    return false;
}
