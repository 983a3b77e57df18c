package io.keepsake.replay.verify;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.FoldStep.Folded;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.fold.Window;
import io.keepsake.history.state.StateRows;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The first decision that this build takes otherwise than it was taken. Of effects and states {@link Verification} tells.
 *
 * @param run of it; 0 when there is none
 * @param turn as recorded; null when there is none
 * @param recorded what was decided then; null for nothing
 * @param recomputed what this build decides; null for nothing
 * @param before what this build knew before it, of what the decision is about
 * @param stateDiffers the checkpoint before it where this build knew something else already; 0 when there is none
 * @param decisions how many were compared and are the same
 * @param missing whether there were turns of which nothing can be said
 */
public record FirstDecision(
        long run,
        @Nullable Turn turn,
        @Nullable Decision recorded,
        @Nullable Decision recomputed,
        SequencedMap<String, String> before,
        long stateDiffers,
        long decisions,
        boolean missing) {

    /** Reads a window until it finds one. */
    public static FirstDecision in(JournalReader reader, Window window) throws JournalFailure {
        window.seekState(reader);
        var fold = new JournalFold(reader);
        long decisions = 0;
        long differs = 0;
        boolean missing = false;
        for (var step = fold.next(); step != null; step = fold.next()) {
            switch (step) {
                case FoldStep.Began(var run) -> {
                    differs = 0;
                    if (window.endsBefore(run.run())) {
                        return none(decisions, missing);
                    }
                }
                case Folded folded -> {
                    if (window.endsBefore(folded.run(), folded.turn())) {
                        return none(decisions, missing);
                    }
                    differs = differs == 0 ? differs(folded) : differs;
                    if (window.holds(folded.run(), folded.turn())) {
                        missing |= folded.reduced() == null;
                        if (isOther(folded)) {
                            return of(folded, differs, decisions, missing);
                        }
                        decisions += folded.turn().decisions().size();
                    }
                }
                case FoldStep.Refused _, FoldStep.Lost _ -> missing = true;
            }
        }
        return none(decisions, missing);
    }

    private static boolean isOther(Folded folded) {
        var reduced = folded.reduced();
        return reduced != null
                && !folded.turn().decisions().equals(reduced.turn().decisions());
    }

    /** The index of a checkpoint that holds another state than this build has; 0 of any other turn. */
    private static long differs(Folded folded) {
        var reduced = folded.reduced();
        return reduced != null
                        && folded.turn().recorded().event() instanceof Checkpoint checkpoint
                        && checkpoint.fingerprint()
                                != reduced.next().checkpoint().fingerprint()
                ? folded.turn().recorded().index()
                : 0;
    }

    private static FirstDecision none(long decisions, boolean missing) {
        return new FirstDecision(0, null, null, null, new LinkedHashMap<>(), 0, decisions, missing);
    }

    private static FirstDecision of(Folded folded, long differs, long decisions, boolean missing) {
        var theirs = folded.turn().decisions();
        var ours = Objects.requireNonNull(folded.reduced()).turn().decisions();
        int at = 0;
        while (at < theirs.size() && at < ours.size() && theirs.get(at).equals(ours.get(at))) {
            at++;
        }
        var recorded = at < theirs.size() ? theirs.get(at) : null;
        var recomputed = at < ours.size() ? ours.get(at) : null;
        return new FirstDecision(
                folded.run(),
                folded.turn(),
                recorded,
                recomputed,
                rows(folded.before(), folded.turn(), subjects(recorded, recomputed)),
                differs,
                decisions + at,
                missing);
    }

    private static List<String> subjects(@Nullable Decision... decisions) {
        var subjects = new ArrayList<String>();
        for (var decision : decisions) {
            switch (decision) {
                case Decision.OfInstance of -> subjects.add(of.instance().value());
                case Decision.OfServer of -> subjects.add(of.server().value());
                case Decision.OfLink of -> subjects.add(of.link().value());
                case Decision.OfScript _, Decision.OfGroup _, Decision.OfProcess _ -> {}
                case null -> {}
            }
        }
        return subjects;
    }

    private static SequencedMap<String, String> rows(@Nullable NodeState before, Turn turn, List<String> subjects) {
        var rows = new LinkedHashMap<String, String>();
        if (before != null) {
            StateRows.of(before, turn.recorded().at()).forEach((row, value) -> {
                if (subjects.stream().anyMatch(subject -> row.equals(subject) || row.startsWith(subject + " "))) {
                    rows.put(row, value);
                }
            });
        }
        return rows;
    }
}
