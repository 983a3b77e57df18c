package io.keepsake.core.text;

import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Dad;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.StandingAddress;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The fields of the values that several events share. */
public final class ValueFields {
    public static final Codec<InstanceName> INSTANCE =
            Codec.of(InstanceName.class, InstanceName::new, Field.name("instance", InstanceName::value));

    /** A member of a sync group, beside the instance that something is about. */
    static final Codec<InstanceName> MEMBER =
            Codec.of(InstanceName.class, InstanceName::new, Field.name("member", InstanceName::value));

    static final Codec<InterfaceName> LINK_NAME =
            Codec.of(InterfaceName.class, InterfaceName::new, Field.name("link", InterfaceName::value));

    public static final Codec<AdvertInterval> INTERVAL = new Codec<>(
            AdvertInterval.class,
            (interval, out) -> out.nanos("interval", interval.nanos()),
            in -> AdvertInterval.ofNanos(in.nanos("interval")));

    /** By hand, as what has one: adverts are nearly all that is written. */
    static final Codec<Advert> ADVERT = new Codec<>(
            Advert.class,
            (advert, out) -> {
                out.word("version", advert.version());
                out.number("vrid", advert.vrid().value());
                out.number("priority", advert.priority().value());
                out.nanos("interval", advert.interval().nanos());
                out.word("auth", advert.auth());
                out.ips("addresses", advert.addresses());
            },
            in -> new Advert(
                    in.word("version", VrrpVersion.class),
                    new Vrid(in.integer("vrid")),
                    priority(in, "priority"),
                    INTERVAL.read(in),
                    in.word("auth", AuthType.class),
                    in.ips("addresses")));

    static final Codec<HardwareAddress> HARDWARE =
            new Codec<>(HardwareAddress.class, (hardware, out) -> out.text("hardware", hardware.toString()), in -> {
                var text = in.text("hardware");
                return text.isEmpty() ? HardwareAddress.NONE : HardwareAddress.parse(text);
            });

    public static final Codec<Link> LINK = Codec.of(
            Link.class,
            Link::new,
            Field.part(Link::name, LINK_NAME),
            Field.integer("index", Link::index),
            Field.flag("up", Link::up),
            Field.flag("running", Link::running),
            Field.flag("loopback", Link::loopback),
            Field.integer("mtu", Link::mtu),
            Field.part(Link::hardware, HARDWARE),
            Field.unusualFlag("promotes", Link::promotes).later());

    /** An address and the link it stands on. */
    public static final Codec<LinkAddress> PLACE = Codec.of(
            LinkAddress.class,
            LinkAddress::new,
            Field.part(LinkAddress::link, LINK_NAME),
            Field.address("address", LinkAddress::address));

    public static final Codec<StandingAddress> STANDING = new Codec<>(
            StandingAddress.class,
            (address, out) -> {
                PLACE.write(address.place(), out);
                writeForm(address, out);
            },
            in -> readForm(PLACE.read(in), in));

    public static final Codec<Routing> ROUTING =
            Codec.written(Routing.class, "routing", Routing.parse("rule 1 goto 2"), Routing::text, Routing::parse);

    public static final Codec<FaultCause> FAULT = Codec.of(
            FaultCause.class,
            FaultCause::new,
            Field.word("reason", FaultReason.class, FaultCause::reason),
            Field.text("subject", FaultCause::subject));

    private ValueFields() {}

    public static Priority priority(FieldSource in, String name) {
        return new Priority(in.integer(name));
    }

    /** Writes an address with everything about it; what is not special is left to the end and out of a line of text. */
    static void writeForm(StandingAddress address, FieldSink out) {
        out.optional("form", address.isPlain() ? null : address, (a, o) -> {
            var broadcast = a.broadcast();
            o.ips("broadcast", broadcast == null ? List.of() : List.of(broadcast));
            o.number("scope", a.scope());
            var label = a.label();
            o.text("label", label == null ? "" : label);
            o.flag("noprefixroute", a.noPrefixRoute());
            o.unusualWord("dad", a.dad(), Dad.DONE);
            writePeer(a.peer(), o);
        });
    }

    /** Reads what {@link #writeForm} wrote, of the address at {@code place}. */
    static StandingAddress readForm(LinkAddress place, FieldSource in) {
        var form = in.optional("form", s -> {
            var broadcast = s.ips("broadcast");
            int scope = s.integer("scope");
            var label = s.text("label");
            boolean noPrefixRoute = s.flag("noprefixroute");
            var dad = s.later().unusualWord("dad", Dad.DONE);
            return new StandingAddress(
                    place,
                    readPeer(s),
                    broadcast.isEmpty() ? null : broadcast.getFirst(),
                    scope,
                    label.isEmpty() ? null : label,
                    noPrefixRoute,
                    dad);
        });
        return form == null ? StandingAddress.plain(place) : form;
    }

    /** The peer of an address, which few have. */
    static void writePeer(@Nullable Ip peer, FieldSink out) {
        out.optional("peer", peer, (ip, o) -> o.ip("ip", ip));
    }

    /** Reads what {@link #writePeer} wrote. */
    static @Nullable Ip readPeer(FieldSource in) {
        return in.optional("peer", s -> s.ip("ip"));
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
}
