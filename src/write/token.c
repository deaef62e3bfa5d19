/* token.c: the words of a parsed text, an object each. */
#include <stdio.h>

#include "write/write.h"

static void put_token(msdx_json *j, const msdx_unit *u, uint32_t i)
{
    const msdx_tok *t = &u->tok[i];
    char name[64];
    if (t->ent) snprintf(name, sizeof name, "%c-%s", t->ent_iob == MSDX_BEGIN ? 'B' : 'I', t->ent);
    msdx_json_open(j, '{');
    msdx_json_key(j, "text");
    msdx_json_strn(j, msdx_tok_text(u, (int32_t)i));
    msdx_json_put_int(j, "start", t->span.start_cp);
    msdx_json_put_int(j, "end", t->span.end_cp);
    msdx_json_put_int(j, "sentence", t->sent);
    msdx_json_key(j, "lemma");
    msdx_json_strn(j, t->lemma);
    msdx_json_put_str(j, "upos", msdx_upos_name((msdx_upos)t->upos));
    msdx_json_put_str(j, "xpos", t->tag ? t->tag : "");
    msdx_json_put_str(j, "morph", t->morph ? t->morph : "");
    msdx_json_put_int(j, "head", t->head);
    msdx_json_put_str(j, "relation", msdx_rel_name((msdx_rel)t->rel));
    msdx_json_put_int(j, "native_head", t->native_head);
    msdx_json_put_str(j, "native_relation", t->native_dep ? t->native_dep : "");
    msdx_json_put_str(j, "ner", t->ent ? name : NULL);
    msdx_json_close(j, '}');
}

void msdx_write_tokens(msdx_json *j, const msd_doc *doc)
{
    for (uint32_t i = 0; i < doc->body.n_tok; i++) put_token(j, &doc->body, i);
}
