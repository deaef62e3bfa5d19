/* test.h: the few macros that every test program uses. A test program's main
 * calls its tests with RUN and returns test_end(). */
#ifndef MSDX_TEST_H
#define MSDX_TEST_H
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEST_SKIP 77
static int test_n_fail, test_n_run;

#define CHECK(cond) \
    do { \
        test_n_run++; \
        if (!(cond)) { \
            test_n_fail++; \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #cond); \
        } \
    } while (0)

#define CHECK_INT(got, want) \
    do { \
        long long got_ = (long long)(got), want_ = (long long)(want); \
        test_n_run++; \
        if (got_ != want_) { \
            test_n_fail++; \
            fprintf(stderr, "%s:%d: %s is %lld, not %lld\n", __FILE__, __LINE__, #got, got_, want_); \
        } \
    } while (0)

#define CHECK_STR(got, want) \
    do { \
        const char *got_ = (got), *want_ = (want); \
        test_n_run++; \
        if (!got_ || strcmp(got_, want_) != 0) { \
            test_n_fail++; \
            fprintf(stderr, "%s:%d: %s is '%s', not '%s'\n", __FILE__, __LINE__, #got, got_ ? got_ : "(null)", want_); \
        } \
    } while (0)

#define RUN(test) \
    do { \
        int before_ = test_n_fail; \
        test(); \
        printf("%s %s\n", test_n_fail == before_ ? "ok  " : "FAIL", #test); \
    } while (0)

/* A test that needs something that is not here says so and ends with TEST_SKIP. */
#define SKIP(why) \
    do { \
        printf("skipped: %s\n", why); \
        exit(TEST_SKIP); \
    } while (0)

static inline int test_end(void)
{
    printf("%d checks, %d failed\n", test_n_run, test_n_fail);
    return test_n_fail || !test_n_run;
}
#endif
