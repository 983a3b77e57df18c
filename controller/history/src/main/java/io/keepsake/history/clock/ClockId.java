package io.keepsake.history.clock;

/**
 * A clock that a node stamped events by: its monotonic one, between two moments at which it may have jumped against the
 * true time.
 *
 * @param stretch 1 for the first of the node's journal; another begins at a boot, and where the wall clock moved against
 *     the monotonic one: it was set, or the machine was suspended
 */
public record ClockId(String node, int stretch) {
    @Override
    public String toString() {
        return node + "/" + stretch;
    }
}
