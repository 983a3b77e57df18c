package io.keepsake.core.value;

/**
 * A service of the kernel's IPVS table, without its destinations.
 *
 * @param scheduler {@code lb_algo}: rr, wrr, wlc ...; the kernel judges the name
 * @param flags of the scheduler, as the kernel numbers them: {@link #FLAG_1}, {@link #FLAG_2}, {@link #FLAG_3}
 * @param onePacket {@code ops}: schedule each datagram anew, UDP only
 * @param persistenceSeconds {@code persistence_timeout}; 0 for none
 * @param persistencePrefix {@code persistence_granularity} as a prefix length; clients that share it are one
 * @param engine {@code persistence_engine}, such as sip; empty for none
 */
public record Service(
        ServiceKey key,
        String scheduler,
        int flags,
        boolean onePacket,
        int persistenceSeconds,
        int persistencePrefix,
        String engine) {
    /** {@code flag-1}, {@code sh-fallback}, {@code mh-fallback}. */
    public static final int FLAG_1 = 0x8;

    /** {@code flag-2}, {@code sh-port}, {@code mh-port}. */
    public static final int FLAG_2 = 0x10;

    /** {@code flag-3}. */
    public static final int FLAG_3 = 0x20;

    public Service {
        if (persistenceSeconds < 0 || persistencePrefix < 0 || persistencePrefix > 128) {
            throw new IllegalArgumentException("persistence must be 0 s or more with a prefix of 0..128, was "
                    + persistenceSeconds + " s, " + persistencePrefix);
        }
    }
}
