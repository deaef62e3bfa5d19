/* page.c: pages that the items of a feed lead to (`pages yes`), kept in line until their turn comes. */
#include <stdlib.h>

#include "watch/watch_impl.h"

enum { PAGES_MOST = 2000 };

static const char *copy(msdx_arena *arena, const char *s)
{
    return s ? msdx_arena_strndup(arena, s, strlen(s)) : NULL;
}

msd_status msdx_page_add(msdx_watched *f, const msd_input *in, const char *item, const char hash[33], msd_error *err)
{
    msdx_page *page = msdx_calloc(1, sizeof *page);
    if (!page) return msdx_err_nomem(err);
    page->in = *in;
    page->in.text = msdx_arena_strndup(&page->arena, in->n_byte ? in->text : "", in->n_byte);
    const char **field[] = {&page->in.id,  &page->in.date,      &page->in.title,
                            &page->in.url, &page->in.publisher, &page->in.language};
    for (size_t i = 0; i < sizeof field / sizeof *field; i++) *field[i] = copy(&page->arena, *field[i]);
    page->item = copy(&page->arena, item);
    memcpy(page->hash, hash, sizeof page->hash);
    if (page->arena.failed) {
        msdx_page_free(page);
        return msdx_err_nomem(err);
    }
    msdx_page **last = &f->page;
    while (*last) last = &(*last)->next;
    *last = page;
    f->n_page++;
    return MSD_OK;
}

bool msdx_page_is_wanted(const msdx_watched *f, const msd_input *in)
{
    msdx_url url;
    return f->feed->pages && f->n_page < PAGES_MOST && in->url && msdx_url_read(in->url, &url);
}

msdx_page *msdx_page_take(msdx_watched *f)
{
    msdx_page *page = f->page;
    f->page = page->next;
    page->next = NULL;
    f->n_page--;
    return page;
}

void msdx_page_say(const msdx_watched *f, const msdx_page *page, const char *why)
{
    msdx_watch_say(f->w, "feed %s: %.200s: %s; the feed's own words are taken", f->feed->id, page->in.url, why);
}

void msdx_page_free(msdx_page *page)
{
    if (!page) return;
    msdx_arena_clear(&page->arena);
    msdx_free(page);
}
