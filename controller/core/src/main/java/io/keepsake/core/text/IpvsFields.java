package io.keepsake.core.text;

import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
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
    private static final List<String> KEYS = List.of("Address", "Mark");

    private static final List<String> CHANGES = List.of(
            "AddService",
            "EditService",
            "RemoveService",
            "AddDestination",
            "EditDestination",
            "RemoveDestination",
            "StartSync",
            "StopSync",
            "SetTimeouts");

    private IpvsFields() {}

    /** The field {@code service}; also a part of a state. */
    public static void writeKey(ServiceKey key, FieldSink out) {
        out.variant("service", key.getClass().getSimpleName(), key, (k, o) -> {
            switch (k) {
                case ServiceKey.Address address -> {
                    o.word("protocol", address.protocol());
                    o.endpoint("at", address.endpoint());
                }
                case ServiceKey.Mark mark -> {
                    o.number("mark", Integer.toUnsignedLong(mark.mark()));
                    o.word("family", mark.family());
                }
            }
        });
    }

    /** Reads what {@link #writeKey} wrote. */
    public static ServiceKey readKey(FieldSource in) {
        return in.variant("service", KEYS, (kind, s) -> switch (kind) {
            case "Address" -> new ServiceKey.Address(s.word("protocol", Protocol.class), s.endpoint("at"));
            case "Mark" -> new ServiceKey.Mark((int) s.number("mark"), s.word("family", Family.class));
            default -> throw new IllegalArgumentException("no such kind of service: " + kind);
        });
    }

    /** Writes a service; also a part of a state. */
    public static void writeService(Service service, FieldSink out) {
        writeKey(service.key(), out);
        out.name("scheduler", service.scheduler());
        out.number("flags", service.flags());
        out.flag("ops", service.onePacket());
        out.number("persistence", service.persistenceSeconds());
        out.number("prefix", service.persistencePrefix());
        out.text("engine", service.engine());
    }

    /** Reads what {@link #writeService} wrote. */
    public static Service readService(FieldSource in) {
        return new Service(
                readKey(in),
                in.name("scheduler"),
                (int) in.number("flags"),
                in.flag("ops"),
                (int) in.number("persistence"),
                (int) in.number("prefix"),
                in.text("engine"));
    }

    /** Writes a forwarding method. */
    static void writeForwarding(Forwarding forwarding, FieldSink out) {
        out.word("method", forwarding.method());
        out.word("tunnel", forwarding.tunnel());
        out.number("tunnel_port", forwarding.tunnelPort());
        out.word("checksum", forwarding.checksum());
    }

    static Forwarding readForwarding(FieldSource in) {
        return new Forwarding(
                in.word("method", Forwarding.Method.class),
                in.word("tunnel", Forwarding.Tunnel.class),
                (int) in.number("tunnel_port"),
                in.word("checksum", Forwarding.Checksum.class));
    }

    /** Writes a destination; also a part of a state. */
    public static void writeDestination(Destination destination, FieldSink out) {
        out.endpoint("at", destination.endpoint());
        writeForwarding(destination.forwarding(), out);
        out.number("weight", destination.weight());
        out.number("upper", destination.upper());
        out.number("lower", destination.lower());
    }

    /** Reads what {@link #writeDestination} wrote. */
    public static Destination readDestination(FieldSource in) {
        Endpoint endpoint = in.endpoint("at");
        return new Destination(endpoint, readForwarding(in), (int) in.number("weight"), (int) in.number("upper"), (int)
                in.number("lower"));
    }

    /** Writes timeouts; also a part of a state. */
    public static void writeTimeouts(IpvsTimeouts timeouts, FieldSink out) {
        out.number("tcp", timeouts.tcp());
        out.number("tcpfin", timeouts.tcpFin());
        out.number("udp", timeouts.udp());
    }

    /** Reads what {@link #writeTimeouts} wrote. */
    public static IpvsTimeouts readTimeouts(FieldSource in) {
        return new IpvsTimeouts((int) in.number("tcp"), (int) in.number("tcpfin"), (int) in.number("udp"));
    }

    /** Writes a sync daemon; also a part of a state. */
    public static void writeDaemon(SyncDaemon daemon, FieldSink out) {
        out.flag("master", daemon.role() == Role.MASTER);
        out.name("link", daemon.link().value());
        out.number("id", daemon.id());
        out.number("max_length", daemon.maxLength());
        out.number("port", daemon.port());
        out.number("ttl", daemon.ttl());
        out.ip("group", daemon.group());
    }

    /** Reads what {@link #writeDaemon} wrote. */
    public static SyncDaemon readDaemon(FieldSource in) {
        return new SyncDaemon(
                in.flag("master") ? Role.MASTER : Role.BACKUP,
                ValueFields.link(in),
                (int) in.number("id"),
                (int) in.number("max_length"),
                (int) in.number("port"),
                (int) in.number("ttl"),
                in.ip("group"));
    }

    static void writeEvent(IpvsEvent event, FieldSink out) {
        switch (event) {
            case IpvsEvent.IpvsRead e -> {
                writeTimeouts(e.timeouts(), out);
                out.list("daemons", e.daemons(), IpvsFields::writeDaemon);
                out.list("entries", e.entries(), (entry, o) -> {
                    writeService(entry.service(), o);
                    o.list("destinations", entry.destinations(), IpvsFields::writeDestination);
                });
            }
            case IpvsEvent.IpvsUnavailable e -> {
                out.number("errno", e.errno());
                out.text("detail", e.detail());
            }
            case IpvsEvent.ServiceSeen e -> writeService(e.service(), out);
            case IpvsEvent.ServiceGone e -> writeKey(e.service(), out);
            case IpvsEvent.DestinationSeen e -> {
                writeKey(e.service(), out);
                writeDestination(e.destination(), out);
            }
            case IpvsEvent.DestinationGone e -> {
                writeKey(e.service(), out);
                out.endpoint("at", e.destination());
            }
        }
    }

    static IpvsEvent.IpvsRead readTable(FieldSource in) {
        return new IpvsEvent.IpvsRead(
                readTimeouts(in),
                in.list("daemons", IpvsFields::readDaemon),
                in.list(
                        "entries",
                        s -> new IpvsEvent.Entry(readService(s), s.list("destinations", IpvsFields::readDestination))));
    }

    static void writeChanges(List<IpvsChange> changes, FieldSink out) {
        out.list(
                "changes",
                changes,
                (change, o) -> o.variant("change", change.getClass().getSimpleName(), change, IpvsFields::writeChange));
    }

    private static void writeChange(IpvsChange change, FieldSink out) {
        switch (change) {
            case IpvsChange.AddService c -> writeService(c.service(), out);
            case IpvsChange.EditService c -> writeService(c.service(), out);
            case IpvsChange.RemoveService c -> writeKey(c.service(), out);
            case IpvsChange.AddDestination c -> {
                writeKey(c.service(), out);
                writeDestination(c.destination(), out);
            }
            case IpvsChange.EditDestination c -> {
                writeKey(c.service(), out);
                writeDestination(c.destination(), out);
            }
            case IpvsChange.RemoveDestination c -> {
                writeKey(c.service(), out);
                out.endpoint("at", c.destination());
            }
            case IpvsChange.StartSync c -> writeDaemon(c.daemon(), out);
            case IpvsChange.StopSync c -> writeDaemon(c.daemon(), out);
            case IpvsChange.SetTimeouts c -> writeTimeouts(c.timeouts(), out);
        }
    }

    static List<IpvsChange> readChanges(FieldSource in) {
        return in.list("changes", s -> s.variant("change", CHANGES, IpvsFields::readChange));
    }

    private static IpvsChange readChange(String kind, FieldSource in) {
        return switch (kind) {
            case "AddService" -> new IpvsChange.AddService(readService(in));
            case "EditService" -> new IpvsChange.EditService(readService(in));
            case "RemoveService" -> new IpvsChange.RemoveService(readKey(in));
            case "AddDestination" -> new IpvsChange.AddDestination(readKey(in), readDestination(in));
            case "EditDestination" -> new IpvsChange.EditDestination(readKey(in), readDestination(in));
            case "RemoveDestination" -> new IpvsChange.RemoveDestination(readKey(in), in.endpoint("at"));
            case "StartSync" -> new IpvsChange.StartSync(readDaemon(in));
            case "StopSync" -> new IpvsChange.StopSync(readDaemon(in));
            case "SetTimeouts" -> new IpvsChange.SetTimeouts(readTimeouts(in));
            default -> throw new IllegalArgumentException("no such change: " + kind);
        };
    }
}
