package io.keepsake.daemon.life;

import io.keepsake.core.value.Backoff;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The life of a part beside the elections. An error of any kind ends what the part is at, not the part: it is told, and after
 * a pause the part begins anew, until its life is over.
 */
public final class PartLife {
    private final CountDownLatch over = new CountDownLatch(1);

    /** What the part does until its life is over. */
    public interface Work {
        void run() throws IOException;
    }

    /** Where an error is told, and when the part begins anew. */
    public interface Failure {
        void tell(Throwable why, long againNanos);
    }

    /** Lives, on the thread of the part; returns when the life is over or the thread is interrupted. */
    public void live(Work work, Failure failure) {
        var backoff = Backoff.NONE;
        while (!isOverWithin(backoff.nanos())) {
            long begun = System.nanoTime();
            try {
                work.run();
            } catch (IOException | RuntimeException | Error why) {
                backoff = backoff.after(System.nanoTime() - begun);
                tell(failure, why, backoff.nanos());
            }
        }
    }

    /** Where there is no memory to say that there is none, the part goes on all the same. */
    private static void tell(Failure failure, Throwable why, long againNanos) {
        try {
            failure.tell(why, againNanos);
        } catch (RuntimeException | Error mistake) {
            why.addSuppressed(mistake);
        }
    }

    /** From any thread. */
    public boolean isOver() {
        return over.getCount() == 0;
    }

    /** Ends it, also in a pause; from any thread. Whoever waits for something in its work is to be woken beside this. */
    public void end() {
        over.countDown();
    }

    private boolean isOverWithin(long nanos) {
        try {
            return over.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            return true;
        }
    }
}
