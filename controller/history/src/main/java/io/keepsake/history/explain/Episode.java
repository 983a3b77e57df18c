package io.keepsake.history.explain;

import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.Moment;

/** Things of one kind that come again and again, from the first of them to the last. */
final class Episode implements RecentFacts.Fact {
    private final Recorded first;
    private Recorded last;
    private long count = 1;
    private long longestGap;

    Episode(Recorded first) {
        this.first = first;
        this.last = first;
    }

    void again(Recorded recorded) {
        longestGap = Math.max(longestGap, recorded.at().since(last.at()));
        last = recorded;
        count++;
    }

    /** So many more than one came the last time. */
    void more(long times) {
        count += times;
    }

    /** Whether it did not come again for {@code nanos}. */
    boolean quiet(Moment now, long nanos) {
        return now.since(last.at()) > nanos;
    }

    Recorded first() {
        return first;
    }

    Recorded last() {
        return last;
    }

    long count() {
        return count;
    }

    long longestGap() {
        return longestGap;
    }

    @Override
    public Moment from() {
        return first.at();
    }

    @Override
    public Moment to() {
        return last.at();
    }

    /** {@code from 2026-11-22 03:12:05Z (1#18) to 03:12:08Z (1#36)}, or {@code at ...} of a single one. */
    String span(NodeHistory node) {
        var begin = node.clock().dated(first.wall()) + " (" + node.cite(first.index()) + ")";
        return count == 1
                ? "at " + begin
                : "from " + begin + " to " + node.clock().time(last.wall()) + " (" + node.cite(last.index()) + ")";
    }
}
