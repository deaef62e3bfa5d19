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
