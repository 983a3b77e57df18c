package io.keepsake.replay.export;

import io.keepsake.history.cluster.MergedTurns.Placed;
import java.io.IOException;

/** A form in which the turns of several nodes leave, in one order. Holds no turn that it was given. */
public interface Form {
    /** What is before the part that is asked for, in its order: what stands at its beginning follows from it. */
    void before(Placed placed);

    /** The next of what is asked for. */
    void take(Placed placed) throws IOException;

    /** Nothing more comes; what was written, in words. */
    String end() throws IOException;
}
