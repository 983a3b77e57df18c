package io.keepsake.core.value;

/**
 * A kernel thread that tells other directors of connections, or hears of theirs ({@code lvs_sync_daemon}).
 *
 * @param id {@code id}, 0 to 255: only daemons of the same number understand each other
 * @param maxLength {@code maxlen}: bytes of a datagram; 0 for the kernel's choice
 * @param port {@code port}; 0 for 8848
 * @param ttl {@code ttl}; 0 for 1
 * @param group {@code group}; 0.0.0.0 for 224.0.0.81
 */
public record SyncDaemon(Role role, InterfaceName link, int id, int maxLength, int port, int ttl, Ip group) {
    public SyncDaemon {
        if (role != Role.MASTER && role != Role.BACKUP) {
            throw new IllegalArgumentException("a sync daemon is MASTER or BACKUP, was " + role);
        }
    }

    private static final int PORT = 8848;
    private static final int TTL = 1;
    private static final Ip GROUP = Ip.parse("224.0.0.81");

    /** The same with the kernel's choices filled in, but for the length, which depends on the link. */
    private SyncDaemon filled() {
        return new SyncDaemon(
                role,
                link,
                id,
                maxLength,
                port == 0 ? PORT : port,
                ttl == 0 ? TTL : ttl,
                group.equals(Ip.v4(0)) ? GROUP : group);
    }

    /** Whether the kernel, asked for {@code wanted}, would show this: it fills in what is left to it. */
    public boolean answers(SyncDaemon wanted) {
        var asked = wanted.maxLength == 0
                ? new SyncDaemon(wanted.role, wanted.link, wanted.id, maxLength, wanted.port, wanted.ttl, wanted.group)
                : wanted;
        return filled().equals(asked.filled());
    }

    /** Whether {@code other} asks for the same. */
    public boolean asksAs(SyncDaemon other) {
        return filled().equals(other.filled());
    }

    /** The same daemon in another role. */
    public SyncDaemon as(Role other) {
        return new SyncDaemon(other, link, id, maxLength, port, ttl, group);
    }
}
