package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpTable;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A master that does not accept packets to its addresses (RFC 9568 6.1) puts none on a link before they are dropped, unless
 * the packet filter would not; what somebody else takes out of the filter comes back; and nothing is dropped for an address
 * that is nowhere.
 */
final class NoAddressWithoutItsBlock implements Watcher {
    private static final String NAME = "NoAddressWithoutItsBlock";

    /** What was refused is asked again after half a minute, and what was lost is found by then. */
    private static final long TROUBLE_NANOS = 32_000_000_000L;

    private static final long LONG_NANOS = 10_000_000_000L;

    /** By machine, since when each address is as it must not be for long. */
    private final Map<Integer, Map<Ip, Long>> wrong = new HashMap<>();

    /**
     * When the packet filter was last otherwise than its director could know.
     *
     * @param at the true time
     * @param local the same by the clock of the director
     */
    private record Trouble(long at, long local) {}

    private final Map<Integer, Trouble> troubles = new HashMap<>();

    @Override
    public void onStart(Machine machine) {
        wrong.remove(machine.number());
        troubles.remove(machine.number());
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        var vrrp = after.vrrp();
        long now = machine.now();
        if (vrrp == null || isTroubled(machine, turn.recorded().at().nanos())) {
            wrong.remove(machine.number());
            return;
        }
        var silent = silent(vrrp);
        if (silent.isEmpty() && machine.firewall().blocks().isEmpty()) {
            wrong.remove(machine.number());
            return;
        }
        if (turn.recorded().event() instanceof AddressSeen(var address, boolean own) && own) {
            boolean open = silent.stream().anyMatch(i -> has(i, address.ip()));
            if (open && stands(machine, address.ip()) && !machine.firewall().blocks(address.ip())) {
                throw violation(machine, turn, address.ip() + " stands, and packets to it are not dropped");
            }
        }
        lasting(machine, turn, silent, now);
    }

    private static List<InstanceConfig> silent(VrrpTable vrrp) {
        List<InstanceConfig> silent = List.of();
        for (var instance : vrrp.config().instances()) {
            if (instance.options().noAccept()
                    && instance.priority().value() != 255
                    && vrrp.state(instance.name()).role() == Role.MASTER) {
                silent = silent.isEmpty() ? new ArrayList<>() : silent;
                silent.add(instance);
            }
        }
        return silent;
    }

    /** By the clock of the director, which stands still while the machine sleeps, and asks again by it. */
    private boolean isTroubled(Machine machine, long local) {
        long at = machine.firewall().troubledAt();
        if (at == Long.MIN_VALUE) {
            return false;
        }
        var seen = troubles.get(machine.number());
        if (seen == null || seen.at() != at) {
            seen = new Trouble(at, local + at - machine.now());
            troubles.put(machine.number(), seen);
        }
        return local < seen.local() + TROUBLE_NANOS;
    }

    private void lasting(Machine machine, Turn turn, List<InstanceConfig> silent, long now) {
        var found = new TreeSet<Ip>();
        silent.stream()
                .flatMap(InstanceConfig::virtual)
                .map(a -> a.address().ip())
                .filter(ip -> stands(machine, ip) && !machine.firewall().blocks(ip))
                .forEach(found::add);
        machine.firewall().blocks().stream()
                .map(block -> block.ip())
                .filter(ip -> !stands(machine, ip) && silent.stream().noneMatch(i -> has(i, ip)))
                .forEach(found::add);
        var since = wrong.computeIfAbsent(machine.number(), _ -> new HashMap<>());
        since.keySet().retainAll(found);
        for (var ip : found) {
            long from = since.computeIfAbsent(ip, _ -> now);
            boolean calm = machine.kernel().calmSince() <= from && !stoodStillSince(machine, from);
            if (calm && now - from > LONG_NANOS) {
                throw violation(
                        machine,
                        turn,
                        ip + (stands(machine, ip) ? " is open" : " is nowhere and blocked") + " for more than 10 s");
            }
            if (!calm) {
                since.put(ip, now);
            }
        }
    }

    /** What was asked for before it stood still is answered after. */
    private static boolean stoodStillSince(Machine machine, long from) {
        var director = machine.director();
        return director != null && director.resumedAt() > from;
    }

    private static boolean has(InstanceConfig instance, Ip ip) {
        return instance.virtual().anyMatch(a -> a.address().ip().equals(ip));
    }

    private static boolean stands(Machine machine, Ip ip) {
        return machine.kernel().addresses().stream()
                .anyMatch(place -> place.address().ip().equals(ip));
    }

    private static Violation violation(Machine machine, Turn turn, String what) {
        return new Violation(NAME, machine.number(), "#" + turn.recorded().index() + ": " + what);
    }
}
