package io.keepsake.history.cluster;

import java.util.List;

/**
 * Something that should not have been, or nearly.
 *
 * @param of the title of a group, or the name of a node
 * @param length how long it lasted
 * @param nodes whom it is about
 * @param text what happened, in one sentence without the time and the length
 * @param evidence the events that show it
 */
public record Incident(
        Kind kind,
        String of,
        Stamp from,
        Stamp to,
        Span length,
        List<String> nodes,
        String text,
        List<Stamp> evidence) {
    public Incident {
        nodes = List.copyOf(nodes);
        evidence = List.copyOf(evidence);
    }

    /** What kind; the first ones concern who uses the address, the next its servers. */
    public enum Kind {
        TWO_MASTERS("two masters", true),
        NOBODY("nobody", true),
        MASTER_WITHOUT_ADDRESS("master without address", true),
        ADDRESS_WITHOUT_MASTERSHIP("address without mastership", true),
        TAKEOVER_WITHOUT_GARP("takeover without gratuitous ARP", true),
        FLAPPING("flapping", true),
        QUORUM_LOST("virtual server without its quorum", true),
        SERVER_FLAPPING("real server flapping", true),
        SERVER_DOWN("real server down", true),
        IPVS_DRIFT("IPVS table changed by somebody else", true),
        REJECTED("adverts rejected", true),
        SEND_FAILED("adverts not sent", true),
        DIRECTOR_DIED("director ended without a word", true),
        STALLED("director stood still", false),
        LATE("director late", false),
        BACKUP_IN_FAULT("backup in fault", false),
        RECORD_MISSING("record missing", false),
        CLOCK_STEPPED("wall clock set", false),
        NEAR_MISS("near miss", false);

        private final String words;
        private final boolean counts;

        Kind(String words, boolean counts) {
            this.words = words;
            this.counts = counts;
        }

        /** In words. */
        public String words() {
            return words;
        }

        /** Whether a window with one of it was not in order. */
        public boolean counts() {
            return counts;
        }
    }
}
