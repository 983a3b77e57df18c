package io.keepsake.core.event;

/** Why a packet is no advert for us (RFC 9568 7.1 and keepalived's order of checks). */
public enum RejectReason {
    TOO_SHORT,
    /** Longer or shorter than the addresses it declares (and the authentication data of VRRPv2). */
    LENGTH,
    /** Multicast with a TTL other than 255: it came through a router. */
    TTL,
    /** Neither 2 nor 3. */
    VERSION,
    /** Not type 1, the only one there is. */
    TYPE,
    CHECKSUM,
    /** Another authentication type than configured. */
    AUTH_TYPE,
    /** The right type, and the wrong password or digest. */
    AUTH_FAILED,
    /** Unicast for a multicast instance, or the reverse. */
    DESTINATION,
    /** An advert interval of zero, which would let every backup take over at once. */
    INTERVAL,
    /** In order, and far more of them than a router of the configured interval sends: a loop in the network, or a flood. */
    TOO_MANY,
    /** Of a VRID that no instance hears on this link; told of where {@code log_unknown_vrids} asks for it. */
    UNKNOWN_VRID
}
