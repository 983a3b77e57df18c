package io.keepsake.replay.export;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.Moment;
import io.keepsake.history.fold.FoldStep.Folded;
import io.keepsake.history.show.Counted;
import io.keepsake.world.ScenarioNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of one run of one node as a scenario file: the state before it, then every event at its moment and with its
 * index. It passes as a test where the core decides as it did.
 */
public final class ScenarioForm {
    /** The part cannot be written as a scenario. */
    public static final class NotWhole extends IOException {
        private static final long serialVersionUID = 1L;

        NotWhole(String why) {
            super("no scenario can be made of this part: " + why + "; choose a part beside it");
        }
    }

    private final OutputStream out;
    private final ScenarioNode node = new ScenarioNode(this::compare);
    private final List<String> block = new ArrayList<>();
    private @Nullable Turn recorded;
    private @Nullable String difference;
    private long run;
    private long now;
    private long turns;

    /** @param comment stands at the head of the file */
    public ScenarioForm(OutputStream out, List<String> comment) throws IOException {
        this.out = out;
        for (var line : comment) {
            write("# " + line + "\n");
        }
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The next turn. */
    public void take(Folded folded) throws IOException {
        var before = folded.before();
        if (before == null) {
            throw new NotWhole("the state before " + folded.run() + "#"
                    + folded.turn().recorded().index() + " is not known");
        }
        if (turns == 0) {
            begin(folded.run(), before, folded.turn());
        } else if (folded.run() != run) {
            throw new NotWhole("another run begins in it, run " + folded.run());
        }
        var turn = folded.turn();
        recorded = turn;
        long at = turn.recorded().at().nanos();
        if (at != now) {
            block.add("stall " + TextSink.seconds(at - now));
            node.stall(at - now);
            now = at;
        }
        var event = turn.recorded().event() instanceof Checkpoint
                ? new Checkpoint(List.of(), 0)
                : turn.recorded().event();
        block.add(EventText.print(event));
        node.tell(event);
        turns++;
        if (!turn.decisions().isEmpty()) {
            flush();
        }
    }

    private void begin(long first, NodeState state, Turn turn) throws IOException {
        run = first;
        now = turn.recorded().at().nanos();
        var resume = "resume at=" + TextSink.seconds(now) + " index="
                + turn.recorded().index();
        if (state.equals(NodeState.INITIAL)) {
            block.add(resume);
        } else {
            var checkpoint = state.checkpoint();
            block.add(resume + " fingerprint=" + checkpoint.fingerprint());
            block.addAll(checkpoint.state());
        }
        node.resume(state, new Moment(now), turn.recorded().index());
        flush();
    }

    private void compare(NodeState before, Turn made, NodeState after) {
        var then = recorded;
        if (difference == null
                && then != null
                && !(made.decisions().equals(then.decisions()) && made.effects().equals(then.effects()))) {
            difference = run + "#" + then.recorded().index();
        }
    }

    private void flush() throws IOException {
        write("\n");
        for (var line : block) {
            write(line + "\n");
        }
        block.clear();
        write("----\n" + node.report());
    }

    /** Nothing more comes; what was written, in words. */
    public String end() throws IOException {
        if (turns == 0) {
            throw new NotWhole("nothing is recorded in it");
        }
        if (!block.isEmpty()) {
            flush();
        }
        return Counted.of(turns, "event")
                + (difference == null
                        ? ""
                        : "; this version decides otherwise than it was recorded, first at " + difference
                                + ": the file has what this version decides");
    }
}
