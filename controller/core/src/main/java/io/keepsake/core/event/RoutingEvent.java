package io.keepsake.core.event;

import io.keepsake.core.value.Routing;
import java.util.List;

/**
 * What rtnetlink told of routes and rules: only of those that a configuration is about, or that an earlier run left, and
 * in the words in which they were asked for.
 */
public sealed interface RoutingEvent extends Event {

    /** A whole reading: after notices were lost. Replaces all before. */
    record RoutingRead(List<Routing> standing) implements RoutingEvent {
        public RoutingRead {
            standing = List.copyOf(standing);
        }
    }

    /**
     * A route or rule stands.
     *
     * @param own whether this process put it there
     */
    record RoutingSeen(Routing what, boolean own) implements RoutingEvent {}

    /**
     * A route or rule no longer stands.
     *
     * @param own whether this process took it away
     */
    record RoutingGone(Routing what, boolean own) implements RoutingEvent {}
}
