package io.keepsake.core.value;

/**
 * A network interface as the kernel reports it.
 *
 * @param index the kernel's number for it, above 0; a link deleted and made again has another
 * @param up IFF_UP: an operator switched it on
 * @param running IFF_RUNNING: it has carrier
 * @param mtu in bytes
 */
public record Link(
        InterfaceName name,
        int index,
        boolean up,
        boolean running,
        boolean loopback,
        int mtu,
        HardwareAddress hardware) {

    /** Whether packets can pass: up and with carrier. */
    public boolean usable() {
        return up && running;
    }
}
