package io.keepsake.web.index;

/**
 * One line of the timeline of one node.
 *
 * @param subject what it is about: an instance, an address, a link, a real server; empty for the whole node
 * @param of what the subject belongs to: the instance of an address, the virtual server of a real server; or empty
 */
public record Lane(Kind kind, String subject, String of) {

    /** What a lane tells. Spans last until the next point of the lane; the others are single points. */
    public enum Kind {
        /** Spans of {@link io.keepsake.core.value.Role}. */
        ROLE(true),
        /** Whether the kernel has a virtual address. */
        ADDRESS(true),
        /** Adverts of others. */
        HEARD(false),
        /** Adverts of our own. */
        SENT(false),
        /** What else an instance decided, heard or sent. */
        NOTE(false),
        /** Whether a virtual server has its quorum. */
        QUORUM(true),
        /** Whether a real server takes part. */
        SERVER(true),
        /** Checks of a real server. */
        CHECK(false),
        /** Changes of the IPVS table. */
        IPVS(false),
        /** Whether a link is up. */
        LINK(true),
        /** The director itself: starts, configurations, stalls, gaps. */
        PROCESS(false);

        private final boolean spans;

        Kind(boolean spans) {
            this.spans = spans;
        }

        public boolean spans() {
            return spans;
        }
    }

    /** In a lane of spans: nothing is known from here on. */
    public static final int UNKNOWN = 8;

    /** In a lane of spans that has but two states. */
    public static final int NO = 0;

    public static final int YES = 1;

    public static Lane process() {
        return new Lane(Kind.PROCESS, "", "");
    }

    public static Lane ipvs() {
        return new Lane(Kind.IPVS, "", "");
    }

    static Lane of(Kind kind, String subject) {
        return new Lane(kind, subject, "");
    }
}
