package io.keepsake.simulator.invariant;

import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.value.Moment;
import io.keepsake.core.vrrp.VrrpState.Init;

/**
 * {@code vrrp_startup_delay} runs once, from the start of the process. An instance that a reload brings waits for what is
 * left of it, and not for another one.
 */
final class NoSecondStartupDelay implements OfDirector {
    private long over = Long.MIN_VALUE;

    @Override
    public void after(DirectorTurn turn) {
        if (turn.event() instanceof ConfigAccepted accepted && (over == Long.MIN_VALUE || turn.at() < over)) {
            long first = over == Long.MIN_VALUE ? 0 : over;
            over = Math.max(
                    first, accepted.config().startsAt(new Moment(turn.at())).nanos());
        }
        var vrrp = turn.after().vrrp();
        if (vrrp == null
                || turn.at() <= over
                || !turn.after().links().read()
                || turn.after().stopping()) {
            return;
        }
        for (var instance : vrrp.config().instances()) {
            if (vrrp.state(instance.name()) instanceof Init init && !init.due() && turn.deadline() > turn.at()) {
                throw turn.violation("NoSecondStartupDelay", instance.name() + " waits for its start a second time");
            }
        }
    }
}
