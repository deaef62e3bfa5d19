/* embed.c: the files of a folder as a C table (src/serve/asset.h), each packed with gzip.
 *
 *   embed FOLDER OUT.c
 *
 * index.html stands at its top; the rest is served under /assets/. Same files, same bytes. */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

static const char *type_of(const char *name)
{
    static const char *const type[][2] = {{".html", "text/html; charset=utf-8"},
                                          {".js", "text/javascript; charset=utf-8"},
                                          {".css", "text/css; charset=utf-8"},
                                          {".json", "application/json"},
                                          {".yaml", "application/yaml"},
                                          {".svg", "image/svg+xml"},
                                          {".png", "image/png"},
                                          {".woff2", "font/woff2"},
                                          {".txt", "text/plain; charset=utf-8"}};
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < sizeof type / sizeof *type; i++)
        if (strcmp(dot, type[i][0]) == 0) return type[i][1];
    return NULL;
}

static unsigned char *read_all(const char *path, size_t *n)
{
    FILE *f = fopen(path, "rb");
    unsigned char *p = NULL;
    size_t room = 0, got;
    *n = 0;
    if (!f) return NULL;
    do {
        if (*n == room) {
            room = room ? room * 2 : 1 << 16;
            unsigned char *more = realloc(p, room);
            if (!more) { /* half a file is none */
                free(p);
                fclose(f);
                return NULL;
            }
            p = more;
        }
        got = fread(p + *n, 1, room - *n, f);
        *n += got;
    } while (got);
    fclose(f);
    return p;
}

/* One member without a time or a name, so that the same file gives the same bytes. */
static unsigned char *pack(unsigned char *p, size_t n, size_t *n_out)
{
    z_stream z = {0};
    if (deflateInit2(&z, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY) != Z_OK) return NULL;
    size_t room = deflateBound(&z, (uLong)n) + 64;
    unsigned char *out = malloc(room);
    z.next_in = p;
    z.avail_in = (uInt)n;
    z.next_out = out;
    z.avail_out = (uInt)room;
    int rc = out ? deflate(&z, Z_FINISH) : Z_MEM_ERROR;
    *n_out = room - z.avail_out;
    deflateEnd(&z);
    if (rc == Z_STREAM_END) return out;
    free(out);
    return NULL;
}

static int put(FILE *out, const char *folder, const char *name, unsigned k, size_t *n_gzip)
{
    char path[4096];
    size_t n;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    unsigned char *p = read_all(path, &n), *g = p ? pack(p, n, n_gzip) : NULL;
    free(p);
    if (!g) {
        fprintf(stderr, "embed: %s: cannot be read\n", path);
        return 1;
    }
    fprintf(out, "static const unsigned char file_%u[] = {", k);
    for (size_t i = 0; i < *n_gzip; i++) fprintf(out, "%s%u,", i % 24 ? "" : "\n", g[i]);
    fprintf(out, "\n};\n");
    free(g);
    return 0;
}

static int is_file(const struct dirent *d)
{
    return type_of(d->d_name) != NULL;
}

int main(int argc, char **argv)
{
    struct dirent **list;
    int n = argc == 3 ? scandir(argv[1], &list, is_file, alphasort) : -1, rc = 0;
    FILE *out = n > 0 ? fopen(argv[2], "w") : NULL;
    size_t *size = n > 0 ? calloc((size_t)n, sizeof *size) : NULL;
    if (!out || !size) {
        fprintf(stderr, "embed: usage: embed FOLDER OUT.c; the folder has files of a page\n");
        return 2;
    }
    fprintf(out, "/* Made by tools/embed.c. */\n#include \"serve/asset.h\"\n\n");
    for (int i = 0; i < n; i++) rc |= put(out, argv[1], list[i]->d_name, (unsigned)i, &size[i]);
    fprintf(out, "const msdx_asset msdx_assets[] = {\n");
    for (int i = 0; i < n; i++)
        fprintf(out, "    {\"%s%s\", \"%s\", file_%d, %zu},\n",
                strcmp(list[i]->d_name, "index.html") == 0 ? "/" : "/assets/", list[i]->d_name,
                type_of(list[i]->d_name), i, size[i]);
    fprintf(out, "};\nconst size_t msdx_n_asset = %d;\n", n);
    if (fclose(out) != 0) rc = 1;
    for (int i = 0; i < n; i++) free(list[i]);
    free(list);
    free(size);
    return rc;
}
