package io.keepsake.testkit.lab;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Waits for what the lab cannot be told about, looking every two milliseconds. */
public final class Await {
    private static final long PERIOD_NANOS = 2_000_000;

    private Await() {}

    /**
     * Returns when {@code condition} holds; throws {@link LabException} when it does not {@code within} that time, as
     * {@link Patience} counts it.
     */
    public static void until(String what, Duration within, BooleanSupplier condition) {
        value(what, within, () -> condition.getAsBoolean() ? Optional.of(true) : Optional.empty());
    }

    /** The first value that {@code source} has; throws {@link LabException} when it has none {@code within} that time. */
    public static <T> T value(String what, Duration within, Supplier<Optional<T>> source) {
        var patience = Patience.of(within);
        while (true) {
            Optional<T> value = source.get();
            if (value.isPresent()) {
                return value.get();
            }
            if (patience.over()) {
                throw new LabException("waited " + patience + " for " + what + ", which did not come");
            }
            if (Thread.currentThread().isInterrupted()) {
                throw new LabException("interrupted while waiting for " + what);
            }
            LockSupport.parkNanos(PERIOD_NANOS);
        }
    }
}
