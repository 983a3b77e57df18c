package io.keepsake.core.value;

/** The state of an instance, in keepalived's words; RFC 9568 says Initialize, Backup and Active. */
public enum Role {
    /** Not yet running, or stopped. */
    INIT,
    BACKUP,
    MASTER,
    /** Cannot take part: see {@link FaultReason}. */
    FAULT
}
