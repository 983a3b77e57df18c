package io.keepsake.world;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeReducer.Reduced;
import io.keepsake.core.NodeState;
import io.keepsake.core.event.Recorded;

/** What the directors of a world think with: the core, or one in which a bug was planted. */
public interface Core {
    /** The core as it is. */
    Core REAL = NodeReducer::reduce;

    /** Takes one event, as {@link NodeReducer#reduce}. */
    Reduced reduce(NodeState state, Recorded recorded);
}
