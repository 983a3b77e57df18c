package io.keepsake.adapter.vrrp.wire;

import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.Ip;

/** What a packet turned out to be. */
public sealed interface Decoded {
    /** Where it came from, as its IP header says. */
    Ip source();

    /** An advert, whole and authentic. */
    record Valid(Ip source, int ttl, Advert advert, ChecksumForm checksum) implements Decoded {}

    /**
     * No advert for the instance.
     *
     * @param detail what was expected and what was found, never the content of an authentication field
     */
    record Invalid(Ip source, RejectReason reason, String detail) implements Decoded {}
}
