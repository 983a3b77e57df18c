package io.keepsake.replay.bisect;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Why;
import io.keepsake.core.text.EventText;
import io.keepsake.history.show.Clock;
import io.keepsake.history.show.Counted;
import io.keepsake.history.show.Spans;
import io.keepsake.history.show.TextLines;
import io.keepsake.replay.bisect.Finding.Kind;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What is told of a bisection, in lines for people. */
public final class BisectText {
    private static final int SHOWN = 5;
    private static final int LONG_LINE = 300;

    private final Bisection all;
    private final Target target;
    private final Clock clock;
    private final Consumer<String> out;

    /** @param clock by which times are told */
    public BisectText(Bisection all, Clock clock, Consumer<String> out) {
        this.all = all;
        this.target = all.target();
        this.clock = clock;
        this.out = out;
    }

    /** Tells all of it: the decision, how it was tried, and which events it needs. */
    public void tell() {
        out.accept(event(target.turn()));
        out.accept("  decided " + target.run() + "#" + target.index() + " " + EventText.print(target.decision()));
        var control = all.controlNanos();
        if (control == null) {
            out.accept(
                    "cannot tell: the recorded events, played again from " + cite(first()) + ", do not lead to this");
            return;
        }
        out.accept("played again from " + cite(first()) + " in an open loop, which gives it "
                + shift(control, "at the same time")
                + "; who sent adverts until then goes on for " + Spans.print(all.horizonNanos()));
        if (!all.findings().isEmpty()) {
            out.accept(tried());
        }
        if (all.stalls() > 0) {
            out.accept("the director stood still " + Counted.of(all.stalls(), "time")
                    + " meanwhile: that is left as it was");
        }
        out.accept("");
        needed();
        some("only moves it: ", all.moving());
    }

    private long first() {
        return all.part().turns().getFirst().recorded().index();
    }

    private String tried() {
        var before = all.untried() == 0 ? "" : "; " + all.untried() + " before them were not tried";
        return "left out, one after the other: " + Counted.of(all.findings().size(), "cause") + " since " + since()
                + before;
    }

    private String since() {
        return cite(Math.max(first(), target.from()));
    }

    private void needed() {
        var needed = all.needed();
        if (!needed.isEmpty()) {
            one("first cause: ", needed.getFirst());
            some("also: ", needed.subList(1, needed.size()));
            silence();
            return;
        }
        out.accept(
                all.findings().isEmpty()
                        ? "no single cause: nothing that could be left out is recorded since " + since()
                                + "; how a run starts is never left out"
                        : "no single cause: " + target.instance() + " becomes " + target.is()
                                + " whichever of them is left out");
        silence();
        all.together().stream().filter(f -> f.kind() != Kind.SAME).forEach(this::together);
    }

    /** What is no event: that nothing came. */
    private void silence() {
        var timer = timer();
        if (timer != null) {
            out.accept(
                    "its Master_Down_Timer ran out: no advert was heard that would have put it off after it was set by "
                            + cite(timer.armedBy()) + armedBy(timer));
        }
    }

    private void together(Finding finding) {
        var cause = finding.cause();
        var first = cause.first().recorded();
        out.accept("all " + cause.turns().size() + " " + Cause.set(first.event()) + " together, " + cite(first.index())
                + " to " + cite(cause.last().recorded().index()));
        out.accept("  without them " + without(finding));
    }

    /** The timer that ran out, where that led to the decision. */
    private Why.@Nullable DownTimer timer() {
        return target.decision() instanceof Decision.BecameMaster(var _, var _, Why.MasterDownExpired(var timer))
                ? timer
                : null;
    }

    private String armedBy(Why.DownTimer timer) {
        return all.part().turns().stream()
                .filter(turn -> turn.recorded().index() == timer.armedBy())
                .findFirst()
                .map(turn -> " " + EventText.print(turn.recorded().event()))
                .orElse("");
    }

    private void some(String label, List<Finding> findings) {
        findings.stream().limit(SHOWN).forEach(finding -> one(label, finding));
        if (findings.size() > SHOWN) {
            out.accept(label + (findings.size() - SHOWN) + " more");
        }
    }

    private void one(String label, Finding finding) {
        var turns = finding.cause().turns();
        out.accept(label + event(finding.cause().first()) + more(turns));
        out.accept("  without " + (turns.size() == 1 ? "it " : "them ") + without(finding));
    }

    private String more(List<Turn> turns) {
        return turns.size() == 1
                ? ""
                : ", and " + (turns.size() - 1) + " more to "
                        + cite(turns.getLast().recorded().index());
    }

    private String without(Finding finding) {
        if (finding.kind() == Kind.MOVED) {
            return target.instance() + " becomes " + target.is() + " " + shift(finding.shiftNanos(), "");
        }
        var role = finding.role();
        var does = role == target.is() ? " does not leave " : role == target.was() ? " stays " : " is ";
        return target.instance() + does + role + ", as far as was played";
    }

    private static String shift(long nanos, String none) {
        return nanos == 0 ? none : Spans.print(Math.abs(nanos)) + (nanos < 0 ? " earlier" : " later");
    }

    private String cite(long index) {
        return target.run() + "#" + index;
    }

    private String event(Turn turn) {
        var line = TextLines.event(target.run(), turn, clock);
        return line.length() <= LONG_LINE ? line : line.substring(0, LONG_LINE) + "...";
    }
}
