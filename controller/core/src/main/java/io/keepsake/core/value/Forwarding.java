package io.keepsake.core.value;

/**
 * How packets reach a destination, {@code lb_kind}.
 *
 * @param tunnel of {@link Method#TUN} only
 * @param tunnelPort of {@link Tunnel#GUE} only, else 0
 * @param checksum of {@link Tunnel#GUE} and {@link Tunnel#GRE}
 */
public record Forwarding(Method method, Tunnel tunnel, int tunnelPort, Checksum checksum) {

    /** The forwarding methods of IPVS. */
    public enum Method {
        /** Masquerading. */
        NAT,
        /** Direct routing. */
        DR,
        /** Tunnelling. */
        TUN,
        /** What the kernel makes of any of them when the address is this host's own. Never asked for. */
        LOCAL
    }

    /** The encapsulation of a tunnel, {@code type}. */
    public enum Tunnel {
        IPIP,
        GUE,
        GRE
    }

    /** The checksum of an encapsulation: {@code nocsum}, {@code csum}, {@code remcsum}. */
    public enum Checksum {
        NONE,
        FULL,
        REMOTE
    }

    public static final Forwarding NAT = new Forwarding(Method.NAT, Tunnel.IPIP, 0, Checksum.NONE);
    public static final Forwarding DR = new Forwarding(Method.DR, Tunnel.IPIP, 0, Checksum.NONE);
    public static final Forwarding LOCAL = new Forwarding(Method.LOCAL, Tunnel.IPIP, 0, Checksum.NONE);
    public static final Forwarding IPIP = new Forwarding(Method.TUN, Tunnel.IPIP, 0, Checksum.NONE);

    public Forwarding {
        if (tunnelPort < 0 || tunnelPort > 65_535) {
            throw new IllegalArgumentException("a port of a tunnel must be 0..65535, was " + tunnelPort);
        }
    }
}
