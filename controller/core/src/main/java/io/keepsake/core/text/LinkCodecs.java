package io.keepsake.core.text;

import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Decision.LinkChangeCounts;
import io.keepsake.core.event.Decision.LinkChangeDelayed;
import io.keepsake.core.event.Decision.LinkChangePassed;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.LinkEvent.AddressGone;
import io.keepsake.core.event.LinkEvent.AddressSeen;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.LinkEvent.LinkGone;
import io.keepsake.core.event.LinkEvent.LinkSeen;
import java.util.List;

/** What rtnetlink told of interfaces and addresses. */
final class LinkCodecs {
    static final List<Codec<? extends LinkEvent>> ALL = List.of(
            Codec.of(
                    KernelRead.class,
                    KernelRead::new,
                    Field.list("links", KernelRead::links, ValueFields.LINK),
                    Field.list("addresses", KernelRead::addresses, ValueFields.STANDING)),
            Codec.of(LinkSeen.class, LinkSeen::new, Field.part(LinkSeen::link, ValueFields.LINK)),
            Codec.of(
                    LinkGone.class,
                    LinkGone::new,
                    Field.link(LinkGone::link),
                    Field.integer("index", LinkGone::linkIndex)),
            new Codec<>(
                    AddressSeen.class,
                    (e, out) -> {
                        ValueFields.PLACE.write(e.address().place(), out);
                        out.flag("own", e.own());
                        ValueFields.writeForm(e.address(), out);
                    },
                    in -> {
                        var place = ValueFields.PLACE.read(in);
                        boolean own = in.flag("own");
                        return new AddressSeen(ValueFields.readForm(place, in), own);
                    }),
            Codec.of(
                    AddressGone.class,
                    AddressGone::new,
                    Field.place(AddressGone::address),
                    Field.flag("own", AddressGone::own)));

    /** The decisions about links whose loss or return is delayed. */
    static final List<Codec<? extends Decision.OfLink>> DECISIONS = List.of(
            Codec.of(
                    LinkChangeDelayed.class,
                    LinkChangeDelayed::new,
                    Field.link(LinkChangeDelayed::link),
                    Field.flag("usable", LinkChangeDelayed::usable),
                    Field.moment("until", LinkChangeDelayed::until)),
            Codec.of(
                    LinkChangeCounts.class,
                    LinkChangeCounts::new,
                    Field.link(LinkChangeCounts::link),
                    Field.flag("usable", LinkChangeCounts::usable),
                    Field.index("told", LinkChangeCounts::told)),
            Codec.of(
                    LinkChangePassed.class,
                    LinkChangePassed::new,
                    Field.link(LinkChangePassed::link),
                    Field.flag("usable", LinkChangePassed::usable),
                    Field.index("told", LinkChangePassed::told)));

    private LinkCodecs() {}
}
