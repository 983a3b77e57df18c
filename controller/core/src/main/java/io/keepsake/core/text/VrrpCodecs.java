package io.keepsake.core.text;

import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import java.util.List;

/** What the VRRP sockets heard. */
final class VrrpCodecs {
    static final List<Codec<? extends VrrpEvent>> ALL = List.of(
            Codec.of(
                    AdvertReceived.class,
                    AdvertReceived::new,
                    Field.instance(AdvertReceived::instance),
                    Field.ip("source", AdvertReceived::source),
                    Field.integer("ttl", AdvertReceived::ttl),
                    Field.nanos("late", AdvertReceived::lateNanos),
                    Field.part(AdvertReceived::advert, ValueFields.ADVERT),
                    Field.unusualWord("checksum", AdvertReceived::checksum, ChecksumForm.USUAL)),
            Codec.of(
                    AdvertRejected.class,
                    AdvertRejected::new,
                    Field.instance(AdvertRejected::instance),
                    Field.ip("source", AdvertRejected::source),
                    Field.word("reason", RejectReason.class, AdvertRejected::reason),
                    Field.text("detail", AdvertRejected::detail),
                    Field.nanos("late", AdvertRejected::lateNanos)));

    private VrrpCodecs() {}
}
