package io.keepsake.core.event;

import io.keepsake.core.value.Block;
import java.util.List;

/** What was seen in the tables of the packet filter that are a director's own. */
public sealed interface FirewallEvent extends Event {
    /** All that stands in them: when a reading was asked for, and when somebody else changed them. Replaces all before. */
    record BlocksRead(List<Block> blocks) implements FirewallEvent {
        public BlocksRead {
            blocks = List.copyOf(blocks);
        }
    }
}
