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

    /** The same daemon in another role. */
    public SyncDaemon as(Role other) {
        return new SyncDaemon(other, link, id, maxLength, port, ttl, group);
    }
}
