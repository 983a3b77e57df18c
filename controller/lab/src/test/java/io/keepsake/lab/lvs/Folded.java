package io.keepsake.lab.lvs;

import io.keepsake.core.NodeState;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.daemon.report.TableReport;
import io.keepsake.history.fold.FoldStep;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.Journals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A journal folded to its end, also while the director writes. */
final class Folded {
    private Folded() {}

    /** The IPVS table at the end of the journal, as {@code ipvsadm -Sn} prints it, sorted: what {@code replay state} has. */
    static List<String> table(Path journal) {
        var state = NodeState.INITIAL;
        try (var reader = Journals.open(journal)) {
            var fold = new JournalFold(reader);
            for (var step = fold.next(); step != null; step = fold.next()) {
                if (step instanceof FoldStep.Folded folded && folded.reduced() != null) {
                    state = folded.reduced().next();
                }
            }
        } catch (JournalFailure e) {
            throw new IllegalStateException(journal + ": " + e.getMessage(), e);
        }
        return TableReport.lines(state).stream().sorted().toList();
    }

    /** The events and decisions of one kind, in their order. */
    static <E extends Event> List<E> events(Path journal, Class<E> kind) {
        var found = new ArrayList<E>();
        try (var reader = Journals.open(journal)) {
            var fold = new JournalFold(reader);
            for (var step = fold.next(); step != null; step = fold.next()) {
                if (step instanceof FoldStep.Folded folded) {
                    var turn = folded.turn();
                    Stream<Event> all = Stream.concat(
                            Stream.of(turn.recorded().event()),
                            turn.decisions().stream().map((Decision d) -> (Event) d));
                    all.filter(kind::isInstance).map(kind::cast).forEach(found::add);
                }
            }
        } catch (JournalFailure e) {
            throw new IllegalStateException(journal + ": " + e.getMessage(), e);
        }
        return found;
    }
}
