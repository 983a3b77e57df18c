package io.keepsake.core.text;

import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.effect.IpvsChange.AddDestination;
import io.keepsake.core.effect.IpvsChange.AddService;
import io.keepsake.core.effect.IpvsChange.EditDestination;
import io.keepsake.core.effect.IpvsChange.EditService;
import io.keepsake.core.effect.IpvsChange.RemoveDestination;
import io.keepsake.core.effect.IpvsChange.RemoveService;
import io.keepsake.core.effect.IpvsChange.SetTimeouts;
import io.keepsake.core.effect.IpvsChange.StartSync;
import io.keepsake.core.effect.IpvsChange.StopSync;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Protocol;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Service;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import java.util.List;

/** The fields of the kernel's IPVS table and its changes. */
public final class IpvsFields {
    static final Codecs<ServiceKey> KEYS = new Codecs<>(
            "kind of service",
            List.of(
                    Codec.of(
                            ServiceKey.Address.class,
                            ServiceKey.Address::new,
                            Field.word("protocol", Protocol.class, ServiceKey.Address::protocol),
                            Field.endpoint("at", ServiceKey.Address::endpoint)),
                    Codec.of(
                            ServiceKey.Mark.class,
                            ServiceKey.Mark::new,
                            Field.unsigned("mark", ServiceKey.Mark::mark),
                            Field.word("family", Family.class, ServiceKey.Mark::family))));

    public static final Codec<ServiceKey> KEY = KEYS.as("service", ServiceKey.class);

    public static final Codec<Service> SERVICE = Codec.of(
            Service.class,
            Service::new,
            Field.part(Service::key, KEY),
            Field.name("scheduler", Service::scheduler),
            Field.integer("flags", Service::flags),
            Field.flag("ops", Service::onePacket),
            Field.integer("persistence", Service::persistenceSeconds),
            Field.integer("prefix", Service::persistencePrefix),
            Field.text("engine", Service::engine));

    static final Codec<Forwarding> FORWARDING = Codec.of(
            Forwarding.class,
            Forwarding::new,
            Field.word("method", Forwarding.Method.class, Forwarding::method),
            Field.word("tunnel", Forwarding.Tunnel.class, Forwarding::tunnel),
            Field.integer("tunnel_port", Forwarding::tunnelPort),
            Field.word("checksum", Forwarding.Checksum.class, Forwarding::checksum));

    public static final Codec<Destination> DESTINATION = Codec.of(
            Destination.class,
            Destination::new,
            Field.endpoint("at", Destination::endpoint),
            Field.part(Destination::forwarding, FORWARDING),
            Field.integer("weight", Destination::weight),
            Field.integer("upper", Destination::upper),
            Field.integer("lower", Destination::lower));

    public static final Codec<IpvsTimeouts> TIMEOUTS = Codec.of(
            IpvsTimeouts.class,
            IpvsTimeouts::new,
            Field.integer("tcp", IpvsTimeouts::tcp),
            Field.integer("tcpfin", IpvsTimeouts::tcpFin),
            Field.integer("udp", IpvsTimeouts::udp));

    public static final Codec<SyncDaemon> DAEMON = Codec.of(
            SyncDaemon.class,
            SyncDaemon::new,
            new Field<>(
                    (daemon, out) -> out.flag("master", daemon.role() == Role.MASTER),
                    in -> in.flag("master") ? Role.MASTER : Role.BACKUP),
            Field.link(SyncDaemon::link),
            Field.integer("id", SyncDaemon::id),
            Field.integer("max_length", SyncDaemon::maxLength),
            Field.integer("port", SyncDaemon::port),
            Field.integer("ttl", SyncDaemon::ttl),
            Field.ip("group", SyncDaemon::group));

    static final Codecs<IpvsChange> CHANGES = new Codecs<>(
            "change",
            List.of(
                    Codec.of(AddService.class, AddService::new, Field.part(AddService::service, SERVICE)),
                    Codec.of(EditService.class, EditService::new, Field.part(EditService::service, SERVICE)),
                    Codec.of(RemoveService.class, RemoveService::new, Field.part(RemoveService::service, KEY)),
                    Codec.of(
                            AddDestination.class,
                            AddDestination::new,
                            Field.part(AddDestination::service, KEY),
                            Field.part(AddDestination::destination, DESTINATION)),
                    Codec.of(
                            EditDestination.class,
                            EditDestination::new,
                            Field.part(EditDestination::service, KEY),
                            Field.part(EditDestination::destination, DESTINATION)),
                    Codec.of(
                            RemoveDestination.class,
                            RemoveDestination::new,
                            Field.part(RemoveDestination::service, KEY),
                            Field.endpoint("at", RemoveDestination::destination)),
                    Codec.of(StartSync.class, StartSync::new, Field.part(StartSync::daemon, DAEMON)),
                    Codec.of(StopSync.class, StopSync::new, Field.part(StopSync::daemon, DAEMON)),
                    Codec.of(SetTimeouts.class, SetTimeouts::new, Field.part(SetTimeouts::timeouts, TIMEOUTS))));

    static final Codec<IpvsChange> CHANGE = CHANGES.as("change", IpvsChange.class);

    private IpvsFields() {}
}
