package io.keepsake.core.vrrp;

import io.keepsake.core.link.LinkTable;
import io.keepsake.core.track.TrackTable;
import io.keepsake.core.value.Moment;

/**
 * What one event is to all instances: links and conditions before it and with it, and its stamp.
 *
 * @param before links and addresses before the event
 * @param links links and addresses with the event
 * @param wasTracked conditions before the event
 * @param tracked conditions with the event
 * @param now when the event was accepted
 * @param index the event's index
 */
public record Facts(
        LinkTable before, LinkTable links, TrackTable wasTracked, TrackTable tracked, Moment now, long index) {

    /** An event that says nothing of links and conditions. */
    public static Facts still(LinkTable links, TrackTable tracked, Moment now, long index) {
        return new Facts(links, links, tracked, tracked, now, index);
    }
}
