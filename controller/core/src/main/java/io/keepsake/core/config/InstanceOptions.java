package io.keepsake.core.config;

import io.keepsake.core.value.Ip;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What few files say of an instance.
 *
 * @param trackSource {@code track_src_ip}: without its configured source on the interface the instance is in FAULT
 * @param ownerIgnoresAdverts {@code owner_ignore_adverts}: an owner (priority 255) yields to nobody and hears nobody
 * @param timerExpiredBackup {@code timer_expired_backup}: the priority that the best backup is taken to have when a
 *     master finds that it stood still; 0 when it goes on all the same
 * @param unicastTtl {@code unicast_ttl} of what is sent to peers, 1 to 255; 0 for 255
 * @param receiveBuffer {@code kernel_rx_buf_size} in bytes; 0 for ours
 * @param peerTtls of {@code unicast_peer}, those with a {@code min_ttl} or {@code max_ttl}
 * @param noAccept {@code no_accept}: this host itself accepts no packets to the addresses, unless it is their owner
 * @param routing {@code virtual_routes}, then {@code virtual_rules}: they stand while it is master
 * @param oldChecksum {@code old_unicast_checksum}; nothing but unicast of version 3 over IPv4 has one
 * @param promoteSecondaries {@code promote_secondaries}: the setting of the kernel for the interface is on while it runs
 * @param strict {@code vrrp_strict} or {@code strict_mode}; what it means for the others is in them, and this only said
 */
public record InstanceOptions(
        boolean trackSource,
        boolean ownerIgnoresAdverts,
        int timerExpiredBackup,
        int unicastTtl,
        int receiveBuffer,
        List<PeerTtl> peerTtls,
        boolean noAccept,
        List<WantedRouting> routing,
        OldUnicastChecksum oldChecksum,
        boolean promoteSecondaries,
        boolean strict) {
    public static final InstanceOptions NONE = new InstanceOptions(
            false, false, 0, 0, 0, List.of(), false, List.of(), OldUnicastChecksum.HEARD, false, false);

    /** The TTL or hop limit that adverts of a peer must arrive with, both ends included, 0 to 255. */
    public record PeerTtl(Ip peer, int min, int max) {
        /** Whether an advert of the peer may arrive with this TTL. */
        public boolean allows(int ttl) {
            return min <= ttl && ttl <= max;
        }
    }

    public InstanceOptions {
        peerTtls = List.copyOf(peerTtls);
        routing = List.copyOf(routing);
    }

    /** What is demanded of this sender; null for nothing. */
    public @Nullable PeerTtl ttlOf(Ip sender) {
        for (var demand : peerTtls) {
            if (demand.peer().equals(sender)) {
                return demand;
            }
        }
        return null;
    }
}
