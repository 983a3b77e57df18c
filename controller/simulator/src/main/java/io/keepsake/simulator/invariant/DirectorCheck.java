package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.vrrp.VrrpTable;
import io.keepsake.world.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All that must hold of one run of a director, after each of its turns. For simulations, scenarios and journals. */
public final class DirectorCheck {
    /** What must hold of each instance. A new invariant is one more line, and its class. */
    private static final List<Supplier<OfInstance>> OF_INSTANCE = List.of(
            YieldsToTheBetter::new,
            StaysWithoutCause::new,
            TakesOverInTime::new,
            AdvertisesInTime::new,
            SaysGoodbye::new,
            SaysWhatItDoes::new,
            FaultOnMissingAddressLink::new,
            GoodbyeBeforeLoss::new,
            FaultHasReason::new,
            AnnouncesAddresses::new,
            ReturnsToRest::new,
            RefreshesOtherLinks::new,
            OwnerReturns::new,
            TellsTransitions::new,
            AsksForWhatItWants::new);

    /** What must hold of the director. */
    private static final List<Supplier<OfDirector>> OF_DIRECTOR = List.of(
            DoesNotSpin::new,
            RefusesBrokenFiles::new,
            StopsForGood::new,
            SettingsChangeInPlace::new,
            AnswersOfTheSuccessorOnly::new,
            TellsQuorumAtStart::new,
            NoSecondStartupDelay::new,
            ProgramsGoOn::new,
            AsksOnce::new,
            ScriptsAreJudged::new,
            GroupsMoveTogether::new,
            HonoursHolds::new,
            TouchesOnlyItsOwn::new,
            VerdictsNeedResults::new,
            QuorumFollowsWeights::new,
            TableIsWanted::new,
            TouchesOnlyWhatDiffers::new,
            LetsNoDeadServerIn::new);

    /** What must hold of the loop that tells the director: a scenario tells what it likes. */
    private static final List<Supplier<OfDirector>> OF_LOOP = List.of(TellsOfStalls::new, HandsOverBeforeReload::new);

    /** Of these, what can be seen in one turn without those before it. */
    private static final List<Supplier<OfInstance>> OF_ONE_TURN = List.of(
            YieldsToTheBetter::new,
            StaysWithoutCause::new,
            SaysGoodbye::new,
            SaysWhatItDoes::new,
            AnnouncesAddresses::new,
            AsksForWhatItWants::new);

    /** Of more instances than this only some are looked at. */
    private static final int EACH = 64;

    private static final int SAMPLE = 8;

    private final DirectorTurn seen;
    private final Set<String> only;
    private final OfDirector[] ofDirector;
    private Instance[] instances = {};

    /**
     * A check for a run on the machine with this number.
     *
     * @param only where any are named, only these invariants count
     */
    public DirectorCheck(int machine, Set<String> only) {
        this(machine, only, Stream.concat(OF_DIRECTOR.stream(), OF_LOOP.stream()));
    }

    private DirectorCheck(int machine, Set<String> only, Stream<Supplier<OfDirector>> all) {
        seen = new DirectorTurn(machine);
        this.only = only;
        ofDirector = all.map(Supplier::get).toArray(OfDirector[]::new);
    }

    /** A check for a director that is told by a scenario, without a loop. */
    public static DirectorCheck ofScenario() {
        return new DirectorCheck(0, Set.of(), OF_DIRECTOR.stream());
    }

    /** One instance and what must hold of it. */
    private static final class Instance {
        private final InstanceName name;
        private int place;
        private final InstanceTurn turn;
        private final OfInstance[] all;
        private final OfInstance[] ofPlain;

        Instance(InstanceName name, InstanceTurn turn, OfInstance[] all, OfInstance[] ofPlain) {
            this.name = name;
            this.turn = turn;
            this.all = all;
            this.ofPlain = ofPlain;
        }

        InstanceName name() {
            return name;
        }

        InstanceTurn turn() {
            return turn;
        }

        void check(boolean plainTurn, Set<String> only) {
            for (var invariant : plainTurn && turn.sameRole() ? ofPlain : all) {
                try {
                    invariant.after(turn);
                } catch (Violation e) {
                    WorldCheck.throwIfCounts(e, only);
                }
            }
        }
    }

    /**
     * Looks at the next turn of the run.
     *
     * @throws io.keepsake.world.Violation when something does not hold
     */
    public void after(NodeState before, Turn turn, NodeState after) {
        seen.fill(before, turn, after);
        boolean plain = seen.plain();
        if (!plain) {
            for (var invariant : ofDirector) {
                try {
                    invariant.after(seen);
                } catch (Violation e) {
                    WorldCheck.throwIfCounts(e, only);
                }
            }
        }
        var vrrp = after.vrrp();
        if (vrrp != null) {
            check(vrrp, plain);
        }
    }

    /**
     * Looks at one turn alone, whatever was before it.
     *
     * @throws io.keepsake.world.Violation when something does not hold
     */
    public static void alone(int machine, NodeState before, Turn turn, NodeState after) {
        var seen = new DirectorTurn(machine, true);
        seen.fill(before, turn, after);
        var was = before.vrrp();
        var is = after.vrrp();
        if (was == null || is == null) {
            return;
        }
        for (var self : is.config().instances()) {
            var instance = new InstanceTurn(seen, self, was.state(self.name()));
            instance.fill(self, was.state(self.name()));
            instance.fill(self, is.state(self.name()));
            OF_ONE_TURN.forEach(invariant -> invariant.get().after(instance));
        }
    }

    private void check(VrrpTable vrrp, boolean plain) {
        if (seen.event() instanceof ConfigAccepted) {
            configure(vrrp);
        }
        var configs = vrrp.config().instances();
        for (int i = 0; i < instances.length; i++) {
            var instance = instances[i];
            instance.turn().fill(configs.get(instance.place), vrrp.state(instance.name()));
            instance.check(plain, only);
        }
    }

    private void configure(VrrpTable vrrp) {
        var now = new ArrayList<Instance>();
        var configs = vrrp.config().instances();
        int every = configs.size() > EACH ? configs.size() / SAMPLE : 1;
        for (int i = 0; i < configs.size(); i += every) {
            var known = find(configs.get(i).name());
            var instance = known != null ? known : begin(configs.get(i), vrrp);
            instance.place = i;
            now.add(instance);
        }
        instances = now.toArray(Instance[]::new);
    }

    private @Nullable Instance find(InstanceName name) {
        return Arrays.stream(instances)
                .filter(i -> i.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    private Instance begin(InstanceConfig self, VrrpTable vrrp) {
        var all = OF_INSTANCE.stream().map(Supplier::get).toList();
        return new Instance(
                self.name(),
                new InstanceTurn(seen, self, vrrp.state(self.name())),
                all.toArray(OfInstance[]::new),
                all.stream().filter(OfInstance::looksAtPlainTurns).toArray(OfInstance[]::new));
    }
}
