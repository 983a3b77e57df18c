package io.keepsake.adapter.vrrp.sys;

import io.keepsake.core.value.Ip;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Platform;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;

/**
 * System calls that answer as the kernel does: 0 or more for success, {@code -errno} for failure. None blocks. They pass
 * their arguments in native memory that is allocated once, so an instance belongs to one thread and a call leaves no
 * garbage. For 64-bit Linux.
 */
public final class Syscalls {
    /** The longest packet that is sent or received. */
    public static final int PACKET_MAX = 4096;

    /** The most descriptors that one {@link #epollWait} tells of. */
    public static final int READY_MAX = 32;

    private static final int ARGUMENT_MAX = 4200; // the filter for all 255 VRIDs
    private static final int ADDRESS_MAX = 128;
    private static final int CONTROL_MAX = 128;
    /** The kernel packs {@code struct epoll_event} on x86-64 and nowhere else. */
    private static final boolean PACKED = Platform.getNativePlatform().getCPU() == Platform.CPU.X86_64;

    private static final int EVENT_LENGTH = PACKED ? 12 : 16;
    private static final int EVENT_FD_AT = PACKED ? 4 : 8;

    private final LibC libc;
    private final Runtime runtime;
    private final Pointer packet;
    private final Pointer argument;
    private final Pointer program;
    private final Pointer address;
    private final Pointer events;
    private final Pointer time;
    private final ReceivedMessage message;

    private Syscalls(LibC libc, Runtime runtime) {
        this.libc = libc;
        this.runtime = runtime;
        this.packet = Memory.allocateDirect(runtime, PACKET_MAX);
        this.argument = Memory.allocateDirect(runtime, ARGUMENT_MAX);
        this.program = Memory.allocateDirect(runtime, 16);
        this.address = Memory.allocateDirect(runtime, ADDRESS_MAX);
        this.events = Memory.allocateDirect(runtime, READY_MAX * 16);
        this.time = Memory.allocateDirect(runtime, 16);
        this.message = new ReceivedMessage(runtime, packet, PACKET_MAX, CONTROL_MAX);
    }

    /** Binds libc; the first time in a process this costs tens of milliseconds. */
    public static Syscalls load() {
        var libc = LibraryLoader.create(LibC.class).load("c");
        return new Syscalls(libc, Runtime.getRuntime(libc));
    }

    public int socket(int domain, int type, int protocol) {
        return answer(libc.socket(domain, type | Linux.SOCK_NONBLOCK | Linux.SOCK_CLOEXEC, protocol));
    }

    public int bind(int fd, byte[] sockaddr) {
        address.put(0, sockaddr, 0, sockaddr.length);
        return answer(libc.bind(fd, address, sockaddr.length));
    }

    public int setOption(int fd, int level, int name, int value) {
        argument.putInt(0, value);
        return answer(libc.setsockopt(fd, level, name, argument, 4));
    }

    public int setOption(int fd, int level, int name, byte[] value) {
        argument.put(0, value, 0, value.length);
        return answer(libc.setsockopt(fd, level, name, argument, value.length));
    }

    /** Puts a classic BPF program, eight bytes an instruction, in the place of the one before. */
    public int attachFilter(int fd, byte[] instructions) {
        argument.put(0, instructions, 0, instructions.length);
        program.putShort(0, (short) (instructions.length / 8));
        program.putAddress(8, argument.address());
        return answer(libc.setsockopt(fd, Linux.SOL_SOCKET, Linux.SO_ATTACH_FILTER, program, 16));
    }

    /** Sends the first {@code length} bytes; never waits for room. */
    public int sendTo(int fd, byte[] bytes, int length, int flags, byte[] sockaddr) {
        packet.put(0, bytes, 0, length);
        address.put(0, sockaddr, 0, sockaddr.length);
        return answer(libc.sendto(fd, packet, length, flags | Linux.MSG_DONTWAIT, address, sockaddr.length));
    }

    /** Takes the packet that waits, cut to {@link #PACKET_MAX}; {@link #stampNanos} then has its stamp. */
    public int receive(int fd, byte[] target) {
        return receive(fd, target, 0);
    }

    /** The same, written to {@code target} from {@code offset} on, and cut to what has room there. */
    public int receive(int fd, byte[] target, int offset) {
        message.reset();
        int length = answer(libc.recvmsg(fd, message.header(), Linux.MSG_DONTWAIT));
        if (length <= 0) {
            return length;
        }
        int taken = Math.min(length, target.length - offset);
        packet.get(0, target, offset, taken);
        return taken;
    }

    /** Who sent the IPv6 packet received last. */
    public Ip from() {
        return message.from();
    }

    /** Where the IPv6 packet received last was sent to; {@code ::} when the kernel did not say. */
    public Ip to() {
        return message.to();
    }

    /** The hop limit of the IPv6 packet received last; 0 when the kernel did not say. */
    public int hopLimit() {
        return message.hopLimit();
    }

    /**
     * When the kernel took in the packet received last, in nanoseconds of CLOCK_REALTIME; 0 when it did not say. For some
     * milliseconds after the first socket of the machine asked for stamps, it is the time of the reading instead.
     */
    public long stampNanos() {
        return message.stampNanos();
    }

    /** CLOCK_REALTIME in nanoseconds, with the kernel's resolution. */
    public long realTimeNanos() {
        libc.clock_gettime(Linux.CLOCK_REALTIME, time);
        return time.getLong(0) * 1_000_000_000 + time.getLong(8);
    }

    public int epollCreate() {
        return answer(libc.epoll_create1(Linux.EPOLL_CLOEXEC));
    }

    /** Tells of {@code fd} as long as it can be read. */
    public int epollAdd(int epoll, int fd) {
        events.putInt(0, Linux.EPOLLIN);
        events.putLong(EVENT_FD_AT, fd);
        return answer(libc.epoll_ctl(epoll, Linux.EPOLL_CTL_ADD, fd, events));
    }

    /** Writes the descriptors that can be read now to {@code ready}, and answers how many. */
    public int epollWait(int epoll, int[] ready) {
        int count = answer(libc.epoll_wait(epoll, events, Math.min(READY_MAX, ready.length), 0));
        for (int i = 0; i < count; i++) {
            ready[i] = events.getInt(i * (long) EVENT_LENGTH + EVENT_FD_AT);
        }
        return count;
    }

    public void close(int fd) {
        libc.close(fd);
    }

    /** The error is saved by jnr with each call and is not reset by success: it counts only after -1. */
    private int answer(long result) {
        return result == -1 ? -runtime.getLastError() : (int) result;
    }
}
