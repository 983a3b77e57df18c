package io.keepsake.core.event;

/** Why a check failed. */
public enum CheckFailure {
    /** The port is closed: RST, or ICMP port unreachable. */
    REFUSED,
    /** The deadline of the probe came, in whatever part. */
    TIMEOUT,
    /** No route, or ICMP says that there is none. */
    UNREACHABLE,
    /** The connection was cut after it was made. */
    RESET,
    /** The answer ended before it was complete. */
    CLOSED,
    /** No TLS session came to be. */
    TLS,
    /** The answer is none of this protocol. */
    PROTOCOL,
    /** The HTTP status is none of those allowed; the SMTP or DNS code is not the one wanted. */
    STATUS,
    /** The digest of the body is another. */
    DIGEST,
    /** The regular expression was not found, or found and should not be. */
    REGEX,
    /** The reply is not the one required. */
    REPLY,
    /** The answer is longer than a probe reads. */
    TOO_LONG,
    /** A script ended with a status that means failure, or by a signal. */
    SCRIPT,
    /** The probe could not be made on this side: no socket, no such interface. */
    LOCAL
}
