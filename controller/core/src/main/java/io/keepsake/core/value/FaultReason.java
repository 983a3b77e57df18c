package io.keepsake.core.value;

/** Why an instance is in FAULT; it leaves when no reason is left. */
public enum FaultReason {
    /** No interface of the configured name exists. */
    INTERFACE_MISSING,
    /** The interface is down, or has no carrier. */
    INTERFACE_DOWN,
    /** The interface has no address to send adverts from. */
    NO_SOURCE_IP,
    /** Another instance of this node uses the same VRID on the same interface and family. */
    DUPLICATE_VRID,
    /** Its sockets could not be opened: it would be deaf, and must not become master for hearing nobody. */
    SOCKET_FAILED
}
