package io.keepsake.world;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.effect.Turn;

/** Sees what happens in a world, in its order. One that finds something wrong throws {@link Violation}. */
public interface Watcher {
    /** A director took an event. */
    default void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {}

    /** A run of the director of this machine begins. */
    default void onStart(Machine machine) {}

    /** The run ended: by itself, or killed. */
    default void onEnd(Machine machine) {}

    /** The kernel of this machine made a change of its IPVS table for its director, or refused it with this errno. */
    default void onIpvsChange(Machine machine, IpvsChange change, int errno) {}

    /** Something was done to the world. */
    default void onInjection(World world, Injection injection) {}

    /** Nothing happens between the moment before this one and {@code world.now()}. */
    default void onTime(World world) {}
}
