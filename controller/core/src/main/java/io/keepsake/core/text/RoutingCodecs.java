package io.keepsake.core.text;

import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.RoutingEvent.RoutingGone;
import io.keepsake.core.event.RoutingEvent.RoutingRead;
import io.keepsake.core.event.RoutingEvent.RoutingSeen;
import java.util.List;

/** What rtnetlink told of routes and rules. */
final class RoutingCodecs {
    static final List<Codec<? extends RoutingEvent>> ALL = List.of(
            Codec.of(
                    RoutingRead.class,
                    RoutingRead::new,
                    Field.list("standing", RoutingRead::standing, ValueFields.ROUTING)),
            Codec.of(
                    RoutingSeen.class,
                    RoutingSeen::new,
                    Field.part(RoutingSeen::what, ValueFields.ROUTING),
                    Field.flag("own", RoutingSeen::own)),
            Codec.of(
                    RoutingGone.class,
                    RoutingGone::new,
                    Field.part(RoutingGone::what, ValueFields.ROUTING),
                    Field.flag("own", RoutingGone::own)));

    private RoutingCodecs() {}
}
