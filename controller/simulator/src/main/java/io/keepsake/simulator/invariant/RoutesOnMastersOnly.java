package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.Routing;
import io.keepsake.simulator.invariant.Roles.Participant;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In the kernel as it is, a virtual route or rule stands on every master whose links are up, and nowhere else.
 *
 * <p>Why this bound: as that of {@link AddressOnEveryMaster}.
 */
final class RoutesOnMastersOnly implements Watcher {
    private static final String NAME = "RoutesOnMastersOnly";
    private static final long RETRY_NANOS = 1_000_000_000L;
    private static final long BOUND_NANOS = Bounds.withDrift(RETRY_NANOS) + Kernel.READ_NANOS + 4 * Kernel.ANSWER_NANOS;

    private final Roles roles;
    private final Found[] found;

    RoutesOnMastersOnly(Roles roles, int machines) {
        this.roles = roles;
        found = Stream.generate(Found::new).limit(machines).toArray(Found[]::new);
    }

    /** What was found on a machine when it was last looked at. */
    private static final class Found {
        private int rolesVersion = -1;
        private int kernelVersion = -1;
        private @Nullable String wrong;
        private long since;
    }

    @Override
    public void onTime(World world) {
        for (var machine : world.machines()) {
            var last = found[machine.number()];
            if (last.rolesVersion != roles.version()
                    || last.kernelVersion != machine.kernel().version()) {
                last.rolesVersion = roles.version();
                last.kernelVersion = machine.kernel().version();
                look(world, machine, last);
            }
            if (last.wrong != null) {
                check(world, machine, last, last.wrong);
            }
        }
    }

    private void look(World world, Machine machine, Found last) {
        var wrong = wrong(machine);
        last.since = last.wrong == null ? world.now() : last.since;
        last.wrong = wrong;
    }

    private static void check(World world, Machine machine, Found last, String wrong) {
        var director = machine.director();
        if (director == null || director.paused() || !director.recalled()) {
            last.since = world.now();
            return;
        }
        long since = Math.max(last.since, machine.kernel().calmSince());
        if (since != Long.MAX_VALUE && world.now() - since > BOUND_NANOS) {
            throw new Violation(NAME, machine.number(), wrong + " since " + Bounds.seconds(since));
        }
    }

    private @Nullable String wrong(Machine machine) {
        for (var table : roles.tables()) {
            var participant = table.participants().get(machine.number());
            var self = participant.self();
            var wrong = self == null || !participant.started() ? null : wrong(machine, participant, self);
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private @Nullable String wrong(Machine machine, Participant participant, InstanceConfig self) {
        for (var wanted : self.options().routing()) {
            var what = wanted.what();
            boolean stands = machine.kernel().routing().contains(what);
            if (participant.isMaster() && !stands && areUp(machine, what)) {
                return "is MASTER without the " + what;
            }
            if (stands && !isHeld(machine, what)) {
                return "is " + participant.role() + " and has the " + what;
            }
        }
        return null;
    }

    private static boolean areUp(Machine machine, Routing what) {
        return what.links().stream().allMatch(name -> {
            var link = machine.kernel().link(name);
            return link != null && link.up();
        });
    }

    /** Whether a master of the machine, or one that leaves it for its successor, has it. */
    private boolean isHeld(Machine machine, Routing what) {
        return roles.tables().stream()
                .map(table -> table.participants().get(machine.number()))
                .anyMatch(other -> (other.isMaster() || other.leaves())
                        && other.self() != null
                        && other.self().options().routing().stream()
                                .anyMatch(wanted -> wanted.what().equals(what)));
    }
}
