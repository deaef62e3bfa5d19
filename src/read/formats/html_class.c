/* html_class.c: what the tag, the class, the id and the role of an element say about it.
 *
 * Class and id are cut into words at signs and humps ("storyBody related-links" is
 * "-story-body-related-links-"), so that whole words are compared. The words are
 * those that news sites, and the systems they are made with, use. */
#include <strings.h>

#include "read/formats/html_impl.h"

static const char *const body_word[] = {
    "-article-body-", "-article-content-", "-article-text-", "-article-copy-", "-story-body-",      "-story-content-",
    "-story-text-",   "-entry-content-",   "-post-content-", "-post-body-",    "-post-text-",       "-content-body-",
    "-body-text-",    "-body-copy-",       "-news-text-",    "-news-body-",    "-main-text-",       "-articlebody-",
    "-articletext-",  "-articlecontent-",  "-bodytext-",     "-storybody-",    "-storytext-",       "-storycontent-",
    "-entrycontent-", "-postcontent-",     "-text-body-",    "-article-main-", "-field-name-body-", "-itemtext-",
    "-blog-content-", "-article-inner-",   "-entry-text-",   "-storyline-",    "-article-detail-",  "-article-details-",
    "-news-content-", "-newstext-"};

static const char *const aside_word[] = {"-ad-",
                                         "-ads-",
                                         "-adv-",
                                         "-advert-",
                                         "-advertisement-",
                                         "-advertising-",
                                         "-adslot-",
                                         "-nav-",
                                         "-navigation-",
                                         "-navbar-",
                                         "-menu-",
                                         "-sidebar-",
                                         "-side-bar-",
                                         "-footer-",
                                         "-comment-",
                                         "-comments-",
                                         "-commenting-",
                                         "-disqus-",
                                         "-share-",
                                         "-sharing-",
                                         "-sharebar-",
                                         "-social-",
                                         "-related-",
                                         "-newsletter-",
                                         "-newsletters-",
                                         "-promo-",
                                         "-promos-",
                                         "-breadcrumb-",
                                         "-breadcrumbs-",
                                         "-sponsor-",
                                         "-sponsored-",
                                         "-subscribe-",
                                         "-signup-",
                                         "-sign-up-",
                                         "-recommend-",
                                         "-recommended-",
                                         "-recommendations-",
                                         "-recirc-",
                                         "-trending-",
                                         "-popular-",
                                         "-taboola-",
                                         "-outbrain-",
                                         "-bio-",
                                         "-caption-",
                                         "-captions-",
                                         "-credit-",
                                         "-credits-",
                                         "-copyright-",
                                         "-disclaimer-",
                                         "-widget-",
                                         "-widgets-",
                                         "-modal-",
                                         "-popup-",
                                         "-cookie-",
                                         "-cookies-",
                                         "-toolbar-",
                                         "-gallery-",
                                         "-slideshow-",
                                         "-carousel-",
                                         "-byline-",
                                         "-timestamp-",
                                         "-tags-",
                                         "-taglist-",
                                         "-keywords-",
                                         "-topics-",
                                         "-rating-",
                                         "-ratings-",
                                         "-masthead-",
                                         "-login-",
                                         "-pagination-",
                                         "-pager-",
                                         "-follow-",
                                         "-donate-",
                                         "-teaser-",
                                         "-teasers-",
                                         "-tooltip-",
                                         "-readmore-",
                                         "-read-more-",
                                         "-read-next-",
                                         "-readnext-",
                                         "-more-stories-",
                                         "-see-also-",
                                         "-most-read-",
                                         "-up-next-",
                                         "-also-read-",
                                         "-more-from-",
                                         "-author-",
                                         "-authors-",
                                         "-metadata-",
                                         "-meta-",
                                         "-postmeta-",
                                         "-inline-video-",
                                         "-video-player-",
                                         "-jw-player-",
                                         "-image-",
                                         "-photo-",
                                         "-thumbnail-",
                                         "-printfriendly-",
                                         "-print-",
                                         "-reply-",
                                         "-respond-",
                                         "-next-post-",
                                         "-prev-post-",
                                         "-post-nav-",
                                         "-jp-relatedposts-",
                                         "-sharedaddy-",
                                         "-addthis-",
                                         "-addtoany-",
                                         "-instagram-",
                                         "-infobox-",
                                         "-leaderboard-",
                                         "-skip-",
                                         "-correction-link-",
                                         "-poll-",
                                         "-quiz-",
                                         "-survey-",
                                         "-interstitial-",
                                         "-toc-",
                                         "-relatedposts-",
                                         "-icon-",
                                         "-hidden-",
                                         "-visually-",
                                         "-sr-",
                                         "-screen-reader-",
                                         "-mobile-hide-",
                                         "-pullquote-",
                                         "-pull-quote-",

                                         "-callout-",
                                         "-inset-",
                                         "-story-ad-",
                                         "-embed-",
                                         "-partner-"};

static bool has_any(const char *words, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (strstr(words, list[i])) return true;
    return false;
}

/* "storyBody related-links" as "-story-body-related-links-". */
static void put_words(const char *s, char *out, size_t room)
{
    size_t n = 0;
    out[n++] = '-';
    for (size_t i = 0; s[i] && n + 3 < room; i++) {
        char c = s[i];
        bool upper = c >= 'A' && c <= 'Z', before = i && s[i - 1] >= 'a' && s[i - 1] <= 'z';
        bool word = upper || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if ((upper && before) || !word) {
            if (out[n - 1] != '-') out[n++] = '-';
        }
        if (word) out[n++] = upper ? (char)(c | 0x20) : c;
    }
    if (out[n - 1] != '-') out[n++] = '-';
    out[n] = 0;
}

static bool is_one_of(const char *value, const char *const *list, size_t n)
{
    for (size_t i = 0; value && i < n; i++)
        if (strcasecmp(value, list[i]) == 0) return true;
    return false;
}

static bool is_hidden(const xmlNode *n)
{
    static const char *const never[] = {"script", "style",  "noscript", "template", "iframe", "svg",   "object",
                                        "embed",  "select", "textarea", "button",   "canvas", "video", "audio",
                                        "input",  "dialog", "menu",     "head",     "math",   "map"};
    return is_one_of(msdx_name(n), never, sizeof never / sizeof *never);
}

/* Said to be no text, or not shown at first. A tag may be left open and a script may show what was not, so this is
 * judged by how much it holds. */
static bool is_concealed(const xmlNode *n)
{
    static const char *const names[] = {"aside", "footer", "form", "header", "nav"};
    static const char *const roles[] = {"navigation", "complementary", "banner",  "contentinfo", "search", "dialog",
                                        "alert",      "menu",          "menubar", "tablist",     "toolbar"};
    const char *style = msdx_attr(n, "style"), *aria = msdx_attr(n, "aria-hidden");
    size_t len = style ? strlen(style) : 0;
    if (is_one_of(msdx_name(n), names, sizeof names / sizeof *names)) return true;
    if (is_one_of(msdx_attr(n, "role"), roles, sizeof roles / sizeof *roles)) return true;
    if (msdx_attr(n, "hidden") || (aria && strcmp(aria, "true") == 0)) return true;
    return len && (msdx_findi(style, len, "display:none") || msdx_findi(style, len, "display: none") ||
                   msdx_findi(style, len, "visibility:hidden"));
}

msdx_html_role msdx_html_role_of(const xmlNode *n)
{
    enum { ROOM = 512 };
    char words[ROOM];
    const char *prop = msdx_attr(n, "itemprop");
    if (is_hidden(n)) return MSDX_HTML_HIDDEN;
    if (prop && strcmp(prop, "articleBody") == 0) return MSDX_HTML_BODY;
    if (is_concealed(n)) return MSDX_HTML_ASIDE;
    msdx_html_role role = MSDX_HTML_PLAIN;
    static const char *const where[] = {"class", "id"};
    for (int i = 0; i < 2; i++) {
        const char *value = msdx_attr(n, where[i]);
        if (!value || !*value) continue;
        put_words(value, words, ROOM);
        if (has_any(words, aside_word, sizeof aside_word / sizeof *aside_word)) return MSDX_HTML_ASIDE;
        if (has_any(words, body_word, sizeof body_word / sizeof *body_word)) role = MSDX_HTML_BODY;
    }
    return role;
}
