package io.keepsake.replay.bisect;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.replay.bisect.Finding.Kind;
import io.keepsake.replay.whatif.Playback;
import io.keepsake.replay.whatif.Playback.Change;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A decision, and what becomes of it without each of its causes.
 *
 * @param controlNanos how much later than recorded it is taken with all events; null when it is not taken at all, and then
 *     nothing can be told
 * @param horizonNanos how long was played behind the decision
 * @param findings of each cause that was tried, by its first event; of a row that is needed its shortest end that is
 *     enough
 * @param together of all adverts of a source and all events of a kind, where no cause alone keeps it from being taken
 * @param untried how many causes there are before the first that was tried
 * @param stalls how often the director stood still in that time
 */
public record Bisection(
        Target target,
        Part part,
        @Nullable Long controlNanos,
        long horizonNanos,
        List<Finding> findings,
        List<Finding> together,
        int untried,
        long stalls) {
    private static final int TRIALS_MAX = 500;

    /** A decision that moves by less is the same. */
    private static final long SAME_NANOS = 50_000_000L;

    /** Where playing it again misses it by more it does not give it. */
    private static final long CONTROL_NANOS = 1_000_000_000L;

    /** Plays the part once with all events, and once without each cause. */
    public static Bisection of(Target target, Part part, ControllerConfig config) {
        var playback = new Playback(part.items(), config);
        var causes = Cause.of(part, target);
        int untried = Math.max(0, causes.size() - TRIALS_MAX);
        var tried = causes.subList(untried, causes.size());
        long stalls = part.turns().stream()
                .filter(turn -> turn.recorded().index() >= target.from()
                        && turn.recorded().event() instanceof LoopStalled)
                .count();
        long recorded = playback.place(target.index());
        var control = new Trials(playback, target, recorded).taken(playback.without(Set.of()));
        if (control == null || Math.abs(control.place() - recorded) > CONTROL_NANOS) {
            return new Bisection(
                    target, part, null, playback.horizonNanos(), List.of(), List.of(), causes.size(), stalls);
        }
        var trials = new Trials(playback, target, control.place());
        var findings = tried.stream()
                .map(trials::shortest)
                .sorted(Comparator.comparingLong(
                        finding -> finding.cause().first().recorded().index()))
                .toList();
        boolean found = findings.stream().anyMatch(finding -> finding.kind() == Kind.NOT_TAKEN);
        var together = found
                ? List.<Finding>of()
                : Cause.together(tried).stream().map(trials::without).toList();
        return new Bisection(
                target, part, control.place() - recorded, playback.horizonNanos(), findings, together, untried, stalls);
    }

    /** Whether the decision is taken with all events, played again. */
    public boolean isReproduced() {
        return controlNanos != null;
    }

    /** The causes without which it is not taken, by their first events. */
    public List<Finding> needed() {
        return of(findings, Kind.NOT_TAKEN);
    }

    /** The causes without which it is taken at another time. */
    public List<Finding> moving() {
        return of(findings, Kind.MOVED);
    }

    private static List<Finding> of(List<Finding> findings, Kind kind) {
        return findings.stream().filter(finding -> finding.kind() == kind).toList();
    }

    /**
     * What is played, and compared with one playing.
     *
     * @param place of the decision there
     */
    private record Trials(Playback playback, Target target, long place) {

        /** Of a cause without which it is not taken, the shortest end of the row that is enough. */
        Finding shortest(Cause cause) {
            var whole = without(cause);
            var found = whole;
            int enough = 0;
            int tooFew = whole.kind() == Kind.NOT_TAKEN ? cause.turns().size() : 1;
            while (enough + 1 < tooFew) {
                int middle = (enough + tooFew) / 2;
                var end = without(
                        new Cause(cause.turns().subList(middle, cause.turns().size())));
                if (end.kind() == Kind.NOT_TAKEN) {
                    found = end;
                    enough = middle;
                } else {
                    tooFew = middle;
                }
            }
            return found;
        }

        Finding without(Cause cause) {
            var changes = playback.without(cause.indexes());
            var role = changes.stream()
                    .filter(change -> change.instance().equals(target.instance()))
                    .reduce((_, last) -> last)
                    .map(Change::is)
                    .orElse(target.was());
            var taken = taken(changes);
            long shift = taken == null ? 0 : taken.place() - place;
            var kind = taken == null ? Kind.NOT_TAKEN : Math.abs(shift) > SAME_NANOS ? Kind.MOVED : Kind.SAME;
            return new Finding(cause, kind, shift, role);
        }

        /** The change that is the decision: the nearest of those to its role since the instance took the one it leaves. */
        @Nullable Change taken(List<Change> changes) {
            long since = target.from() > playback.firstIndex() ? playback.place(target.from() - 1) : Long.MIN_VALUE;
            return changes.stream()
                    .filter(change -> change.instance().equals(target.instance()) && change.is() == target.is())
                    .filter(change -> change.place() > since)
                    .min(Comparator.comparingLong(change -> Math.abs(change.place() - place)))
                    .orElse(null);
        }
    }
}
