package io.keepsake.simulator.invariant;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.simulator.invariant.Roles.Participant;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * In the kernel as it is, a virtual address stands on every master, and nowhere else just as it is configured; with
 * another prefix, as an owner's own, or as the link's first address it is the host's.
 *
 * <p>Why this bound: a change is asked for in the turn that makes it necessary ({@link AsksForWhatItWants}) and answered
 * within {@link Kernel#ANSWER_NANOS}; one that was refused is asked for again a second later, and an address waits as long
 * for the answer of the packet filter. What an earlier run left
 * otherwise than it is configured now is known when the journal was read. While the kernel is slow,
 * loses notices or refuses, the bound begins anew with each of these.
 */
final class AddressOnEveryMaster implements Watcher {
    private static final String NAME = "AddressOnEveryMaster";
    private static final long RETRY_NANOS = 1_000_000_000L;
    private static final long BOUND_NANOS = Bounds.withDrift(RETRY_NANOS) + Kernel.READ_NANOS + 4 * Kernel.ANSWER_NANOS;

    private final Roles roles;
    private final Found[] found;

    AddressOnEveryMaster(Roles roles, int machines) {
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
        // Each has a time of its own: what a backup could not take away is not what the master that it became waits
        // for.
        last.since = Objects.equals(last.wrong, wrong) ? last.since : world.now();
        last.wrong = wrong;
    }

    private static void check(World world, Machine machine, Found last, String wrong) {
        var director = machine.director();
        if (director == null || director.paused() || !director.recalled()) {
            last.since = world.now();
            return;
        }
        // An address waits for the block that it must not be there without.
        long blocked = machine.config().blocks() ? machine.firewall().troubledAt() : Long.MIN_VALUE;
        long since = Bounds.latest(last.since, machine.kernel().calmSince(), blocked);
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
        var standing = machine.kernel().addresses();
        for (var address : self.virtual().toList()) {
            var place = address.place();
            boolean stands = standing.contains(place);
            if (participant.isMaster()
                    && !stands
                    && machine.kernel().link(place.link()) != null
                    && standing.stream().noneMatch(other -> sameLinkAndIp(place, other))) {
                return "is MASTER without " + place;
            }
            if (!participant.isMaster()
                    && !participant.leaves()
                    && stands
                    && !self.owner()
                    && !machine.startup().contains(place)
                    && (machine.kernel().form(place) != null || isJustSo(machine, self, place))
                    && !isFirst(place, standing)
                    && !isFirst(place, notPut(machine))
                    && !isHeldByAnother(machine, place)
                    && !isUnwritten(machine, place)) {
                return "is " + participant.role() + " and has " + place;
            }
        }
        return null;
    }

    /** Whether a master of the same machine, or one that leaves it for its successor, has the address in its list too. */
    private boolean isHeldByAnother(Machine machine, LinkAddress place) {
        return roles.tables().stream()
                .map(table -> table.participants().get(machine.number()))
                .anyMatch(other -> (other.isMaster() || other.leaves())
                        && other.self() != null
                        && other.self().virtual().anyMatch(a -> a.place().equals(place)));
    }

    private static boolean sameLinkAndIp(LinkAddress one, LinkAddress other) {
        return one.link().equals(other.link())
                && one.address().ip().equals(other.address().ip());
    }

    /**
     * Whether it says which network the host is on, stood when an owner came that had not put it there, and the run that did
     * was killed before it could write so: nobody can tell it from the host's own.
     */
    private static boolean isUnwritten(Machine machine, LinkAddress place) {
        var director = machine.director();
        return place.address().isNetwork()
                && machine.kernel().form(place) == null
                && director != null
                && director.state().links().isOfHost(place);
    }

    /** Whether it stands just as it is configured, if only by somebody's hand: not what an unwritten run had put otherwise. */
    private static boolean isJustSo(Machine machine, InstanceConfig self, LinkAddress place) {
        return self.virtual()
                .anyMatch(a -> a.place().equals(place)
                        && a.standing().same(machine.kernel().standing(place)));
    }

    private static List<LinkAddress> notPut(Machine machine) {
        return machine.kernel().addresses().stream()
                .filter(place -> machine.kernel().form(place) == null)
                .toList();
    }

    /** Whether it is the first address of its link: the host's, from which adverts come. */
    private static boolean isFirst(LinkAddress place, Collection<LinkAddress> standing) {
        return standing.stream()
                .filter(other -> other.link().equals(place.link())
                        && other.address().ip().family() == place.address().ip().family())
                .findFirst()
                .filter(place::equals)
                .isPresent();
    }
}
