package io.keepsake.core.config;

/**
 * {@code old_unicast_checksum}: what becomes of the checksum that old keepalived gave to unicast adverts of version 3 over
 * IPv4, with the multicast group as the destination in its pseudo header.
 */
public enum OldUnicastChecksum {
    /** Taken when it is heard. */
    HEARD,
    /** Sent, and taken when it is heard. */
    SENT,
    /** {@code never}: wrong like any other. */
    NEVER
}
