package io.keepsake.core.event;

import io.keepsake.core.value.Advert;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;

/** What the VRRP sockets heard. */
public sealed interface VrrpEvent extends Event {
    InstanceName instance();

    /**
     * A well-formed advert arrived: length, type, TTL, checksum and authentication are in order. Whether it counts is
     * for the core to say.
     *
     * @param ttl the TTL or hop limit it arrived with
     * @param lateNanos from the kernel's receive stamp to the moment it was taken up here, 0 or more: timers run from
     *     the arrival, so a pause of this process does not lengthen them
     * @param checksum which of the checksums in the field it carried
     * @param id the IPv4 identification, which a director takes from {@link #idOf} and keepalived counts up; 0 where
     *     there is none, as in IPv6
     */
    record AdvertReceived(
            InstanceName instance, Ip source, int ttl, long lateNanos, Advert advert, ChecksumForm checksum, int id)
            implements VrrpEvent {
        /** One with the usual checksum and no identification. */
        public AdvertReceived(InstanceName instance, Ip source, int ttl, long lateNanos, Advert advert) {
            this(instance, source, ttl, lateNanos, advert, ChecksumForm.USUAL, 0);
        }

        /** The same advert, taken up {@code nanos} after its arrival. */
        public AdvertReceived late(long nanos) {
            return new AdvertReceived(instance, source, ttl, nanos, advert, checksum, id);
        }

        /**
         * The IPv4 identification of the advert that the effect with this index sends: the last 16 bits of the index, so
         * that the journal of whoever hears it names the event of whoever sent it. Never 0, for which the kernel would
         * put in one of its own.
         */
        public static int idOf(long effect) {
            int id = (int) (effect & 0xffff);
            return id == 0 ? 0xffff : id;
        }
    }

    /**
     * A packet for this instance's VRID was malformed or not authentic, and was dropped. One of another VRID is told of for
     * an instance that hears where it came.
     *
     * @param detail what was expected and what was found, never the content of an authentication field
     */
    record AdvertRejected(InstanceName instance, Ip source, RejectReason reason, String detail, long lateNanos)
            implements VrrpEvent {}

    /**
     * After a rejected packet so many more came of the same source and for the same reason, within a second: a flood is
     * counted, not kept.
     *
     * @param source the unspecified address for all sources beyond those that are told apart
     * @param count 1 or more
     */
    record AdvertsRejected(InstanceName instance, Ip source, RejectReason reason, long count) implements VrrpEvent {}
}
