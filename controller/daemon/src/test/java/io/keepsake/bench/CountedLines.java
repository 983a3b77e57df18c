package io.keepsake.bench;

import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A viewer that only counts what it is told. */
final class CountedLines implements Flow.Subscriber<String> {
    private final AtomicInteger told;
    private final AtomicLong lines;

    /** @param told rises once, with the first line; {@code lines} with each */
    CountedLines(AtomicInteger told, AtomicLong lines) {
        this.told = told;
        this.lines = lines;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        told.incrementAndGet();
        subscription.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(String line) {
        lines.incrementAndGet();
    }

    @Override
    public void onError(Throwable cut) {
        told.decrementAndGet();
    }

    @Override
    public void onComplete() {
        told.decrementAndGet();
    }
}
