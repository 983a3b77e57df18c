package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.util.List;
import java.util.Set;

/** All that must hold of one world. A new invariant is a line in the constructor; it hears of everything. */
public final class WorldCheck implements Watcher {
    /** One that is not heeded lets a director turn for ever at one instant. */
    private static final String ALWAYS = "DoesNotSpin";

    private final Watcher[] all;
    private final Watcher[] onTurn;
    private final Watcher[] onTime;
    private final Set<String> only;

    /** Checks a world of so many machines; only these invariants count, where any are named. */
    public WorldCheck(int machines, Set<String> only) {
        this.only = Set.copyOf(only);
        var roles = new Roles();
        var host = new HostKeepsItsNetwork();
        var blocks = new NoAddressWithoutItsBlock();
        var recall = new RecallsWhatItKnew(machines);
        var everyRun = new EveryRun(machines, only);
        var replay = new ReplaysTheSame(machines);
        var settles = new Settles(roles);
        var neighbours = new NeighboursFollowTheMaster(roles);
        onTurn = List.of(roles, host, blocks, recall, everyRun, replay, settles, neighbours)
                .toArray(Watcher[]::new);
        onTime = List.of(
                        new MembershipOnReturnedLink(roles, machines),
                        new AppliesLabels(roles, machines),
                        new LinkFaultsAreTrue(machines),
                        new PromotesWhereAsked(machines),
                        new OneMasterWhereAllHear(roles),
                        new SilenceEndsInTakeover(roles),
                        new AddressOnEveryMaster(roles, machines),
                        new RoutesOnMastersOnly(roles, machines),
                        new TableConverges(machines),
                        settles,
                        neighbours)
                .toArray(Watcher[]::new);
        all = List.of(roles, blocks, recall, everyRun, replay).toArray(Watcher[]::new);
    }

    /** Throws a violation on, but for one of an invariant that does not count. */
    static void throwIfCounts(Violation violation, Set<String> only) {
        var name = violation.invariant();
        if (only.isEmpty() || only.contains(name) || name.equals(ALWAYS)) {
            throw violation;
        }
    }

    @Override
    public void onStart(Machine machine) {
        for (var watcher : all) {
            watcher.onStart(machine);
        }
    }

    @Override
    public void onEnd(Machine machine) {
        for (var watcher : all) {
            watcher.onEnd(machine);
        }
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        for (var watcher : onTurn) {
            try {
                watcher.onTurn(machine, before, turn, after);
            } catch (Violation e) {
                throwIfCounts(e, only);
            }
        }
    }

    @Override
    public void onTime(World world) {
        for (var watcher : onTime) {
            try {
                watcher.onTime(world);
            } catch (Violation e) {
                throwIfCounts(e, only);
            }
        }
    }
}
