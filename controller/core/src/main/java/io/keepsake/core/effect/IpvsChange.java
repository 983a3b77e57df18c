package io.keepsake.core.effect;

import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;

/** One change of the kernel's IPVS table, in the order of its netlink commands. */
public sealed interface IpvsChange {
    record AddService(Service service) implements IpvsChange {}

    record EditService(Service service) implements IpvsChange {}

    /** Removes its destinations too. */
    record RemoveService(ServiceKey service) implements IpvsChange {}

    record AddDestination(ServiceKey service, Destination destination) implements IpvsChange {}

    record EditDestination(ServiceKey service, Destination destination) implements IpvsChange {}

    record RemoveDestination(ServiceKey service, Endpoint destination) implements IpvsChange {}

    record StartSync(SyncDaemon daemon) implements IpvsChange {}

    record StopSync(SyncDaemon daemon) implements IpvsChange {}

    record SetTimeouts(IpvsTimeouts timeouts) implements IpvsChange {}
}
