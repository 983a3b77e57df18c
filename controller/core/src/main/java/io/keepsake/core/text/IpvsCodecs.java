package io.keepsake.core.text;

import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.IpvsEvent.DestinationGone;
import io.keepsake.core.event.IpvsEvent.DestinationSeen;
import io.keepsake.core.event.IpvsEvent.Entry;
import io.keepsake.core.event.IpvsEvent.IpvsRead;
import io.keepsake.core.event.IpvsEvent.IpvsUnavailable;
import io.keepsake.core.event.IpvsEvent.ServiceGone;
import io.keepsake.core.event.IpvsEvent.ServiceSeen;
import java.util.List;

/** What reading the kernel's IPVS table showed. */
final class IpvsCodecs {
    private static final Codec<Entry> ENTRY = Codec.of(
            Entry.class,
            Entry::new,
            Field.part(Entry::service, IpvsFields.SERVICE),
            Field.list("destinations", Entry::destinations, IpvsFields.DESTINATION));

    static final List<Codec<? extends IpvsEvent>> ALL = List.of(
            Codec.of(
                    IpvsRead.class,
                    IpvsRead::new,
                    Field.part(IpvsRead::timeouts, IpvsFields.TIMEOUTS),
                    Field.list("daemons", IpvsRead::daemons, IpvsFields.DAEMON),
                    Field.list("entries", IpvsRead::entries, ENTRY)),
            Codec.of(
                    IpvsUnavailable.class,
                    IpvsUnavailable::new,
                    Field.integer("errno", IpvsUnavailable::errno),
                    Field.text("detail", IpvsUnavailable::detail)),
            Codec.of(ServiceSeen.class, ServiceSeen::new, Field.part(ServiceSeen::service, IpvsFields.SERVICE)),
            Codec.of(ServiceGone.class, ServiceGone::new, Field.part(ServiceGone::service, IpvsFields.KEY)),
            Codec.of(
                    DestinationSeen.class,
                    DestinationSeen::new,
                    Field.part(DestinationSeen::service, IpvsFields.KEY),
                    Field.part(DestinationSeen::destination, IpvsFields.DESTINATION)),
            Codec.of(
                    DestinationGone.class,
                    DestinationGone::new,
                    Field.part(DestinationGone::service, IpvsFields.KEY),
                    Field.endpoint("at", DestinationGone::destination)));

    private IpvsCodecs() {}
}
