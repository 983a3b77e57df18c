package io.keepsake.core.event;

/** Why a well-formed advert did not count. */
public enum DiscardReason {
    /** A backup that preempts hears a lower master and lets its own timer run. */
    LOWER_PRIORITY,
    /** VRRPv2 demands the same interval everywhere (RFC 3768 7.1). */
    INTERVAL_MISMATCH,
    VERSION_MISMATCH,
    /** {@code check_unicast_src}: the sender is no configured peer. */
    NOT_A_PEER,
    /** {@code min_ttl} or {@code max_ttl} of the peer: it came too far, or not far enough. */
    PEER_TTL,
    /** {@code owner_ignore_adverts}: an owner hears nobody. */
    OWNER_IGNORES,
    /** The instance is in FAULT or not started. */
    NOT_RUNNING,
    /** {@code vrrp_startup_delay} is not over. */
    STARTUP_DELAY,
    /** It bears our own source address: a duplicate IP, a cloned machine or a reflected frame. */
    OWN_ADDRESS,
    /**
     * In version 2 a list of addresses without any in common with ours, and no owner's (RFC 3768 7.1): another cluster
     * with our VRID. Any other list than ours where {@code skip_check_adv_addr} is off by word.
     */
    ADDRESS_LIST
}
