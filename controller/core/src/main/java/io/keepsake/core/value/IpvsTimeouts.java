package io.keepsake.core.value;

/** How long IPVS remembers idle connections, in seconds ({@code lvs_timeouts}, {@code ipvsadm --set}); 0 leaves one as it is. */
public record IpvsTimeouts(int tcp, int tcpFin, int udp) {
    /** Nothing to say. */
    public static final IpvsTimeouts UNSET = new IpvsTimeouts(0, 0, 0);

    public IpvsTimeouts {
        if (tcp < 0 || tcpFin < 0 || udp < 0) {
            throw new IllegalArgumentException(
                    "timeouts must be 0 s or more, were " + tcp + ", " + tcpFin + ", " + udp);
        }
    }

    /** These timeouts, where they say nothing those of {@code others}. */
    public IpvsTimeouts over(IpvsTimeouts others) {
        return new IpvsTimeouts(
                tcp == 0 ? others.tcp : tcp, tcpFin == 0 ? others.tcpFin : tcpFin, udp == 0 ? others.udp : udp);
    }
}
