package io.keepsake.core.config;

/**
 * When gratuitous ARP is sent, by keepalived's keywords; times in nanoseconds.
 *
 * @param delayNanos {@code garp_master_delay}: the second batch after becoming master; 0 for none
 * @param repeat {@code garp_master_repeat}: packets per address and batch
 * @param refreshNanos {@code garp_master_refresh}: between batches while master; 0 for none
 * @param refreshRepeat {@code garp_master_refresh_repeat}
 * @param lowerPrioDelayNanos {@code garp_lower_prio_delay}: the second batch after a lower master was heard; 0 for none
 * @param lowerPrioRepeat {@code garp_lower_prio_repeat}; 0 for no batch at all
 * @param extraSeconds {@code garp_extra_if all}: seconds between packets on links other than the instance's, where it has
 *     addresses: one for each of those links; 0 for none
 */
public record GarpConfig(
        long delayNanos,
        int repeat,
        long refreshNanos,
        int refreshRepeat,
        long lowerPrioDelayNanos,
        int lowerPrioRepeat,
        int extraSeconds) {

    public long extraNanos() {
        return extraSeconds * 1_000_000_000L;
    }
}
