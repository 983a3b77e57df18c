package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.WantedRouting;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpState.Init;
import io.keepsake.core.vrrp.VrrpState.Stopped;
import java.util.stream.Stream;

/**
 * An instance that runs is in FAULT while, and only while, its link (or that of an address, or a tracked one) is missing
 * or down, it has no address to send from or not the one that it watches, another instance says the same on the wire, or its sockets could not be
 * opened, or a script that it tracks is bad, or that is so of another member of its sync group. At once, by what the director was told; it leaves FAULT when its sockets
 * are open and every script has said something. Before the kernel was read it is nothing.
 */
final class FaultHasReason implements OfInstance {
    @Override
    public void after(InstanceTurn turn) {
        if (turn.all().sameTracked() && turn.all().sameKernel() && turn.sameRole()) {
            return;
        }
        if (!turn.all().after().links().read() && !(turn.is() instanceof Init) && !(turn.is() instanceof Stopped)) {
            throw turn.violation("FaultHasReason", "is " + turn.is().role() + " before the kernel was read");
        }
        var mates = turn.mates();
        boolean runs = !(turn.is() instanceof Init) && !(turn.is() instanceof Stopped);
        boolean fault = turn.is().role() == Role.FAULT;
        boolean reason = hasReason(turn) || mates.stream().anyMatch(FaultHasReason::hasReason);
        boolean ready = ready(turn) && mates.stream().allMatch(FaultHasReason::ready);
        if (runs && (fault ? !reason && ready : reason)) {
            throw turn.violation(
                    "FaultHasReason", "is " + turn.is().role() + (fault ? " without" : " with") + " a reason");
        }
    }

    private static boolean ready(InstanceTurn turn) {
        return turn.hears()
                && !turn.all().scripts().waits(turn.trackedScripts())
                && !turn.all().files().waits(turn.trackedFiles())
                && !turn.all().processes().waits(turn.trackedProcesses());
    }

    private static boolean hasReason(InstanceTurn turn) {
        var links = turn.all().after().links();
        return !usable(turn, turn.self().link())
                || turn.source() == null
                || withoutItsSource(turn)
                || turn.deaf()
                || turn.all().scripts().fails(turn.trackedScripts())
                || turn.all().files().fails(turn.trackedFiles())
                || turn.all().processes().fails(turn.trackedProcesses())
                || turn.self()
                        .virtual()
                        .anyMatch(
                                a -> a.tracked() && !a.link().equals(turn.self().link()) && !usable(turn, a.link()))
                || withoutALinkOfItsRoutes(turn)
                || turn.trackedLinks().stream().anyMatch(t -> t.weight() == 0 && usable(turn, t.link()) == t.reverse())
                || links.link(turn.self().link()).isEmpty()
                || turn.all().config().instances().stream().anyMatch(other -> twins(turn.self(), other));
    }

    /** Of a route or rule that is tracked, or of a static object whose {@code track_group} it is in. */
    private static boolean withoutALinkOfItsRoutes(InstanceTurn turn) {
        if (turn.self().options().routing().isEmpty()
                && turn.all().config().statics().trackGroups().isEmpty()) {
            return false;
        }
        var own = turn.self().link();
        var routed = turn.self().options().routing().stream()
                .filter(WantedRouting::tracked)
                .flatMap(wanted -> wanted.what().links().stream())
                .filter(link -> !link.equals(own));
        var grouped = turn.all().config().statics().trackGroups().stream()
                .filter(group -> group.members().contains(turn.self().name()))
                .flatMap(group -> group.links().stream());
        return Stream.concat(routed, grouped).anyMatch(link -> !usable(turn, link));
    }

    private static boolean withoutItsSource(InstanceTurn turn) {
        var source = turn.self().source();
        return source != null
                && turn.self().options().trackSource()
                && turn.all().after().links().addresses().stream()
                        .noneMatch(a -> a.link().equals(turn.self().link()) && a.ip().equals(source));
    }

    private static boolean usable(InstanceTurn turn, InterfaceName name) {
        return turn.all().usable(name);
    }

    private static boolean twins(InstanceConfig one, InstanceConfig other) {
        return !one.name().equals(other.name())
                && one.vrid().equals(other.vrid())
                && one.link().equals(other.link())
                && one.family() == other.family()
                && one.unicast() == other.unicast()
                && (one.unicast()
                        ? one.unicastPeers().stream().anyMatch(other.unicastPeers()::contains)
                        : one.group().equals(other.group()));
    }
}
