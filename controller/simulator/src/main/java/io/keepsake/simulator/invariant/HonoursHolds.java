package io.keepsake.simulator.invariant;

import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.HoldReleased;
import io.keepsake.core.event.OperatorEvent.HoldRequested;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What an operator wants of an instance is so from the turn that tells of it to its end, for all of its sync group: none
 * is master in that turn; while it is held none becomes master; a master that gives up says goodbye, and leaves what a
 * successor can take over. (That one which is demoted takes over from nobody is for {@link TakesOverInTime}.) The wishes are kept here a
 * second time; after a reload and a recall they are those of the director.
 */
final class HonoursHolds implements OfDirector {
    private static final String NAME = "HonoursHolds";

    private Map<InstanceName, Hold> wanted = new TreeMap<>();

    @Override
    public void after(DirectorTurn turn) {
        var is = turn.after().vrrp();
        if (is == null) {
            return;
        }
        switch (turn.event()) {
            case ConfigAccepted _, LeftoversRecalled _ ->
                wanted = new TreeMap<>(is.holds().byInstance());
            case HoldRequested e
            when !turn.before().stopping() ->
                group(is, e.hold().instance()).forEach(name -> {
                    wanted.put(name, e.hold());
                    demoted(turn, is, name);
                });
            case HoldReleased e -> group(is, e.instance()).forEach(wanted::remove);
            case DeadlineReached _ ->
                wanted.values().removeIf(hold -> hold.until().nanos() <= turn.at());
            default -> {}
        }
        if (!wanted.equals(is.holds().byInstance())) {
            throw turn.violation(
                    NAME,
                    "wanted is " + wanted + ", and it knows of " + is.holds().byInstance());
        }
        wanted.forEach((name, hold) -> {
            if (hold.kind() == Hold.Kind.HOLD && is.state(name).role() == Role.MASTER) {
                throw turn.violation(NAME, name + " is MASTER, against the will of " + hold.by());
            }
        });
    }

    private static List<InstanceName> group(VrrpTable table, InstanceName name) {
        return table.config().instances().stream().noneMatch(i -> i.name().equals(name))
                ? List.of()
                : table.config().syncGroups().stream()
                        .map(group -> group.members())
                        .filter(members -> members.contains(name))
                        .findFirst()
                        .orElse(List.of(name));
    }

    private static void demoted(DirectorTurn turn, VrrpTable is, InstanceName name) {
        var was = Objects.requireNonNull(turn.before().vrrp()).state(name).role();
        if (is.state(name).role() == Role.MASTER) {
            throw turn.violation(NAME, name + " is MASTER, and an operator demoted it");
        }
        boolean sent = turn.turn().effects().stream()
                .anyMatch(e -> e instanceof SendAdvert advert
                        && advert.instance().equals(name)
                        && advert.advert().priority().value() == 0);
        var self = is.config().instances().stream()
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElseThrow();
        boolean can = sent
                && !is.config().noHandover()
                && self.virtual().anyMatch(a -> !a.flags().detectsDuplicates());
        if (was == Role.MASTER && can && !is.state(name).leaves()) {
            throw turn.violation(NAME, name + " takes its addresses away before its successor is there");
        }
    }
}
