package io.keepsake.journal;

import java.time.Duration;

/**
 * How a journal is written. What these say of sizes is a wish: on a small disk files are smaller and fewer are kept, so
 * that there is always something older to delete.
 *
 * @param programVersion stands at the head of each file
 * @param rollEvery a new file is due after this time
 * @param rollBytes a new file is due at this size
 * @param keepFor files whose last turn is older are deleted; a wall clock that jumps makes nothing old
 * @param keepBytes the oldest files are deleted while all together take more of the disk; the newest file is never deleted
 * @param freeBytes the oldest files are deleted while less than this is free on the disk, or a twentieth of a small one;
 *     of a history that is short already nothing is deleted for it
 * @param syncEvery how often the recorder makes durable what it appended: what a power failure may cost
 */
public record JournalOptions(
        String programVersion,
        Duration rollEvery,
        long rollBytes,
        Duration keepFor,
        long keepBytes,
        long freeBytes,
        Duration syncEvery) {
    private static final long MEBIBYTE = 1 << 20;

    /** One file an hour, 30 days or 1 GiB, 1 GiB left free, synced every 50 ms. */
    public static JournalOptions of(String programVersion) {
        return new JournalOptions(
                programVersion,
                Duration.ofHours(1),
                64 * MEBIBYTE,
                Duration.ofDays(30),
                1024 * MEBIBYTE,
                1024 * MEBIBYTE,
                Duration.ofMillis(50));
    }

    public JournalOptions rollingEvery(Duration time, long bytes) {
        return new JournalOptions(programVersion, time, bytes, keepFor, keepBytes, freeBytes, syncEvery);
    }

    public JournalOptions keepingFor(Duration time) {
        return new JournalOptions(programVersion, rollEvery, rollBytes, time, keepBytes, freeBytes, syncEvery);
    }

    public JournalOptions keepingBytes(long bytes) {
        return new JournalOptions(programVersion, rollEvery, rollBytes, keepFor, bytes, freeBytes, syncEvery);
    }

    public JournalOptions leavingFree(long bytes) {
        return new JournalOptions(programVersion, rollEvery, rollBytes, keepFor, keepBytes, bytes, syncEvery);
    }

    public JournalOptions syncingEvery(Duration time) {
        return new JournalOptions(programVersion, rollEvery, rollBytes, keepFor, keepBytes, freeBytes, time);
    }
}
