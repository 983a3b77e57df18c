package io.keepsake.adapter.netlink.nftables;

import io.keepsake.adapter.netlink.nftables.wire.Element;
import io.keepsake.adapter.netlink.nftables.wire.TableId;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.value.Block;
import java.util.List;

/** What the thread of the packet filter is asked for. */
sealed interface Request {
    /** To read these tables, and to tell what stands there and in all that were asked for before. */
    record Read(List<String> tables) implements Request {}

    /** A change, and the index of the effect that asks for it. */
    sealed interface Change extends Request {
        long effect();

        Block.Key key();

        default TableId table() {
            return new TableId(key().ip().family(), key().table());
        }

        default Element element() {
            return Element.of(key());
        }

        /** The answer to one that was not made. */
        default EffectFailed failed(int errno, String why) {
            return new EffectFailed(effect(), errno, "nftables: " + verb() + " " + key() + ": " + why);
        }

        private String verb() {
            return switch (this) {
                case Add _ -> "block";
                case Remove _ -> "unblock";
            };
        }
    }

    record Add(long effect, Block block) implements Change {
        @Override
        public Block.Key key() {
            return block.key();
        }
    }

    record Remove(long effect, Block.Key key) implements Change {}

    /** The change that is requested; one that another adapter makes is a mistake of the caller. */
    static Request of(long effect, Effect.Change change) {
        return switch (change) {
            case Effect.AddBlock(var block) -> new Add(effect, block);
            case Effect.RemoveBlock(var key) -> new Remove(effect, key);
            case Effect.JoinGroup _,
                    Effect.AddAddress _,
                    Effect.RemoveAddress _,
                    Effect.AddRouting _,
                    Effect.RemoveRouting _,
                    Effect.SetPromotion _,
                    Effect.ProgramIpvs _ ->
                throw new IllegalArgumentException("nftables: expected a block, was " + change);
        };
    }
}
