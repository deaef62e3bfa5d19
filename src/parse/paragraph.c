/* paragraph.c: what is parsed together. The networks see a few words to each side
 * and the tree builder one word ahead, so that what follows a paragraph would change
 * its last words' tags, trees and names. A unit whose paragraphs are known is
 * therefore parsed as so many texts, side by side in the batch, and put together
 * again: a paragraph's trees are its own. The white space between two of them is in
 * neither, and gives no tokens. */
#include "parse/parse_impl.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/* A paragraph that was cut off behind a dateline begins with the white space there. */
static msdx_unit part_of(const msdx_unit *u, msdx_para p)
{
    while (p.start_byte < p.end_byte && is_blank(u->parsed[p.start_byte])) p.start_byte++;
    while (p.end_byte > p.start_byte && is_blank(u->parsed[p.end_byte - 1])) p.end_byte--;
    return (msdx_unit){.arena = u->arena,
                       .text = u->text + p.start_byte,
                       .parsed = u->parsed + p.start_byte,
                       .n_byte = p.end_byte - p.start_byte,
                       .sent_max = u->sent_max};
}

static size_t n_part_of(const msdx_unit *u)
{
    return u->para && u->n_para ? u->n_para : 1;
}

msd_status msdx_parts_cut(msdx_parts *out, msdx_unit *const *unit, size_t n_unit, msdx_arena *arena, msd_error *err)
{
    size_t k = 0;
    *out = (msdx_parts){.whole = unit, .n_whole = n_unit};
    for (size_t i = 0; i < n_unit; i++) out->n_part += n_part_of(unit[i]);
    out->part = MSDX_NEW(arena, msdx_unit *, out->n_part);
    msdx_unit *own = MSDX_NEW(arena, msdx_unit, out->n_part);
    if (!out->part || !own) return msdx_err_nomem(err);
    for (size_t i = 0; i < n_unit; i++) {
        msdx_unit *u = unit[i];
        bool cut = u->para && u->n_para;
        for (size_t p = 0; p < n_part_of(u); p++, k++) {
            if (cut) own[k] = part_of(u, u->para[p]);
            out->part[k] = cut ? &own[k] : u;
        }
    }
    return MSD_OK;
}

/* How far the things of a part lie behind the beginning of the whole. */
struct offset {
    uint32_t byte, cp, tok, sent;
};

static msd_span moved(msd_span s, const struct offset *by)
{
    return (msd_span){s.start_byte + by->byte, s.end_byte + by->byte, s.start_cp + by->cp, s.end_cp + by->cp};
}

static void add_tokens(msdx_unit *u, const msdx_unit *part, const struct offset *by)
{
    int32_t n = (int32_t)by->tok;
    for (uint32_t i = 0; i < part->n_tok; i++) {
        msdx_tok *t = &u->tok[by->tok + i];
        *t = part->tok[i];
        t->span = moved(t->span, by);
        t->native_head += n;
        if (t->head >= 0) t->head += n;
        if (t->first_child >= 0) t->first_child += n;
        if (t->next_sib >= 0) t->next_sib += n;
        t->sent += (int32_t)by->sent;
    }
    u->n_tok += part->n_tok;
}

static void add_sentences(msdx_unit *u, const msdx_unit *part, const struct offset *by)
{
    for (uint32_t i = 0; i < part->n_sent; i++) {
        msd_sentence *s = &u->sent[by->sent + i];
        *s = part->sent[i];
        s->span = moved(s->span, by);
        s->tok_start += by->tok;
        s->tok_end += by->tok;
    }
    u->n_sent += part->n_sent;
}

static void add_names(msdx_unit *u, const msdx_unit *part, const struct offset *by)
{
    for (uint32_t i = 0; i < part->n_ent; i++) {
        msdx_ent *e = &u->ent[u->n_ent++];
        *e = part->ent[i];
        e->start += (int32_t)by->tok;
        e->end += (int32_t)by->tok;
    }
}

static msd_status join(msdx_unit *u, msdx_unit *const *part, size_t n_part, msd_error *err)
{
    size_t n_tok = 0, n_sent = 0, n_ent = 0;
    struct offset by = {0, 0, 0, 0};
    for (size_t p = 0; p < n_part; p++) {
        n_tok += part[p]->n_tok;
        n_sent += part[p]->n_sent;
        n_ent += part[p]->n_ent;
    }
    u->tok = MSDX_NEW(u->arena, msdx_tok, n_tok);
    u->sent = MSDX_NEW(u->arena, msd_sentence, n_sent);
    u->ent = MSDX_NEW(u->arena, msdx_ent, n_ent);
    if (!u->tok || !u->sent || !u->ent) return msdx_err_nomem(err);
    u->n_tok = u->n_sent = u->n_ent = u->n_cut = 0;
    for (size_t p = 0; p < n_part; p++) {
        uint32_t start = (uint32_t)(part[p]->parsed - u->parsed);
        by.cp += (uint32_t)msdx_utf8_count(u->text + by.byte, start - by.byte);
        by.byte = start;
        by.tok = u->n_tok;
        by.sent = u->n_sent;
        add_tokens(u, part[p], &by);
        add_sentences(u, part[p], &by);
        add_names(u, part[p], &by);
        u->n_cut += part[p]->n_cut;
    }
    return MSD_OK;
}

msd_status msdx_parts_join(const msdx_parts *parts, msd_error *err)
{
    msdx_unit *const *part = parts->part;
    for (size_t i = 0; i < parts->n_whole; i++) {
        msdx_unit *u = parts->whole[i];
        size_t n = n_part_of(u);
        if (part[0] != u) MSD_TRY(join(u, part, n, err));
        part += n;
    }
    return MSD_OK;
}
