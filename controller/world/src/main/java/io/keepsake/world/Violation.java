package io.keepsake.world;

/** An invariant does not hold. */
public final class Violation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String invariant;
    private final int machine;

    /**
     * A violation of {@code invariant}.
     *
     * @param machine the number of the machine whose director misbehaved, from 0
     * @param what what was expected and what was found
     */
    public Violation(String invariant, int machine, String what) {
        super(what, null, false, false);
        this.invariant = invariant;
        this.machine = machine;
    }

    /** The name of the invariant. */
    public String invariant() {
        return invariant;
    }

    public int machine() {
        return machine;
    }

    /** Where, which, and what was wrong. */
    public String print() {
        return "n" + (machine + 1) + " " + invariant + ": " + getMessage();
    }
}
