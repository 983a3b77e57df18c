package io.keepsake.history.explain;

import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.Why.Armed;
import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.history.explain.AdvertLog.Heard;
import io.keepsake.history.explain.RecentFacts.Happening;
import io.keepsake.history.explain.RecentFacts.Refusal;
import io.keepsake.history.show.Spans;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The time before a Master_Down_Timer ran out: what set it, what came meanwhile, and what can be concluded from this node
 * alone. All is gathered when it ran out; only what was read too late comes after.
 */
final class Silence {
    private static final long STOPPED_NANOS = 100_000_000L;

    private final NodeHistory node;
    private final DownTimer timer;
    private final Recorded end;
    private final @Nullable Heard setBy;
    private final @Nullable String regularity;
    private final List<Refusal> refused;
    private final String refusedText;
    private final List<Happening> stalls;
    private final List<Happening> steps;
    private final List<Happening> holes;

    /** An advert that had arrived before the takeover and was read after it. */
    record LateAdvert(long index, Ip source, Priority priority, Moment arrived, Instant arrivedWall) {}

    Silence(NodeHistory node, InstanceHistory history, Rejections rejections, DownTimer timer, Recorded end) {
        this.node = node;
        this.timer = timer;
        this.end = end;
        this.setBy = history.adverts().find(timer.armedBy());
        this.regularity = setBy == null ? null : history.regularity(setBy.source(), timer.armedBy());
        this.refused = history.refusals().within(timer.armedAt(), end.at());
        this.refusedText = refusedText(history, rejections);
        // The pause that set the timer ended when it was set, and belongs to it.
        this.stalls = node.stalls().within(timer.armedAt().plus(-1), end.at());
        this.steps = node.steps().within(timer.armedAt(), end.at());
        this.holes = node.holes().within(timer.armedAt(), end.at());
    }

    /** What is to be said of it. */
    List<String> lines(List<LateAdvert> readLater) {
        var lines = new ArrayList<String>();
        if (timer.armed() == Armed.OWNER_START) {
            return lines;
        }
        lines.add("    " + sum());
        if (regularity != null && regular()) {
            lines.add("  before: " + regularity);
        }
        lines.add("  rejected or discarded in that time: " + refusedText);
        lines.add("  stalls of this process in that time: " + texts(stalls, ", ", "none"));
        if (!steps.isEmpty()) {
            lines.add("  steps of the wall clock in that time, which timers do not follow: " + texts(steps, ", ", ""));
        }
        conclusion(readLater, lines);
        return lines;
    }

    private boolean regular() {
        return switch (timer.armed()) {
            case ADVERT, PRIORITY_ZERO, STALLED -> true;
            case START,
                    ADDRESS_LOST,
                    FAULT_CLEARED,
                    OWNER_START,
                    GROUP_BACKUP,
                    GROUP_WAITS,
                    TIMER_EXPIRED,
                    DEMOTED,
                    HELD -> false;
        };
    }

    private static String texts(List<Happening> facts, String between, String none) {
        return facts.isEmpty() ? none : facts.stream().map(Happening::text).collect(Collectors.joining(between));
    }

    private String sum() {
        var skew = "skew " + TextSink.seconds(timer.skewNanos()) + " s";
        var intervals =
                timer.adverts() == 0 ? "" : timer.adverts() + " x " + TextSink.seconds(timer.intervalNanos()) + " s + ";
        long whole = timer.due().since(timer.armedAt());
        var equals = timer.adverts() == 0 ? "" : " = " + TextSink.seconds(whole) + " s";
        return intervals + skew + equals + " without an advert that counts; the loop woke "
                + Spans.print(end.at().since(timer.due())) + " after it was due";
    }

    private String refusedText(InstanceHistory history, Rejections rejections) {
        if (refused.isEmpty()) {
            return "none";
        }
        Map<String, List<Refusal>> groups = new LinkedHashMap<>();
        refused.forEach(r -> groups.computeIfAbsent(r.reason() + " of " + r.source(), _ -> new ArrayList<>())
                .add(r));
        return groups.entrySet().stream()
                .map(group -> {
                    var last = group.getValue().getLast();
                    return group.getValue().size() + " x " + group.getKey() + ": " + last.detail() + " ("
                            + cited(group.getValue())
                            + rejections.since(history.name(), last.source(), last.reason()) + ")";
                })
                .collect(Collectors.joining("; "));
    }

    private String cited(List<Refusal> refusals) {
        var first = node.cite(refusals.getFirst().index());
        return refusals.size() == 1 ? first : first + ".." + refusals.getLast().index();
    }

    private void conclusion(List<LateAdvert> readLater, List<String> lines) {
        var late = readLater.stream()
                .filter(advert -> advert.arrived().compareTo(timer.armedAt()) > 0)
                .toList();
        if (!late.isEmpty()) {
            lines.addAll(readTooLate(late));
            return;
        }
        var from = stalls.stream().map(Happening::from).reduce(timer.armedAt(), Moment::earlierOf);
        var collect = "    collect: the other node's journal, or a capture, for "
                + node.clock().dated(wall(from)) + " to " + node.clock().time(end.wall());
        if (!holes.isEmpty()) {
            lines.add("  cannot tell what else was heard: " + texts(holes, "; ", ""));
            lines.add(collect);
            return;
        }
        var verdict = new SilenceVerdict(timer.armed(), setBy, refused, stopped());
        verdict.sentences().forEach(sentence -> lines.add("  so: " + sentence));
        if (verdict.leavesOpen()) {
            lines.add(collect);
        }
    }

    private boolean stopped() {
        return stalls.stream().anyMatch(s -> s.to().since(s.from()) > STOPPED_NANOS);
    }

    private List<String> readTooLate(List<LateAdvert> late) {
        var lines = new ArrayList<String>();
        for (var advert : late) {
            lines.add("  read too late: the advert " + node.cite(advert.index()) + " of " + advert.source()
                    + " (priority " + advert.priority() + ") had arrived before, at "
                    + node.clock().time(advert.arrivedWall()));
        }
        boolean masters =
                late.stream().anyMatch(a -> setBy == null || a.source().equals(setBy.source()));
        boolean goodbye = late.stream().allMatch(a -> a.priority().equals(Priority.STOP));
        lines.add(
                goodbye
                        ? "  so: it was the goodbye of a master: this process was late, and the takeover was right"
                        : "  so: this process was late, "
                                + (masters ? "the master was not silent" : "another router was heard meanwhile"));
        return lines;
    }

    /** The wall clock at a moment of this run, reckoned from the end. */
    private Instant wall(Moment moment) {
        return end.wall().minusNanos(end.at().since(moment));
    }
}
