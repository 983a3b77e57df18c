package io.keepsake.simulator.invariant;

/** Holds of one run of a director, whatever that is told. */
interface OfDirector {
    /** Looks at a turn; throws what {@link DirectorTurn#violation} makes. */
    void after(DirectorTurn turn);
}
