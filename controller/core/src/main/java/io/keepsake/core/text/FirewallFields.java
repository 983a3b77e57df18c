package io.keepsake.core.text;

import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.FirewallEvent.BlocksRead;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.FirewallTable;
import java.util.List;

/** The fields of what the packet filter is told and shows. */
public final class FirewallFields {
    static final Codec<FirewallTable> TABLE = Codec.of(
            FirewallTable.class,
            FirewallTable::new,
            Field.text("table", FirewallTable::name),
            Field.integer("priority", FirewallTable::priority),
            Field.unusualFlag("counters", FirewallTable::counters),
            Field.unusualFlag("by_index", FirewallTable::byIndex));

    /** A block with everything about it. */
    public static final Codec<Block> BLOCK = Codec.of(
            Block.class,
            Block::new,
            Field.part(Block::table, TABLE),
            Field.ip("ip", Block::ip),
            Field.text("zone", Block::zone));

    static final Codec<Block.Key> KEY = Codec.of(
            Block.Key.class,
            Block.Key::new,
            Field.ip("ip", Block.Key::ip),
            Field.text("zone", Block.Key::zone),
            Field.text("table", Block.Key::table));

    static final List<Codec<? extends FirewallEvent>> EVENTS =
            List.of(Codec.of(BlocksRead.class, BlocksRead::new, Field.list("blocks", BlocksRead::blocks, BLOCK)));

    private FirewallFields() {}
}
