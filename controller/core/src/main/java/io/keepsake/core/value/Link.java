package io.keepsake.core.value;

/**
 * A network interface as the kernel reports it.
 *
 * @param index the kernel's number for it, above 0; a link deleted and made again has another
 * @param up IFF_UP: an operator switched it on
 * @param running IFF_RUNNING: it has carrier
 * @param mtu in bytes
 * @param promotes {@code promote_secondaries} of IPv4: when an address goes, others of its network stay
 */
public record Link(
        InterfaceName name,
        int index,
        boolean up,
        boolean running,
        boolean loopback,
        int mtu,
        HardwareAddress hardware,
        boolean promotes) {

    /** One on which nothing is promoted, as the kernel makes it. */
    public Link(
            InterfaceName name,
            int index,
            boolean up,
            boolean running,
            boolean loopback,
            int mtu,
            HardwareAddress hardware) {
        this(name, index, up, running, loopback, mtu, hardware, false);
    }

    /** The same link with another {@link #promotes}. */
    public Link promoting(boolean on) {
        return on == promotes ? this : new Link(name, index, up, running, loopback, mtu, hardware, on);
    }

    /** Whether packets can pass: up and with carrier. */
    public boolean usable() {
        return up && running;
    }
}
