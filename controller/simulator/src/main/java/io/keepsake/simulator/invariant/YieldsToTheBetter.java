package io.keepsake.simulator.invariant;

/**
 * A master that hears a better one is master no more (RFC 9568 6.4.3): a higher priority, or the same and a higher
 * address. At once: no bound. {@code nopreempt} says nothing of it.
 */
final class YieldsToTheBetter implements OfInstance {
    @Override
    public boolean looksAtPlainTurns() {
        return true;
    }

    @Override
    public void after(InstanceTurn turn) {
        var heard = turn.heard();
        if (heard != null
                && turn.wasMaster()
                && turn.isMaster()
                && turn.counts(heard)
                && turn.better(heard, turn.priority(turn.was()))) {
            throw turn.violation(
                    "YieldsToTheBetter",
                    "stays MASTER with priority " + turn.priority(turn.was()) + " and address " + turn.source()
                            + ", and heard " + heard.source() + " with "
                            + heard.advert().priority());
        }
    }
}
