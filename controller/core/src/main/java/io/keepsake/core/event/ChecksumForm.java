package io.keepsake.core.event;

/** What the checksum of an advert was taken over. */
public enum ChecksumForm {
    /** The message alone in version 2 (RFC 3768), with the pseudo header in version 3 (RFC 5798, keepalived). */
    USUAL,
    /** Version 3 over IPv4 without the pseudo header (RFC 9568 5.2.8, {@code v3_checksum_as_v2}). */
    MESSAGE_ONLY,
    /**
     * Version 3 over IPv4 by unicast, with the multicast group as the destination in the pseudo header, as old keepalived
     * sent it ({@code old_unicast_checksum}).
     */
    GROUP_IN_HEADER
}
