package io.keepsake.history.explain;

import io.keepsake.core.event.IpvsEvent;
import io.keepsake.history.show.Spans;

/** What was done to a machine by somebody else than its director, in words. */
public final class OthersHand {
    private OthersHand() {}

    /** What was done to the IPVS table, as a verb and its objects: {@code removed service tcp:10.0.0.100:80}. */
    public static String onIpvs(IpvsEvent event) {
        return switch (event) {
            case IpvsEvent.ServiceGone e -> "removed service " + e.service();
            case IpvsEvent.ServiceSeen e ->
                "added or changed service " + e.service().key();
            case IpvsEvent.DestinationGone e -> "removed " + e.destination() + " from " + e.service();
            case IpvsEvent.DestinationSeen e ->
                "set " + e.destination().endpoint() + " in " + e.service() + " to weight "
                        + e.destination().weight();
            case IpvsEvent.IpvsRead _, IpvsEvent.IpvsUnavailable _ -> "changed the table";
        };
    }

    /** What a wall clock that went forward comes from; only somebody who sets it makes it go back. */
    public enum Forward {
        SET,
        SUSPENDED,
        /** Both look the same to whom it happens. */
        EITHER
    }

    /**
     * A step of the wall clock, as a sentence.
     *
     * @param whose behind "the wall clock", with a space before it; empty where there is one only
     * @param nanos how far it went against the monotonic clock
     */
    public static String onWallClock(String whose, long nanos, Forward forward) {
        var far = Spans.print(Math.abs(nanos));
        var how = nanos < 0
                ? "was set back by " + far
                : switch (forward) {
                    case SET -> "was set forward by " + far;
                    case SUSPENDED -> "went forward by " + far + " while the machine was suspended";
                    case EITHER -> "went forward by " + far + ": it was set, or the machine was suspended";
                };
        return "the wall clock" + whose + " " + how + "; timers do not follow it";
    }
}
