package io.keepsake.simulator.invariant;

import io.keepsake.world.Machine;
import io.keepsake.world.Violation;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import org.jspecify.annotations.Nullable;

/**
 * What may be wrong on a machine for a bounded time only. While its director is gone or stands still, and while something
 * happens to its kernel, the bound begins anew.
 */
abstract class WrongForLong implements Watcher {
    private final long everyNanos;
    private final long boundNanos;
    private final long[] rightAt;
    private long lookAt;

    /**
     * @param everyNanos how often to look; less than the bound
     * @param boundNanos what is wrong for longer is a violation
     */
    WrongForLong(int machines, long everyNanos, long boundNanos) {
        this.everyNanos = everyNanos;
        this.boundNanos = boundNanos;
        rightAt = new long[machines];
    }

    /** What is wrong on a machine whose director runs; null for nothing. */
    abstract @Nullable String wrong(Machine machine);

    @Override
    public final void onTime(World world) {
        if (world.now() < lookAt) {
            return;
        }
        lookAt = world.now() + everyNanos;
        for (var machine : world.machines()) {
            var director = machine.director();
            var wrong = director == null || director.paused() ? null : wrong(machine);
            long calm = machine.kernel().calmSince();
            if (wrong == null || calm == Long.MAX_VALUE) {
                rightAt[machine.number()] = world.now();
            } else if (world.now() - Math.max(calm, rightAt[machine.number()]) > boundNanos) {
                throw new Violation(
                        getClass().getSimpleName(),
                        machine.number(),
                        wrong + " since " + Bounds.seconds(rightAt[machine.number()]));
            }
        }
    }
}
