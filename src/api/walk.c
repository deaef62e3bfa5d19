/* walk.c: looking at a document from outside. */
#include "doc/doc.h"
#include "write/write.h"

size_t msd_doc_n_claim(const msd_doc *doc)
{
    return doc->n_claim;
}

const msd_claim *msd_doc_claim(const msd_doc *doc, size_t i)
{
    return i < doc->n_claim ? &doc->claim[i] : NULL;
}

size_t msd_doc_n_sentence(const msd_doc *doc)
{
    return doc->body.n_sent;
}

const msd_sentence *msd_doc_sentence(const msd_doc *doc, int32_t i)
{
    if (i == -1) return doc->has_title ? &doc->title_sentence : NULL;
    return i >= 0 && (uint32_t)i < doc->body.n_sent ? &doc->body.sent[i] : NULL;
}

const char *msd_doc_text(const msd_doc *doc, size_t *n_byte)
{
    if (n_byte) *n_byte = doc->body.n_byte;
    return doc->body.text;
}

size_t msd_doc_n_token(const msd_doc *doc)
{
    return doc->body.n_tok;
}

bool msd_doc_token(const msd_doc *doc, size_t i, msd_token *out)
{
    *out = (msd_token){0};
    if (i >= doc->body.n_tok) return false;
    const msdx_tok *tok = &doc->body.tok[i];
    *out = (msd_token){.span = tok->span,
                       .lemma = tok->lemma.p ? tok->lemma.p : "",
                       .upos = msdx_upos_name((msdx_upos)tok->upos),
                       .xpos = tok->tag ? tok->tag : "",
                       .morph = tok->morph ? tok->morph : "",
                       .relation = msdx_rel_name((msdx_rel)tok->rel),
                       .head = tok->head,
                       .native_relation = tok->native_dep ? tok->native_dep : "",
                       .native_head = tok->native_head,
                       .name_type = tok->ent,
                       .name_begins = tok->ent_iob == MSDX_BEGIN,
                       .is_space = tok->is_space};
    return true;
}

const char *msd_column_name(size_t i, msd_cell_type *type)
{
    msdx_value_type of;
    const char *name = msdx_write_column(i, &of);
    if (name) *type = (msd_cell_type)of;
    return name;
}

static msd_status put_cell(msdx_buf *buf, msd_doc *doc, const msd_claim *c, size_t i, msd_cell *out, msd_error *err)
{
    msdx_value v;
    if (!msdx_write_value(buf, doc, c, i, &v)) return buf->failed ? msdx_err_nomem(err) : MSD_OK;
    out->whole = v.whole;
    out->real = v.real;
    out->n_byte = v.text.n;
    out->text = msdx_arena_strndup(&doc->arena, v.text.p, v.text.n);
    return out->text ? MSD_OK : msdx_err_nomem(err);
}

msd_status msd_doc_cell(msd_doc *doc, size_t claim, size_t i, msd_cell *out, msd_error *err)
{
    msdx_buf buf = MSDX_BUF_INIT(SIZE_MAX / 2);
    msd_cell_type type;
    *out = (msd_cell){0};
    if (claim >= doc->n_claim || !msd_column_name(i, &type))
        return msdx_err(err, MSD_EUSAGE, 0, "there is no claim %zu with a column %zu", claim, i);
    out->type = type;
    msd_status st = put_cell(&buf, doc, &doc->claim[claim], i, out, err);
    msdx_buf_clear(&buf);
    return st;
}

msd_status msd_doc_json(const msd_doc *doc, char **out, size_t *n_byte, msd_error *err)
{
    msdx_buf b = MSDX_BUF_INIT(SIZE_MAX / 2);
    *out = NULL;
    if (n_byte) *n_byte = 0;
    msdx_buf_add(&b, "", 0); /* there is a string, though no claim */
    for (uint32_t i = 0; i < doc->n_claim; i++) msdx_write_jsonl(&b, doc, &doc->claim[i]);
    msdx_buf_cstr(&b);
    if (b.failed) {
        msdx_buf_clear(&b);
        return msdx_err_nomem(err);
    }
    *out = b.p;
    if (n_byte) *n_byte = b.n;
    return MSD_OK;
}

void msd_free(void *p)
{
    msdx_free(p);
}
