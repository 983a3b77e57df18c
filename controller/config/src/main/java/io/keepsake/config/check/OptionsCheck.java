package io.keepsake.config.check;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.InstanceOptions;
import io.keepsake.core.config.InstanceOptions.PeerTtl;
import io.keepsake.core.config.OldUnicastChecksum;
import io.keepsake.core.config.WantedRouting;
import io.keepsake.core.value.Ip;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what few files say of an instance. */
final class OptionsCheck {
    private static final int OWNER = 255;
    private static final int BEST_BACKUP = 254;

    private final Problems problems;
    private final Globals globals;
    private final Values values;
    private final Place instance;

    OptionsCheck(Problems problems, Globals globals, Values values, Place instance) {
        this.problems = problems;
        this.globals = globals;
        this.values = values;
        this.instance = instance;
    }

    InstanceOptions options(
            StartCheck start,
            @Nullable Ip source,
            boolean unicast,
            boolean carriesIt,
            List<PeerTtl> peerTtls,
            boolean strict,
            boolean noAccept,
            List<WantedRouting> routing) {
        return new InstanceOptions(
                trackSource(source),
                ownerIgnoresAdverts(start.priority().value() == OWNER)
                        || strict && start.priority().value() == OWNER,
                timerExpiredBackup(start.preempt()),
                unicastTtl(unicast),
                receiveBuffer(),
                peerTtls,
                noAccept,
                routing,
                oldChecksum(carriesIt),
                values.bare("promote_secondaries"),
                strict);
    }

    private OldUnicastChecksum oldChecksum(boolean carriesIt) {
        var line = values.last("old_unicast_checksum");
        if (line == null) {
            return OldUnicastChecksum.HEARD;
        }
        if (!carriesIt) {
            problems.warn(
                    line.keyword().place(),
                    "old_unicast_checksum needs unicast_peer and version 3 over IPv4; it is ignored",
                    "remove it: nothing else had another checksum");
            return OldUnicastChecksum.HEARD;
        }
        if (line.values().isEmpty()) {
            return OldUnicastChecksum.SENT;
        }
        var word = line.values().getFirst();
        if (!word.text().equals("never")) {
            problems.warn(
                    word.place(),
                    "old_unicast_checksum has no value or never, was \"" + word.text() + "\"; it is ignored");
            return OldUnicastChecksum.HEARD;
        }
        return OldUnicastChecksum.NEVER;
    }

    private boolean trackSource(@Nullable Ip source) {
        boolean wanted = values.bare("track_src_ip");
        if (wanted && source == null) {
            problems.warn(
                    values.placeOf("track_src_ip", instance),
                    "track_src_ip needs unicast_src_ip or mcast_src_ip; it is ignored",
                    "name the address, or remove it: an interface without any address is a fault all the same");
        }
        return wanted && source != null;
    }

    private boolean ownerIgnoresAdverts(boolean owner) {
        boolean wanted = values.flag("owner_ignore_adverts", globals.ownerIgnoresAdverts());
        if (wanted && !owner && Boolean.TRUE.equals(values.flag("owner_ignore_adverts"))) {
            problems.warn(
                    values.placeOf("owner_ignore_adverts", instance),
                    "owner_ignore_adverts needs priority 255; it is ignored");
        }
        return wanted && owner;
    }

    /** Its old name counts as well. */
    private int timerExpiredBackup(boolean preempt) {
        var keyword = values.last("timer_expired_backup") != null ? "timer_expired_backup" : "thread_timer_expired";
        var line = values.last(keyword);
        if (line == null) {
            return 0;
        }
        if (preempt) {
            problems.warn(
                    line.keyword().place(),
                    keyword + " needs nopreempt; it is ignored",
                    "add nopreempt: one that preempts would come back at once");
            return 0;
        }
        var priority = line.values().isEmpty() ? null : values.whole(keyword, 1, BEST_BACKUP, "taken as 254");
        return priority == null ? BEST_BACKUP : priority;
    }

    private int unicastTtl(boolean unicast) {
        var ttl = values.whole("unicast_ttl", 1, 255, "taken as 255");
        if (ttl != null && !unicast) {
            problems.warn(
                    values.placeOf("unicast_ttl", instance),
                    "unicast_ttl needs unicast_peer; it is ignored: multicast adverts have a TTL of 255");
        }
        return ttl == null || !unicast ? 0 : ttl;
    }

    private int receiveBuffer() {
        var bytes = values.whole("kernel_rx_buf_size", 1, Integer.MAX_VALUE, "ignored");
        return bytes == null ? 0 : bytes;
    }
}
