package io.keepsake.fuzz;

import io.keepsake.core.NodeState;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import java.util.List;

/** The lines of a checkpoint, with the fingerprint that belongs to them. A state that comes of it gives itself back. */
public final class CheckpointTarget {
    private CheckpointTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        var lines = Text.of(input).lines().toList();
        Bounds.check(input.length, 1 << 20, 8_192, () -> read(lines));
    }

    private static void read(List<String> lines) {
        NodeState state;
        try {
            state = NodeState.of(new Checkpoint(lines, fingerprint(lines)));
        } catch (IllegalArgumentException refused) {
            return;
        }
        var again = NodeState.of(state.checkpoint());
        if (!again.equals(state)) {
            throw new AssertionError("a checkpoint does not give the state back:\n" + state + "\n" + again);
        }
    }

    /** As {@code NodeState} takes it. */
    private static long fingerprint(List<String> lines) {
        long hash = 0xcbf29ce484222325L;
        for (var line : lines) {
            for (int i = 0; i <= line.length(); i++) {
                hash = (hash ^ (i < line.length() ? line.charAt(i) : '\n')) * 0x100000001b3L;
            }
        }
        return hash;
    }
}
