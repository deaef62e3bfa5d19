/* inject.c: run a program and let one of its system calls fail: the N-th of a kind, as the kernel would refuse it.
 *
 *   inject KIND N [after=WORD] [times=M] -- PROGRAM ARGUMENT...
 *
 * KIND is read, write, sync, map, thread, open, rename or time; the calls of all its threads are counted together, from 0, and
 * only once a file whose name holds WORD has been opened, so that the loader's own calls are left alone. M calls in a row
 * fail (1); 0: every one from there on. Gives the program's exit status, 128 + the signal that ended it, or 77 where
 * a program cannot be traced here. The last line on standard error is "inject: SEEN seen, HIT failed".
 *
 * How: ptrace(2). At the entry of the call its number is replaced by one that does not exist, at its exit the result by
 * the error. x86-64 Linux only. */
#define _GNU_SOURCE
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#ifndef __x86_64__
int main(void)
{
    fprintf(stderr, "inject: only x86-64 is known\n");
    return 77;
}
#else
#include <sys/user.h>

static const struct kind {
    const char *name;
    int error;
    long call[8]; /* -1 ends */
} kinds[] = {{"read", EIO, {SYS_read, SYS_pread64, SYS_readv, SYS_getdents64, -1}},
             {"write", ENOSPC, {SYS_write, SYS_pwrite64, SYS_writev, SYS_ftruncate, SYS_fallocate, -1}},
             {"sync", EIO, {SYS_fsync, SYS_fdatasync, -1}},
             {"map", ENOMEM, {SYS_mmap, SYS_mremap, -1}},
             {"thread", EAGAIN, {SYS_clone, SYS_clone3, -1}},
             {"open", EMFILE, {SYS_openat, SYS_open, SYS_socket, -1}},
             {"rename", EACCES, {SYS_rename, SYS_renameat, SYS_renameat2, -1}}};

enum { THREADS_MOST = 256 };

struct thread {
    pid_t pid;
    bool inside, spoilt; /* between entry and exit of a call; it is to fail */
};

static struct thread thread[THREADS_MOST];
static const struct kind *kind;
static const char *after;
static long first, times = 1, seen, hit;
static bool armed;

static struct thread *thread_of(pid_t pid)
{
    struct thread *free_slot = NULL;
    for (int i = 0; i < THREADS_MOST; i++) {
        if (thread[i].pid == pid) return &thread[i];
        if (!thread[i].pid && !free_slot) free_slot = &thread[i];
    }
    if (!free_slot) exit(2);
    *free_slot = (struct thread){.pid = pid};
    return free_slot;
}

/* Does the string in the program's memory hold the word? */
static bool names(pid_t pid, unsigned long at, const char *word)
{
    char text[512];
    size_t n = 0;
    for (; n + sizeof(long) < sizeof text; n += sizeof(long)) {
        errno = 0;
        long w = ptrace(PTRACE_PEEKDATA, pid, (void *)(at + n), NULL);
        if (errno) break;
        memcpy(text + n, &w, sizeof w);
        if (memchr(&w, 0, sizeof w)) break;
    }
    text[n + sizeof(long) < sizeof text ? n + sizeof(long) - 1 : sizeof text - 1] = 0;
    return strstr(text, word) != NULL;
}

static bool is_of_kind(long call)
{
    for (int i = 0; kind->call[i] >= 0; i++)
        if (kind->call[i] == call) return true;
    return false;
}

static void at_entry(struct thread *t, struct user_regs_struct *r)
{
    long call = (long)r->orig_rax;
    if (!armed && (call == SYS_openat || call == SYS_open))
        armed = names(t->pid, call == SYS_openat ? r->rsi : r->rdi, after);
    else if (armed && is_of_kind(call)) {
        bool fails = seen >= first && (times == 0 || seen < first + times);
        seen++;
        if (!fails) return;
        hit++;
        t->spoilt = true;
        r->orig_rax = (unsigned long)-1;
        ptrace(PTRACE_SETREGS, t->pid, NULL, r);
    }
}

static void at_exit(struct thread *t, struct user_regs_struct *r)
{
    if (!t->spoilt) return;
    t->spoilt = false;
    r->rax = (unsigned long)-kind->error;
    ptrace(PTRACE_SETREGS, t->pid, NULL, r);
}

static void at_call(struct thread *t)
{
    struct user_regs_struct r;
    if (ptrace(PTRACE_GETREGS, t->pid, NULL, &r) != 0) return;
    t->inside = !t->inside;
    if (t->inside)
        at_entry(t, &r);
    else
        at_exit(t, &r);
}

/* The exit status of the program, as a shell has it. */
static int follow(pid_t program)
{
    int st, rc = 2;
    for (pid_t pid; (pid = waitpid(-1, &st, __WALL)) > 0;) {
        struct thread *t = thread_of(pid);
        long signal = 0;
        if (WIFEXITED(st) || WIFSIGNALED(st)) {
            if (pid == program) rc = WIFEXITED(st) ? WEXITSTATUS(st) : 128 + WTERMSIG(st);
            t->pid = 0;
            continue;
        }
        if (!WIFSTOPPED(st)) continue;
        if (WSTOPSIG(st) == (SIGTRAP | 0x80))
            at_call(t);
        else if (WSTOPSIG(st) == SIGTRAP && st >> 16)
            ; /* a thread was made, or the program was begun */
        else if (WSTOPSIG(st) != SIGSTOP && WSTOPSIG(st) != SIGTRAP)
            signal = WSTOPSIG(st);
        ptrace(PTRACE_SYSCALL, pid, NULL, (void *)signal);
    }
    return rc;
}

static int begin(char **argv)
{
    if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0) return 77;
    raise(SIGSTOP);
    execvp(argv[0], argv);
    return 127;
}

static int usage(void)
{
    fprintf(stderr, "inject KIND N [after=WORD] [times=M] -- PROGRAM ARGUMENT...\n");
    return 2;
}

int main(int argc, char **argv)
{
    int i = 3, st;
    if (argc < 5) return usage();
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (strcmp(kinds[k].name, argv[1]) == 0) kind = &kinds[k];
    if (!kind) return usage();
    first = strtol(argv[2], NULL, 10);
    for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
        if (strncmp(argv[i], "after=", 6) == 0) after = argv[i] + 6;
        if (strncmp(argv[i], "times=", 6) == 0) times = strtol(argv[i] + 6, NULL, 10);
    }
    if (i + 1 >= argc) return usage();
    armed = !after;
    pid_t program = fork();
    if (program == 0) _exit(begin(argv + i + 1));
    if (program < 0 || waitpid(program, &st, 0) != program || !WIFSTOPPED(st)) {
        fprintf(stderr, "inject: programs cannot be traced here\n");
        return 77;
    }
    ptrace(PTRACE_SETOPTIONS, program, NULL,
           (void *)(long)(PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
                          PTRACE_O_TRACEEXEC | PTRACE_O_EXITKILL));
    ptrace(PTRACE_SYSCALL, program, NULL, NULL);
    int rc = follow(program);
    fprintf(stderr, "inject: %ld seen, %ld failed\n", seen, hit);
    return rc;
}
#endif
