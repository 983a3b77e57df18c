package io.keepsake.core.event;

import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import java.util.List;

/**
 * What reading the kernel's IPVS table showed. After the first reading only differences are told, and only those that
 * are not this director's own doing: somebody else's hand.
 */
public sealed interface IpvsEvent extends Event {

    /** The whole table; replaces all before. */
    record IpvsRead(IpvsTimeouts timeouts, List<SyncDaemon> daemons, List<Entry> entries) implements IpvsEvent {
        public IpvsRead {
            daemons = List.copyOf(daemons);
            entries = List.copyOf(entries);
        }
    }

    /** A service and its destinations. */
    record Entry(Service service, List<Destination> destinations) {
        public Entry {
            destinations = List.copyOf(destinations);
        }
    }

    /** There is no table: the kernel has no IPVS, or this process may not touch it. Asked again every few seconds. */
    record IpvsUnavailable(int errno, String detail) implements IpvsEvent {}

    /** A service is there that was not, or is another than before. Its destinations are told one by one. */
    record ServiceSeen(Service service) implements IpvsEvent {}

    /** A service is gone, and its destinations with it. */
    record ServiceGone(ServiceKey service) implements IpvsEvent {}

    /** A destination is there that was not, or is another than before. */
    record DestinationSeen(ServiceKey service, Destination destination) implements IpvsEvent {}

    /** A destination is gone, its service is not. */
    record DestinationGone(ServiceKey service, Endpoint destination) implements IpvsEvent {}
}
