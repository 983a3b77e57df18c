package io.keepsake.core.config;

/** What becomes of an advert whose addresses are not those of the instance: {@code skip_check_adv_addr}. */
public enum AddressListCheck {
    /** Not set: it is followed, and the difference is told. */
    TELL,
    /** On: the addresses are not compared. */
    SKIP,
    /** Explicitly off: it is dropped, as keepalived up to 2.3.2 did. */
    DROP
}
