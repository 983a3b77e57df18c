package io.keepsake.daemon.track;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** A thread that waits for time to pass or for what it looks at to be something else. */
final class Sleeper {
    private final Semaphore woken = new Semaphore(0);

    /** Ends the sleep of now, or the next one. From any thread. */
    void wake() {
        woken.release();
    }

    /**
     * Waits so long, or until it is woken.
     *
     * @param millis {@link Long#MAX_VALUE} for ever
     * @return false when the thread is interrupted, which nobody does here: it would break off a reading
     */
    boolean sleep(long millis) {
        try {
            if (woken.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                woken.drainPermits();
            }
            return true;
        } catch (InterruptedException _) {
            return false;
        }
    }
}
