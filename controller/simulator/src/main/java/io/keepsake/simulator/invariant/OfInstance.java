package io.keepsake.simulator.invariant;

/** Holds of one instance in one run of a director, whatever that is told. */
interface OfInstance {
    /** Looks at what a turn did to the instance; throws what {@link InstanceTurn#violation} makes. */
    void after(InstanceTurn turn);
}
