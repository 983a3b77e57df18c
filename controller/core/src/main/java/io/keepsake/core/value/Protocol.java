package io.keepsake.core.value;

/** A transport that IPVS balances, {@code protocol}. */
public enum Protocol {
    TCP,
    UDP,
    SCTP
}
