package io.keepsake.core.text;

import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import java.util.List;

/** What the VRRP sockets heard. */
final class VrrpCodecs {
    static final List<Codec<? extends VrrpEvent>> ALL = List.of(
            new Codec<>(
                    AdvertReceived.class,
                    (e, out) -> {
                        out.name("instance", e.instance().value());
                        out.ip("source", e.source());
                        out.number("ttl", e.ttl());
                        out.nanos("late", e.lateNanos());
                        ValueFields.ADVERT.write(e.advert(), out);
                        out.unusualWord("checksum", e.checksum(), ChecksumForm.USUAL);
                        out.unusualNumber("id", e.id());
                    },
                    in -> new AdvertReceived(
                            ValueFields.INSTANCE.read(in),
                            in.ip("source"),
                            in.integer("ttl"),
                            in.nanos("late"),
                            ValueFields.ADVERT.read(in),
                            in.unusualWord("checksum", ChecksumForm.USUAL),
                            in.later().integer("id"))),
            Codec.of(
                    AdvertRejected.class,
                    AdvertRejected::new,
                    Field.instance(AdvertRejected::instance),
                    Field.ip("source", AdvertRejected::source),
                    Field.word("reason", RejectReason.class, AdvertRejected::reason),
                    Field.text("detail", AdvertRejected::detail),
                    Field.nanos("late", AdvertRejected::lateNanos)),
            Codec.of(
                    AdvertsRejected.class,
                    AdvertsRejected::new,
                    Field.instance(AdvertsRejected::instance),
                    Field.ip("source", AdvertsRejected::source),
                    Field.word("reason", RejectReason.class, AdvertsRejected::reason),
                    Field.number("count", AdvertsRejected::count)));

    private VrrpCodecs() {}
}
