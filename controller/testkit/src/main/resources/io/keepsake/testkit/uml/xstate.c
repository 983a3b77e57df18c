/*
 * Lets a user-mode kernel of Linux 6.1 run on a processor whose whole floating-point state is larger than the room it
 * has for it (AMX: tile data of 8 KiB). It saves what fits, and then the host refuses to set less than all of it
 * (EFAULT; "ptrace set fp regs failed"). Loaded before libc by uml.sh, this fills up what is set with what the process
 * has, and says that only the states within that room are meant.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#define NT_X86_XSTATE 0x202
/* Where XSAVE's header begins, and with it the bits of the states that are not in their initial configuration. */
#define XSTATE_BV 512
/* x87, SSE, AVX, MPX, AVX-512: what lies in front of protection keys and tiles. */
#define STATES_WITHIN 0xffull

static _Thread_local char whole[65536];

static long set(long request, long process, long kind, struct iovec *given) {
    struct iovec all = {whole, sizeof whole};
    if (syscall(SYS_ptrace, PTRACE_GETREGSET, process, kind, &all) < 0) {
        return -1;
    }
    size_t fits = given->iov_len < all.iov_len ? given->iov_len : all.iov_len;
    memset(whole + fits, 0, all.iov_len - fits);
    memcpy(whole, given->iov_base, fits);
    if (fits >= XSTATE_BV + sizeof(uint64_t) && fits < all.iov_len) {
        uint64_t states;
        memcpy(&states, whole + XSTATE_BV, sizeof states);
        states &= STATES_WITHIN;
        memcpy(whole + XSTATE_BV, &states, sizeof states);
    }
    return syscall(SYS_ptrace, request, process, kind, &all);
}

long ptrace(enum __ptrace_request request, ...) {
    va_list rest;
    va_start(rest, request);
    long process = va_arg(rest, long);
    long address = va_arg(rest, long);
    void *data = va_arg(rest, void *);
    va_end(rest);
    if (request == PTRACE_PEEKTEXT || request == PTRACE_PEEKDATA || request == PTRACE_PEEKUSER) {
        long word = 0;
        return syscall(SYS_ptrace, request, process, address, &word) < 0 ? -1 : word;
    }
    return request == PTRACE_SETREGSET && address == NT_X86_XSTATE
            ? set(request, process, address, data)
            : syscall(SYS_ptrace, request, process, address, data);
}
