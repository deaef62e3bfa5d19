/* story_impl.h: what the files of the stories' rules share. */
#ifndef MSDX_STORY_IMPL_H
#define MSDX_STORY_IMPL_H
#include "store/story.h"

struct msdx_story_edges {
    msdx_story_edge *at;
    size_t n, room;
};
MSD_MUST_CHECK bool msdx_story_add_edge(struct msdx_story_edges *e, uint32_t a, uint32_t b, uint32_t like);

/* Pairs of texts that share telling words, with their likeness. out->at is the caller's to free, whatever comes back. */
MSD_MUST_CHECK msd_status msdx_story_alike(const msdx_story_words *words, struct msdx_story_edges *out, msd_error *err);
#endif
