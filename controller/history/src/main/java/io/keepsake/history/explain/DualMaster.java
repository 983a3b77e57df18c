package io.keepsake.history.explain;

import io.keepsake.core.event.Decision.LowerMasterHeard;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.Moment;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Counted;
import io.keepsake.history.show.Spans;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A time in which a master heard another master: split brain, as far as one node can see it. */
final class DualMaster {
    /** So long after the last advert of the other it counts as over. */
    private static final long OVER_NANOS = 10_000_000_000L;

    private final LowerMasterHeard heard;
    private final Recorded first;
    private Recorded last;
    private long adverts = 1;

    private DualMaster(LowerMasterHeard heard, Recorded first) {
        this.heard = heard;
        this.first = first;
        this.last = first;
    }

    /** The dualMaster that goes on with this advert; what ended before is told. */
    static DualMaster heard(@Nullable DualMaster before, LowerMasterHeard heard, Recorded recorded, Runnable endBefore) {
        if (before != null && before.heard.source().equals(heard.source()) && !before.isOver(recorded.at())) {
            before.last = recorded;
            before.adverts++;
            return before;
        }
        endBefore.run();
        return new DualMaster(heard, recorded);
    }

    boolean isOver(Moment now) {
        return now.since(last.at()) > OVER_NANOS;
    }

    /** @param end what ended it, in words */
    void tell(String end, LongFunction<String> cite, Consumer<String> out) {
        if (adverts == 1) {
            out.accept(heard.instance() + " heard another master once, at " + Clock.dated(first.wall()) + " ("
                    + cite.apply(first.index()) + "): an advert of " + heard.source() + " with priority "
                    + heard.theirs() + ", ours is " + heard.ours());
            out.accept("  so: the last word of a master that steps down; it was answered, and the addresses announced"
                    + " again");
            return;
        }
        out.accept("two masters of " + heard.instance() + " from " + Clock.dated(first.wall()) + " ("
                + cite.apply(first.index()) + ") to " + Clock.time(last.wall()) + " (" + cite.apply(last.index())
                + "), " + Spans.print(last.at().since(first.at())) + " at least");
        out.accept("  this node was master with priority " + heard.ours() + " and heard "
                + Counted.of(adverts, "advert") + " of " + heard.source() + " with priority " + heard.theirs());
        out.accept("  " + end);
        out.accept("  the other did not hear this node, or did not yield; its journal for this time tells which");
    }
}
