package io.keepsake.core.value;

/** What kind of condition does not hold; see {@link FaultCause}. */
public enum FaultReason {
    /** No interface of this name exists: the instance's own. */
    INTERFACE_MISSING,
    /** The instance's own interface is down, or has no carrier. */
    INTERFACE_DOWN,
    /** The interface has no address to send adverts from. */
    NO_SOURCE_IP,
    /** Another instance of this node says the same on the wire: interface, family, group or peers, and VRID. */
    DUPLICATE_VRID,
    /** Its sockets could not be opened: it would be deaf, and must not become master for hearing nobody. */
    SOCKET_FAILED,
    /** The interface of one of its virtual addresses is missing or down ({@code no_track} on the address forgives it). */
    ADDRESS_INTERFACE_DOWN,
    /** The interface of one of its virtual routes or rules is missing or down ({@code no_track} forgives it). */
    ROUTING_INTERFACE_DOWN,
    /** The interface of something static with a {@code track_group} of the instance is missing or down. */
    TRACK_GROUP,
    /** An interface of {@code track_interface} without a weight is missing or down, or up with {@code reverse}. */
    TRACKED_INTERFACE,
    /** A script of {@code track_script} without a weight fails, or succeeds with {@code reverse}. */
    TRACKED_SCRIPT,
    /** The number in a file of {@code track_file} says so. */
    TRACKED_FILE,
    /** Of a {@code track_process} without a weight too few run, or too many; or enough, with {@code reverse}. */
    TRACKED_PROCESS,
    /** A member of its {@code vrrp_sync_group} is in FAULT for a reason of its own. */
    SYNC_GROUP_MEMBER
}
