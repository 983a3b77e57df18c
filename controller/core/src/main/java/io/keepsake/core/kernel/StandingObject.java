package io.keepsake.core.kernel;

import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.AddBlock;
import io.keepsake.core.effect.Effect.AddRouting;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.RemoveBlock;
import io.keepsake.core.effect.Effect.RemoveRouting;
import io.keepsake.core.effect.Effect.SetPromotion;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Routing;
import java.util.Optional;

/**
 * Something that stands in the kernel by the will of this director. It has a key, which says what it is about; a rank,
 * by which things are made in order; and a whole value: one that differs in any part is another one, and not ours.
 */
public sealed interface StandingObject {
    Key key();

    /** The change that makes it. */
    Change making();

    /** What a change is about; at most one change of it is on its way. */
    sealed interface Key extends Comparable<Key> {
        /** Lower ones are made first: an advert needs its sockets, and an address follows the advert and its block. */
        int rank();

        @Override
        default int compareTo(Key other) {
            return switch (this) {
                case SocketsOf mine
                when other instanceof SocketsOf theirs -> mine.instance().compareTo(theirs.instance());
                case AddressAt mine
                when other instanceof AddressAt theirs -> mine.place().compareTo(theirs.place());
                case BlockOf mine
                when other instanceof BlockOf theirs -> mine.block().compareTo(theirs.block());
                case RoutingOf mine
                when other instanceof RoutingOf theirs ->
                    mine.what().text().compareTo(theirs.what().text());
                case PromotionOf mine
                when other instanceof PromotionOf theirs -> mine.link().compareTo(theirs.link());
                case SocketsOf _, BlockOf _, AddressAt _, RoutingOf _, PromotionOf _ ->
                    Integer.compare(rank(), other.rank());
            };
        }
    }

    /** The sockets of an instance, with their membership. */
    record SocketsOf(InstanceName instance) implements Key {
        @Override
        public int rank() {
            return 0;
        }
    }

    /** That packets to an address are dropped. */
    record BlockOf(Block.Key block) implements Key {
        @Override
        public int rank() {
            return 1;
        }
    }

    /** An address on a link. */
    record AddressAt(LinkAddress place) implements Key {
        @Override
        public int rank() {
            return 2;
        }
    }

    /** A route or a rule: its whole value, since one that differs in any part is another. */
    record RoutingOf(Routing what) implements Key {
        @Override
        public int rank() {
            return 3;
        }
    }

    /** That addresses of a link stay when the first of their network goes. */
    record PromotionOf(InterfaceName link) implements Key {
        @Override
        public int rank() {
            return 4;
        }
    }

    /** Membership of the group, or hearing from the peers, of one instance on one incarnation of its link. */
    record Membership(JoinGroup join) implements StandingObject {
        @Override
        public Key key() {
            return new SocketsOf(join.instance());
        }

        @Override
        public Change making() {
            return join;
        }
    }

    /** What keeps packets from an address whose master does not accept them. */
    record Blocked(Block block) implements StandingObject {
        @Override
        public Key key() {
            return new BlockOf(block.key());
        }

        @Override
        public Change making() {
            return new AddBlock(block);
        }
    }

    /** A virtual address of a master. */
    record Address(VirtualAddress address) implements StandingObject {
        @Override
        public Key key() {
            return new AddressAt(address.place());
        }

        @Override
        public Change making() {
            return new AddAddress(address);
        }
    }

    /** A route or rule of a master, or one that stands always. */
    record Entry(Routing what) implements StandingObject {
        @Override
        public Key key() {
            return new RoutingOf(what);
        }

        @Override
        public Change making() {
            return new AddRouting(what);
        }
    }

    /** What this change is about; nothing when it is none of a standing object. */
    static Optional<Key> keyOf(Change change) {
        return switch (change) {
            case JoinGroup c -> Optional.of(new SocketsOf(c.instance()));
            case AddAddress c -> Optional.of(new AddressAt(c.address().place()));
            case RemoveAddress c -> Optional.of(new AddressAt(c.address()));
            case AddBlock c -> Optional.of(new BlockOf(c.block().key()));
            case RemoveBlock c -> Optional.of(new BlockOf(c.block()));
            case AddRouting c -> Optional.of(new RoutingOf(c.what()));
            case RemoveRouting c -> Optional.of(new RoutingOf(c.what()));
            case SetPromotion c -> Optional.of(new PromotionOf(c.link()));
            case ProgramIpvs _ -> Optional.empty();
        };
    }
}
