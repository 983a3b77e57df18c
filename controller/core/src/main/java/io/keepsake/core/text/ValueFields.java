package io.keepsake.core.text;

import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of the values that several events share. */
public final class ValueFields {
    private static final long CENTI = 10_000_000L;

    private ValueFields() {}

    public static InstanceName instance(FieldSource in) {
        return new InstanceName(in.name("instance"));
    }

    static InterfaceName link(FieldSource in) {
        return new InterfaceName(in.name("link"));
    }

    static Role role(FieldSource in) {
        return in.word("from", Role.class);
    }

    public static Priority priority(FieldSource in, String name) {
        return new Priority((int) in.number(name));
    }

    public static AdvertInterval interval(FieldSource in) {
        return new AdvertInterval((int) (in.nanos("interval") / CENTI));
    }

    static void writeAdvert(Advert advert, FieldSink out) {
        out.word("version", advert.version());
        out.number("vrid", advert.vrid().value());
        out.number("priority", advert.priority().value());
        out.nanos("interval", advert.interval().nanos());
        out.word("auth", advert.auth());
        out.ips("addresses", advert.addresses());
    }

    static Advert readAdvert(FieldSource in) {
        return new Advert(
                in.word("version", VrrpVersion.class),
                new Vrid((int) in.number("vrid")),
                priority(in, "priority"),
                interval(in),
                in.word("auth", AuthType.class),
                in.ips("addresses"));
    }

    /** Writes a link; also a part of a state. */
    public static void writeLink(Link link, FieldSink out) {
        out.name("link", link.name().value());
        out.number("index", link.index());
        out.flag("up", link.up());
        out.flag("running", link.running());
        out.flag("loopback", link.loopback());
        out.number("mtu", link.mtu());
        writeHardware(link.hardware(), out);
    }

    /** Reads what {@link #writeLink} wrote. */
    public static Link readLink(FieldSource in) {
        return new Link(
                link(in),
                (int) in.number("index"),
                in.flag("up"),
                in.flag("running"),
                in.flag("loopback"),
                (int) in.number("mtu"),
                readHardware(in));
    }

    static void writeHardware(HardwareAddress hardware, FieldSink out) {
        out.text("hardware", hardware.toString());
    }

    static HardwareAddress readHardware(FieldSource in) {
        var text = in.text("hardware");
        return text.isEmpty() ? HardwareAddress.NONE : HardwareAddress.parse(text);
    }

    /** Writes an address and the link it stands on. */
    public static void writePlace(LinkAddress place, FieldSink out) {
        out.name("link", place.link().value());
        out.address("address", place.address());
    }

    /** Reads what {@link #writePlace} wrote. */
    public static LinkAddress readPlace(FieldSource in) {
        return new LinkAddress(link(in), in.address("address"));
    }

    /** Writes an address with everything about it; what is not special is left to the end and out of a line of text. */
    public static void writeForm(StandingAddress address, FieldSink out) {
        out.optional("form", address.isPlain() ? null : address, (a, o) -> {
            var broadcast = a.broadcast();
            o.ips("broadcast", broadcast == null ? List.of() : List.of(broadcast));
            o.number("scope", a.scope());
            var label = a.label();
            o.text("label", label == null ? "" : label);
            o.flag("noprefixroute", a.noPrefixRoute());
        });
    }

    /** Reads what {@link #writeForm} wrote, of the address at {@code place}. */
    public static StandingAddress readForm(LinkAddress place, FieldSource in) {
        var form = in.optional("form", s -> {
            var broadcast = s.ips("broadcast");
            int scope = (int) s.number("scope");
            var label = s.text("label");
            return new StandingAddress(
                    place,
                    broadcast.isEmpty() ? null : broadcast.getFirst(),
                    scope,
                    label.isEmpty() ? null : label,
                    s.flag("noprefixroute"));
        });
        return form == null ? StandingAddress.plain(place) : form;
    }

    /** Writes an address that stands; also a part of a state. */
    public static void writeStanding(StandingAddress address, FieldSink out) {
        writePlace(address.place(), out);
        writeForm(address, out);
    }

    /** Reads what {@link #writeStanding} wrote. */
    public static StandingAddress readStanding(FieldSource in) {
        return readForm(readPlace(in), in);
    }

    /** Writes what one run leaves to the next; also a part of a state. */
    public static void writeLeftovers(Leftovers leftovers, FieldSink out) {
        out.list("addresses", leftovers.addresses(), ValueFields::writePlace);
        out.list("services", leftovers.services(), IpvsFields::writeKey);
        out.list("failed", leftovers.failed(), HealthFields::writeFailed);
        out.list("drains", leftovers.drains(), HealthFields::writeDrain);
        out.list("servers", leftovers.servers(), HealthFields::writeKnown);
        out.list("daemons", leftovers.daemons(), IpvsFields::writeDaemon);
    }

    /** Reads what {@link #writeLeftovers} wrote. */
    public static Leftovers readLeftovers(FieldSource in) {
        return new Leftovers(
                in.list("addresses", ValueFields::readPlace),
                in.list("services", IpvsFields::readKey),
                in.list("failed", HealthFields::readFailedChecker),
                in.list("drains", HealthFields::readDrain),
                in.later().list("servers", HealthFields::readKnown),
                in.later().list("daemons", IpvsFields::readDaemon));
    }

    /** A value that may be absent, as a list of one or none. */
    static <T> void writeOptional(String name, @Nullable T value, BiConsumer<T, FieldSink> writer, FieldSink out) {
        out.list(name, value == null ? List.of() : List.of(value), writer);
    }

    /** Reads what {@link #writeOptional} wrote. */
    static <T> @Nullable T readOptional(String name, Function<FieldSource, T> reader, FieldSource in) {
        var all = in.list(name, reader);
        return all.isEmpty() ? null : all.getFirst();
    }

    /** Writes the reasons of a fault. */
    public static void writeReasons(List<FaultCause> reasons, FieldSink out) {
        out.list("reasons", reasons, (fault, o) -> {
            o.word("reason", fault.reason());
            o.text("subject", fault.subject());
        });
    }

    /** Reads what {@link #writeReasons} wrote. */
    public static List<FaultCause> readReasons(FieldSource in) {
        return in.list("reasons", s -> new FaultCause(s.word("reason", FaultReason.class), s.text("subject")));
    }
}
