package io.keepsake.journal;

import java.time.Duration;

/**
 * How a journal is written.
 *
 * @param programVersion stands at the head of each file
 * @param rollEvery a new file is due after this time
 * @param rollBytes a new file is due at this size
 * @param keepFor files whose last turn is older are deleted
 * @param keepBytes the oldest files are deleted while all together hold more; the newest file is never deleted
 * @param syncEvery how often the recorder makes durable what it appended: what a power failure may cost
 */
public record JournalOptions(
        String programVersion,
        Duration rollEvery,
        long rollBytes,
        Duration keepFor,
        long keepBytes,
        Duration syncEvery) {
    private static final long MEBIBYTE = 1 << 20;

    /** One file an hour, 30 days or 1 GiB, synced every 50 ms. */
    public static JournalOptions of(String programVersion) {
        return new JournalOptions(
                programVersion,
                Duration.ofHours(1),
                64 * MEBIBYTE,
                Duration.ofDays(30),
                1024 * MEBIBYTE,
                Duration.ofMillis(50));
    }

    public JournalOptions rollingEvery(Duration time, long bytes) {
        return new JournalOptions(programVersion, time, bytes, keepFor, keepBytes, syncEvery);
    }

    public JournalOptions keeping(Duration time, long bytes) {
        return new JournalOptions(programVersion, rollEvery, rollBytes, time, bytes, syncEvery);
    }

    public JournalOptions syncingEvery(Duration time) {
        return new JournalOptions(programVersion, rollEvery, rollBytes, keepFor, keepBytes, time);
    }
}
