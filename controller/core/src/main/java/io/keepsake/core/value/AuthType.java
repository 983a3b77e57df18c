package io.keepsake.core.value;

/** The authentication type that a VRRPv2 packet carries (RFC 2338 5.3.6); VRRPv3 has none. */
public enum AuthType {
    NONE,
    /** Eight bytes of clear text, {@code auth_type PASS}. */
    PASS,
    /** An IP authentication header, {@code auth_type AH}. */
    AH
}
