package io.keepsake.core.value;

/** How far duplicate address detection (RFC 4862 5.4) is with an IPv6 address; that of others is always done. */
public enum Dad {
    /** It is over, or was not asked for. */
    DONE,
    /** It runs: the address is not to be used yet. */
    TENTATIVE,
    /** Somebody else on the link has the address. */
    FAILED
}
