/* bench_stories.c: the rules of stories over given texts or claims. Standard input: JSON lines; output: a line each,
 * the number of the element's group. bench/stories reads it.
 *
 *   bench_stories copies|reports   {"key","title","text"}
 *   bench_stories events           {"key","doc","sentence","code","word","day","parties","near"}; texts come first,
 *                                  as {"text","title","doc"}, each doc under its number; they may be left out */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>

#include "store/story.h"

enum { PARTIES = 32 };

static json_t **line;
static size_t n_line;

static bool read_lines(void)
{
    char *buf = NULL;
    size_t room = 0, room_line = 0;
    bool ok = true;
    while (ok && getline(&buf, &room, stdin) > 0) {
        if (n_line == room_line) {
            room_line = room_line ? room_line * 2 : 1024;
            json_t **more = realloc(line, room_line * sizeof *more);
            ok = more != NULL;
            if (ok) line = more;
        }
        if (ok) line[n_line] = json_loads(buf, 0, NULL);
        ok = ok && line[n_line++] != NULL;
    }
    free(buf);
    return ok;
}

static const char *text_of(const json_t *j, const char *key)
{
    const char *s = json_string_value(json_object_get(j, key));
    return s ? s : "";
}

static void take_text(msdx_story_text *t, const json_t *j)
{
    *t = (msdx_story_text){text_of(j, "key"), msdx_str_of(text_of(j, "title")), msdx_str_of(text_of(j, "text"))};
}

static void print_groups(const uint32_t *group, size_t n)
{
    for (size_t i = 0; i < n; i++) printf("%u\n", group[i]);
}

static bool group_texts(bool copies)
{
    msdx_story_text *text = calloc(n_line + 1, sizeof *text);
    uint32_t *group = calloc(n_line + 1, sizeof *group);
    msdx_story_words *words = NULL;
    bool ok = text && group;
    for (size_t i = 0; ok && i < n_line; i++) take_text(&text[i], line[i]);
    if (ok && copies) ok = msdx_story_copies(text, n_line, group, NULL) == MSD_OK;
    if (ok && !copies)
        ok = msdx_story_words_new(&words, text, n_line, NULL) == MSD_OK &&
             msdx_story_reports(words, group, NULL) == MSD_OK;
    if (ok) print_groups(group, n_line);
    msdx_story_words_free(words);
    free(text);
    free(group);
    return ok;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void take_item(msdx_story_item *it, const json_t *j, const char **party)
{
    const json_t *list = json_object_get(j, "parties"), *day = json_object_get(j, "day");
    *it = (msdx_story_item){.key = text_of(j, "key"), .code = text_of(j, "code"), .word = text_of(j, "word")};
    it->text = (uint32_t)json_integer_value(json_object_get(j, "doc"));
    it->sentence = (int32_t)json_integer_value(json_object_get(j, "sentence"));
    it->day_from = it->day_to = json_is_integer(day) ? (int32_t)json_integer_value(day) : MSDX_STORY_NO_DAY;
    it->place = text_of(j, "place");
    it->party = party;
    for (size_t i = 0; i < json_array_size(list) && it->n_party < PARTIES; i++)
        party[it->n_party++] = json_string_value(json_array_get(list, i));
    if (it->n_party) qsort(party, it->n_party, sizeof *party, by_name);
}

static bool group_events(void)
{
    size_t n_text = 0, n;
    while (n_text < n_line && json_object_get(line[n_text], "text")) n_text++;
    n = n_line - n_text;
    msdx_story_text *text = calloc(n_text + 1, sizeof *text);
    msdx_story_item *item = calloc(n + 1, sizeof *item);
    msdx_story_vec *vec = calloc(n + 1, sizeof *vec);
    const char **party = calloc(n + 1, PARTIES * sizeof *party);
    uint32_t *group = calloc(n + 1, sizeof *group);
    msdx_story_words *words = NULL;
    bool ok = text && item && vec && party && group;
    for (size_t i = 0; ok && i < n_text; i++) take_text(&text[i], line[i]);
    if (ok && n_text) ok = msdx_story_words_new(&words, text, n_text, NULL) == MSD_OK;
    for (size_t i = 0; ok && i < n; i++) {
        const json_t *j = line[n_text + i];
        take_item(&item[i], j, party + i * PARTIES);
        if (!words) continue;
        ok = msdx_story_words_of(words, msdx_str_of(text_of(j, "near")), msdx_str_of(item[i].word), &vec[i], NULL) ==
             MSD_OK;
        item[i].vec = &vec[i];
    }
    ok = ok && msdx_story_events(item, n, words, group, NULL) == MSD_OK;
    if (ok) print_groups(group, n);
    for (size_t i = 0; vec && i < n; i++) msdx_story_vec_clear(&vec[i]);
    msdx_story_words_free(words);
    free(text);
    free(item);
    free(vec);
    free(party);
    free(group);
    return ok;
}

int main(int argc, char **argv)
{
    const char *what = argc == 2 ? argv[1] : "";
    bool ok = read_lines();
    if (!ok)
        fprintf(stderr, "bench_stories: line %zu is no JSON\n", n_line);
    else if (strcmp(what, "copies") == 0 || strcmp(what, "reports") == 0)
        ok = group_texts(*what == 'c');
    else if (strcmp(what, "events") == 0)
        ok = group_events();
    else
        ok = false, fprintf(stderr, "usage: bench_stories copies|reports|events <LINES\n");
    for (size_t i = 0; i < n_line; i++) json_decref(line[i]);
    free(line);
    return ok ? 0 : 1;
}
