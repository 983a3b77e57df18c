package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.world.Machine;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;

/**
 * All that must hold of one world. A new invariant is a field, and a line in each method that it has to hear of; they are
 * called by name and not from a list, since this runs for every event of a campaign.
 */
public final class WorldCheck implements Watcher {
    private final Roles roles = new Roles();
    private final EveryRun everyRun;
    private final ReplaysTheSame replay;
    private final OneMasterWhereAllHear oneMaster = new OneMasterWhereAllHear(roles);
    private final SilenceEndsInTakeover takeover = new SilenceEndsInTakeover(roles);
    private final AddressOnEveryMaster addresses;
    private final TableConverges table;
    private final Settles settles = new Settles(roles);
    private final NeighboursFollowTheMaster neighbours = new NeighboursFollowTheMaster(roles);

    /** Checks a world of so many machines. */
    public WorldCheck(int machines) {
        everyRun = new EveryRun(machines);
        replay = new ReplaysTheSame(machines);
        table = new TableConverges(machines);
        addresses = new AddressOnEveryMaster(roles, machines);
    }

    @Override
    public void onStart(Machine machine) {
        everyRun.onStart(machine);
        replay.onStart(machine);
    }

    @Override
    public void onEnd(Machine machine) {
        roles.onEnd(machine);
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        roles.onTurn(machine, before, turn, after);
        everyRun.onTurn(machine, before, turn, after);
        replay.onTurn(machine, before, turn, after);
        settles.onTurn(machine, before, turn, after);
    }

    @Override
    public void onTime(World world) {
        oneMaster.onTime(world);
        takeover.onTime(world);
        addresses.onTime(world);
        table.onTime(world);
        settles.onTime(world);
        neighbours.onTime(world);
    }
}
