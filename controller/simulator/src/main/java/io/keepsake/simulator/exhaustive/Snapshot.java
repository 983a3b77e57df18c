package io.keepsake.simulator.exhaustive;

import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpState.Backup;
import io.keepsake.core.vrrp.VrrpState.Master;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything at one moment.
 *
 * @param losses how many packets may still be lost
 * @param sinceTwo since when there is more than one master and no packet was lost; {@link #NO} when there is not
 * @param sinceNone since when there is no master and no packet was lost; {@link #NO} when there is one
 */
record Snapshot(
        List<Node> nodes,
        List<PacketInFlight> flying,
        int losses,
        long now,
        long sinceTwo,
        long sinceNone,
        Trace trace) {
    static final long NO = Long.MAX_VALUE;

    Snapshot {
        nodes = List.copyOf(nodes);
        flying = List.copyOf(flying);
    }

    /** What tells it from others: times count from now, and what nobody looks at any more does not count. */
    String key() {
        var key = new StringBuilder();
        for (var node : nodes) {
            key(node, key);
        }
        for (var packet : flying) {
            key.append(packet.from())
                    .append(packet.to())
                    .append(packet.advert().advert().priority());
        }
        key.append('L')
                .append(losses)
                .append('T')
                .append(elapsed(sinceTwo))
                .append('N')
                .append(elapsed(sinceNone));
        return key.toString();
    }

    private long elapsed(long since) {
        return since == NO ? -1 : now - since;
    }

    private void key(Node node, StringBuilder key) {
        var vrrp = node.state().vrrp();
        if (vrrp == null) {
            return;
        }
        VrrpState state = vrrp.state(vrrp.config().instances().getFirst().name());
        key.append(state.role()).append(state.deadline().nanos() - now);
        if (state instanceof Backup backup) {
            var master = backup.master();
            key.append(',').append(backup.interval().centis()).append(',').append(backup.heldOwner());
            key.append(
                    backup.preemptAt().nanos() == NO
                            ? ""
                            : "p" + (backup.preemptAt().nanos() - now));
            key.append(master == null ? "" : master.address() + "/" + master.priority());
        } else if (state instanceof Master master) {
            key.append(',').append(master.nextAdvertAt().nanos() - now).append(master.heldOwner());
            key.append(
                    master.rivalUntil().nanos() == NO
                            ? ""
                            : "r" + (master.rivalUntil().nanos() - now));
        }
        key.append(';');
    }

    /** How it came to a snapshot: small, since very many are kept. */
    record Trace(@Nullable Trace before, long now, String move) {
        /** The moves, one a line. */
        String print() {
            var earlier = before == null ? "" : before.print() + "\n";
            return earlier + now / 1_000_000 + " ms " + move;
        }
    }
}
