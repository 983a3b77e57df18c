package io.keepsake.simulator.invariant;

/** Holds of one instance in one run of a director, whatever that is told. */
interface OfInstance {
    /** Looks at what a turn did to the instance; throws what {@link InstanceTurn#violation} makes. */
    void after(InstanceTurn turn);

    /**
     * Whether it also looks at turns in which an advert came, the role stayed, and nothing was decided or wished. Most
     * turns are such.
     */
    default boolean looksAtPlainTurns() {
        return false;
    }
}
