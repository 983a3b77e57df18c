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

    /** A time; one that ends before it begins is none. */
    record Span(Instant from, Instant to) {
        Duration length() {
            return to.isAfter(from) ? Duration.between(from, to) : Duration.ZERO;
        }

        private Span overlap(Span other) {
            return new Span(from.isAfter(other.from) ? from : other.from, to.isBefore(other.to) ? to : other.to);
        }
    }

    private record Reign(int node, Span span) {}

    Reigns {
        adverts = List.copyOf(adverts);
    }

    /** The times between two moments in which nobody spoke, in order. */
    List<Span> silences(Instant from, Instant to) {
        var silences = new ArrayList<Span>();
        var last = from;
        for (var advert : adverts) {
            if (advert.at.isAfter(last) && advert.at.isBefore(to)) {
                silences.add(new Span(last, advert.at));
                last = advert.at;
            }
        }
        silences.add(new Span(last, to));
        return silences;
    }

    /** The times in which two spoke. */
    List<Span> disputes() {
        var reigns = new ArrayList<Reign>();
        for (int node = 0; node < Cluster.NODES; node++) {
            addReigns(node, reigns);
        }
        var disputes = new ArrayList<Span>();
        for (var one : reigns) {
            for (var other : reigns) {
                if (one.node < other.node) {
                    disputes.add(one.span.overlap(other.span));
                }
            }
        }
        return disputes;
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
                reigns.add(new Reign(node, new Span(stamps.get(begin), stamps.get(i))));
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
}
