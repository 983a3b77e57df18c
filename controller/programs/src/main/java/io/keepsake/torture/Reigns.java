package io.keepsake.torture;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Who was master of one virtual router, as its adverts tell by the stamps of the kernel.
 *
 * @param adverts in the order of their stamps, without goodbyes
 */
record Reigns(VirtualRouter router, List<Spoken> adverts) {

    /**
     * An advert.
     *
     * @param node whose, from 0
     */
    record Spoken(int node, Instant at) {}

    private record Reign(int node, Instant from, Instant to) {
        Duration overlap(Reign other) {
            var from = this.from.isAfter(other.from) ? this.from : other.from;
            var to = this.to.isBefore(other.to) ? this.to : other.to;
            return Duration.between(from, to);
        }
    }

    Reigns {
        adverts = List.copyOf(adverts);
    }

    /** The longest time between two moments in which nobody spoke. */
    Duration longestSilence(Instant from, Instant to) {
        var longest = Duration.ZERO;
        var last = from;
        for (var advert : adverts) {
            if (advert.at.isAfter(last) && advert.at.isBefore(to)) {
                longest = longer(longest, Duration.between(last, advert.at));
                last = advert.at;
            }
        }
        return longer(longest, Duration.between(last, to));
    }

    /** The longest time in which two spoke. */
    Duration longestDispute() {
        var reigns = new ArrayList<Reign>();
        for (int node = 0; node < Cluster.NODES; node++) {
            addReigns(node, reigns);
        }
        var longest = Duration.ZERO;
        for (var one : reigns) {
            for (var other : reigns) {
                if (one.node < other.node) {
                    longest = longer(longest, one.overlap(other));
                }
            }
        }
        return longest;
    }

    /** A reign ends where its adverts do for more than two intervals. */
    private void addReigns(int node, List<Reign> reigns) {
        var stamps = adverts.stream()
                .filter(advert -> advert.node == node)
                .map(Spoken::at)
                .sorted(Comparator.naturalOrder())
                .toList();
        int begin = 0;
        for (int i = 0; i < stamps.size(); i++) {
            boolean ends = i + 1 == stamps.size()
                    || Duration.between(stamps.get(i), stamps.get(i + 1))
                                    .compareTo(router.interval().multipliedBy(2))
                            > 0;
            if (ends) {
                reigns.add(new Reign(node, stamps.get(begin), stamps.get(i)));
                begin = i + 1;
            }
        }
    }

    /** Whether the last three adverts after {@code since} are of the node that should be master. */
    boolean settled(Instant since) {
        var after = adverts.stream().filter(advert -> advert.at.isAfter(since)).toList();
        return after.size() >= 3
                && after.subList(after.size() - 3, after.size()).stream()
                        .allMatch(advert -> advert.node == router.owner());
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) >= 0 ? one : other;
    }
}
