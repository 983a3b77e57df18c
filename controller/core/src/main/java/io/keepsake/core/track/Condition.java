package io.keepsake.core.track;

import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;

/**
 * Something that an instance depends on. While it does not hold, the instance is in FAULT, or has another priority where
 * the condition has a weight.
 */
sealed interface Condition {

    /**
     * The link that adverts pass.
     *
     * @param usable whether it must be usable as well as there; not with {@code dont_track_primary}
     */
    record AdvertLink(InterfaceName link, boolean usable) implements Condition {}

    /** An address to send adverts from. */
    record SourceAddress() implements Condition {}

    /** The configured address to send adverts from, with {@code track_src_ip}. */
    record ConfiguredSource(Ip ip) implements Condition {}

    /** The link of a virtual address, where that is another than the link of adverts. */
    record AddressLink(InterfaceName link) implements Condition {}

    /** The link of a virtual route or rule, where that is another than the link of adverts. */
    record RoutingLink(InterfaceName link) implements Condition {}

    /** A link of what is configured as static and names a {@code track_group} of the instance. */
    record GroupLink(String group, InterfaceName link) implements Condition {}

    /**
     * A link of {@code track_interface}.
     *
     * @param weight 0 for a fault; above 0 it is added while the condition holds, below 0 while it does not
     * @param reverse it holds while the link is not usable
     */
    record TrackedLink(InterfaceName link, int weight, boolean reverse) implements Condition {}

    /**
     * A script of {@code track_script}; an instance with a weight of 0 waits for its first result.
     *
     * @param weight 0 for a fault; above 0 it is added while the condition holds, below 0 while it does not
     * @param reverse it holds while the script is bad
     */
    record Script(String name, int weight, boolean reverse) implements Condition {}

    /**
     * A file of {@code track_file}; an instance with a weight of 0 waits until it was read.
     *
     * @param weight 0 for a fault; else what the number in the file is multiplied by
     */
    record File(String name, int weight, boolean reverse) implements Condition {}

    /**
     * Processes of {@code track_process}; an instance with a weight of 0 waits until they were counted.
     *
     * @param weight 0 for a fault; above 0 it is added while enough run, below 0 while they do not
     */
    record Processes(String name, int weight, boolean reverse) implements Condition {}

    /** No other instance says the same on the wire; {@code other} does. */
    record Unique(String other) implements Condition {}

    /** Open sockets on the present incarnation of the link. */
    record Sockets() implements Condition {}
}
