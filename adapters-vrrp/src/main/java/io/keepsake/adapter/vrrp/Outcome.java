package io.keepsake.adapter.vrrp;

/** What became of a wish. A refusal of the kernel is an answer, never an exception. */
public sealed interface Outcome {
    Outcome DONE = new Done();

    /** The kernel took it; that a packet left the machine is more than anybody can say. */
    record Done() implements Outcome {}

    /**
     * Some or all of it was refused.
     *
     * @param errno the kernel's number, above 0
     * @param detail the call and its arguments, for people
     */
    record Failed(int errno, String detail) implements Outcome {}
}
