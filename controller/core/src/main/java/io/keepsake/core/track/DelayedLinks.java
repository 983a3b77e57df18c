package io.keepsake.core.track;

import io.keepsake.core.config.LinkDelay;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.SortedTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What counts of the links in {@code interface_up_down_delays}: a loss and a return count when they have lasted. A link
 * that is gone counts as gone at once, and one that comes as what it is. Immutable.
 */
record DelayedLinks(List<LinkDelay> delays, SortedTable<InterfaceName, Counted> states) {
    DelayedLinks {
        delays = List.copyOf(delays);
    }

    /**
     * A link that is there.
     *
     * @param usable whether it counts as usable
     * @param since when it became the opposite, which does not count yet; NEVER while it is as it counts
     * @param index of the event that told that; 0 for none
     */
    record Counted(boolean usable, Moment since, long index) {
        static Counted as(boolean usable) {
            return new Counted(usable, Moment.NEVER, 0);
        }

        boolean pending() {
            return !since.equals(Moment.NEVER);
        }
    }

    /** Every link counts as what it is. */
    static DelayedLinks begun(List<LinkDelay> delays, LinkTable links) {
        return new DelayedLinks(delays, SortedTable.empty()).reloaded(delays, links);
    }

    /** What goes on under other delays, which count from when it began; a link that had none counts as what it is. */
    DelayedLinks reloaded(List<LinkDelay> next, LinkTable links) {
        SortedTable<InterfaceName, Counted> kept = SortedTable.empty();
        for (var delay : next) {
            var state = states.get(delay.link());
            var link = links.link(delay.link());
            if (link.isPresent()) {
                kept = kept.with(
                        delay.link(), state == null ? Counted.as(link.get().usable()) : state);
            }
        }
        return new DelayedLinks(next, kept);
    }

    /** Whether packets can pass the link, as far as that counts. */
    boolean usable(InterfaceName name, LinkTable links) {
        var state = states.get(name);
        return state == null ? links.link(name).filter(Link::usable).isPresent() : state.usable();
    }

    /** Links are others than before; the same object when nothing of it concerns this. */
    Step<DelayedLinks> after(LinkEvent event, LinkTable links, Moment now, long index) {
        Step<DelayedLinks> step = Step.to(this);
        for (var delay : concerned(event)) {
            var one = step.next().after(delay, links, now, index);
            step = Step.joined(step, one);
        }
        return step;
    }

    private List<LinkDelay> concerned(LinkEvent event) {
        return switch (event) {
            case LinkEvent.KernelRead _ -> delays;
            case LinkEvent.LinkSeen e -> of(e.link().name());
            case LinkEvent.LinkGone e -> of(e.link());
            case LinkEvent.AddressSeen _, LinkEvent.AddressGone _ -> List.of();
        };
    }

    private List<LinkDelay> of(InterfaceName link) {
        return delays.stream().filter(d -> d.link().equals(link)).toList();
    }

    private Step<DelayedLinks> after(LinkDelay delay, LinkTable links, Moment now, long index) {
        var name = delay.link();
        var link = links.link(name).orElse(null);
        var state = states.get(name);
        if (link == null || state == null) {
            return Step.to(with(name, link == null ? null : Counted.as(link.usable())));
        }
        if (link.usable() == state.usable()) {
            return state.pending()
                    ? Step.to(with(name, Counted.as(state.usable())))
                            .decided(new Decision.LinkChangePassed(name, state.usable(), state.index()))
                    : Step.to(this);
        }
        long nanos = delay.nanos(link.usable());
        if (nanos == 0) {
            return Step.to(with(name, Counted.as(link.usable())));
        }
        return state.pending()
                ? Step.to(this)
                : Step.to(with(name, new Counted(state.usable(), now, index)))
                        .decided(new Decision.LinkChangeDelayed(name, link.usable(), now.plus(nanos)));
    }

    private DelayedLinks with(InterfaceName name, @Nullable Counted state) {
        return new DelayedLinks(delays, state == null ? states.without(name) : states.with(name, state));
    }

    /** The earliest moment at which a loss or a return begins to count. */
    Moment deadline() {
        var earliest = Moment.NEVER;
        for (var delay : delays) {
            earliest = earliest.earlierOf(due(delay));
        }
        return earliest;
    }

    private Moment due(LinkDelay delay) {
        var state = states.get(delay.link());
        return state == null || !state.pending() ? Moment.NEVER : state.since().plus(delay.nanos(!state.usable()));
    }

    /** The links whose loss or return begins to count. */
    List<InterfaceName> due(Moment now) {
        return delays.stream()
                .filter(delay -> now.reaches(due(delay)))
                .map(LinkDelay::link)
                .toList();
    }

    /** These have lasted, and count. */
    Step<DelayedLinks> onDue(List<InterfaceName> due) {
        Step<DelayedLinks> step = Step.to(this);
        for (var name : due) {
            var state = states.get(name);
            if (state != null) {
                step = step.decided(new Decision.LinkChangeCounts(name, !state.usable(), state.index()))
                        .toward(step.next().with(name, Counted.as(!state.usable())));
            }
        }
        return step;
    }

    /** One line a link that is there, for a checkpoint. */
    List<String> print() {
        var lines = new ArrayList<String>();
        states.forEach((name, state) -> {
            var out = new TextSink("DelayedLink");
            out.name("link", name.value());
            out.flag("usable", state.usable());
            out.moment("since", state.since());
            out.index("told", state.index());
            lines.add(out.toString());
        });
        return lines;
    }

    /** Reads what {@link #print} wrote; lines of other kinds are passed over. */
    static DelayedLinks parse(List<LinkDelay> delays, List<String> lines) {
        SortedTable<InterfaceName, Counted> found = SortedTable.empty();
        for (var line : lines) {
            if (TextSource.kind(line).equals("DelayedLink")) {
                var in = TextSource.of(line);
                var name = new InterfaceName(in.name("link"));
                found = found.with(name, new Counted(in.flag("usable"), in.moment("since"), in.index("told")));
            }
        }
        return new DelayedLinks(delays, found);
    }
}
