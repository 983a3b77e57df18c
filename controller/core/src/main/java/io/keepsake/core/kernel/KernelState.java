package io.keepsake.core.kernel;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.AddBlock;
import io.keepsake.core.effect.Effect.AddRouting;
import io.keepsake.core.effect.Effect.Change;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Effect.RemoveBlock;
import io.keepsake.core.effect.Effect.RemoveRouting;
import io.keepsake.core.effect.Effect.SetPromotion;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.link.RoutingTable;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.FirewallFields;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.FirewallTable;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Routing;
import io.keepsake.core.value.SortedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What was asked of the kernel about standing objects and not done yet, and the blocks that stand. Every change has a deadline: one that was not
 * answered by then asks for a fresh reading and is tried again, and so is one that failed, after a while.
 *
 * @param pending the last change of each object, by its key
 * @param byEffect the keys of those that were not answered, by the index of the effect
 * @param due the keys by the moment at which their time is over
 * @param blocks that stand for certain, as far as the kernel showed or said; one that is to go is none any more
 */
public record KernelState(
        SortedTable<StandingObject.Key, Pending> pending,
        SortedTable<Long, StandingObject.Key> byEffect,
        SortedTable<Due, StandingObject.Key> due,
        SortedTable<Block.Key, Block> blocks) {

    /** How long a change that failed is left alone. */
    static final long RETRY_NANOS = 1_000_000_000L;

    /** The same of one of the packet filter: what it lacks it will not have in a second. */
    static final long BLOCK_RETRY_NANOS = 30_000_000_000L;

    /** How long the kernel has to answer a change. */
    static final long ANSWER_NANOS = 5_000_000_000L;

    /** The same of a block, for which its address waits. Others may hold the lock of the packet filter for long. */
    static final long BLOCK_ANSWER_NANOS = 1_000_000_000L;

    public static final KernelState EMPTY =
            new KernelState(SortedTable.empty(), SortedTable.empty(), SortedTable.empty(), SortedTable.empty());

    /**
     * A change that was asked for.
     *
     * @param effect the index it was asked with
     * @param until when its time is over
     * @param answered whether it failed and waits to be tried again
     * @param unsure whether it came after another change of the same that was never answered: if it fails too, nobody knows
     *     what stands
     */
    public record Pending(Change change, long effect, Moment until, boolean answered, boolean unsure) {}

    /** When the time of a change is over, and its effect, which tells those of one moment apart. */
    public record Due(Moment at, long effect) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int order = at.compareTo(other.at);
            return order == 0 ? Long.compare(effect, other.effect) : order;
        }
    }

    /** When the time of a change is over. */
    public Moment deadline() {
        var first = due.firstKey();
        return first == null ? Moment.NEVER : first.at();
    }

    /** Whether this very change is on its way, or failed so lately that it must wait. */
    boolean waits(StandingObject.Key key, Change change) {
        var there = pending.get(key);
        return there != null && there.change().equals(change);
    }

    /** Whether nothing is on its way. */
    public boolean idle() {
        return byEffect.isEmpty();
    }

    /** What was asked for and not answered, by the index of the effect. */
    public SortedMap<Long, Change> unanswered() {
        var changes = new TreeMap<Long, Change>();
        byEffect.forEach((effect, key) -> {
            var there = pending.get(key);
            if (there != null) {
                changes.put(effect, there.change());
            }
        });
        return changes;
    }

    /** The addresses that are being put on links. */
    public List<LinkAddress> coming() {
        return KernelPicture.coming(unanswered().values());
    }

    /** Whether an address is being put on the link, with whatever prefix. */
    boolean isComing(InterfaceName link, Ip ip) {
        for (int prefix = 0; prefix <= ip.family().bits(); prefix++) {
            var next = pending.ceilingKey(
                    new StandingObject.AddressAt(new LinkAddress(link, new InterfaceAddress(ip, prefix))));
            if (!(next instanceof StandingObject.AddressAt(var place))
                    || !place.link().equals(link)
                    || !place.address().ip().equals(ip)) {
                return false;
            }
            var there = pending.get(next);
            if (there != null && !there.answered() && there.change() instanceof AddAddress) {
                return true;
            }
            prefix = place.address().prefixLength();
        }
        return false;
    }

    /** The routes and rules that are being put there. */
    public List<Routing> comingRouting() {
        return KernelPicture.comingRouting(unanswered().values());
    }

    /** After a reading of routes and rules: what it shows to be done needs no answer any more. */
    public KernelState after(RoutingTable read) {
        var next = this;
        for (var key : byEffect.values()) {
            var there = pending.get(key);
            boolean done = there != null
                    && switch (there.change()) {
                        case AddRouting(var what) -> read.stands(what);
                        case RemoveRouting(var what) -> !read.stands(what);
                        case JoinGroup _,
                                AddAddress _,
                                RemoveAddress _,
                                AddBlock _,
                                RemoveBlock _,
                                SetPromotion _,
                                Effect.ProgramIpvs _ -> false;
                    };
            next = done ? next.without(key) : next;
        }
        return next;
    }

    private KernelState with(StandingObject.Key key, Pending next) {
        var rest = without(key);
        return new KernelState(
                rest.pending.with(key, next),
                next.answered() ? rest.byEffect : rest.byEffect.with(next.effect(), key),
                rest.due.with(new Due(next.until(), next.effect()), key),
                rest.blocks);
    }

    private KernelState without(StandingObject.Key key) {
        var there = pending.get(key);
        return there == null
                ? this
                : new KernelState(
                        pending.without(key),
                        byEffect.without(there.effect()),
                        due.without(new Due(there.until(), there.effect())),
                        blocks);
    }

    /** With these changes asked for, by the index of the effect. */
    public KernelState asked(SortedMap<Long, Change> changes, Moment now) {
        var next = this;
        for (Map.Entry<Long, Change> one : changes.entrySet()) {
            var key = StandingObject.keyOf(one.getValue());
            if (key.isPresent()) {
                next = next.with(
                        key.get(),
                        new Pending(
                                one.getValue(),
                                one.getKey(),
                                now.plus(patience(one.getValue())),
                                false,
                                next.isUnanswered(key.get())));
            }
            if (one.getValue() instanceof RemoveBlock(var block)) {
                next = next.with(next.blocks.without(block));
            }
        }
        return next;
    }

    private boolean isUnanswered(StandingObject.Key key) {
        var there = pending.get(key);
        return there != null && (!there.answered() || there.unsure());
    }

    /** Whether after this failure only a reading can tell which blocks stand. Of addresses the kernel tells by itself. */
    public boolean leavesDoubt(OutcomeEvent.EffectFailed failed) {
        var key = byEffect.get(failed.effect());
        var there = key == null ? null : pending.get(key);
        return there != null && there.unsure() && key instanceof StandingObject.BlockOf;
    }

    /** The change that this answer is about; null for a signal, a program, or one given up long ago. */
    public @Nullable Change answeredBy(OutcomeEvent event) {
        var key =
                switch (event) {
                    case OutcomeEvent.EffectApplied e -> byEffect.get(e.effect());
                    case OutcomeEvent.EffectFailed e -> byEffect.get(e.effect());
                    case OutcomeEvent.ProgramRefused _, OutcomeEvent.EventsDropped _, OutcomeEvent.PartFailed _ -> null;
                };
        var there = key == null ? null : pending.get(key);
        return there == null ? null : there.change();
    }

    /** The sockets that this answer is about, if it is about sockets. */
    public Optional<JoinGroup> joinOf(OutcomeEvent event) {
        return answeredBy(event) instanceof JoinGroup join ? Optional.of(join) : Optional.empty();
    }

    /**
     * After an answer; one to a signal, or to something given up, leaves it as it is. An address that the kernel made
     * otherwise than it was asked to waits as after a refusal: asked again at once, it would come and go without end.
     */
    public KernelState after(OutcomeEvent event, LinkTable links, Moment now) {
        return switch (event) {
            case OutcomeEvent.EffectApplied e -> applied(e, links, now);
            case OutcomeEvent.EffectFailed e -> failed(e.effect(), now);
            case OutcomeEvent.ProgramRefused _, OutcomeEvent.EventsDropped _, OutcomeEvent.PartFailed _ -> this;
        };
    }

    private KernelState applied(OutcomeEvent.EffectApplied event, LinkTable links, Moment now) {
        var key = byEffect.get(event.effect());
        if (key == null) {
            return this;
        }
        var done = answeredBy(event);
        if (done instanceof AddBlock(var block)) {
            return without(key).with(blocks.with(block.key(), block));
        }
        if (done instanceof RemoveBlock(var block)) {
            return without(key).with(blocks.without(block));
        }
        return madeOtherwise(key, links) ? failed(event.effect(), now) : without(key);
    }

    private boolean madeOtherwise(StandingObject.Key key, LinkTable links) {
        var there = pending.get(key);
        if (there == null || !(there.change() instanceof AddAddress(var address))) {
            return false;
        }
        var standing = links.standing(address.place());
        return standing != null && !standing.same(address.standing());
    }

    private KernelState failed(long effect, Moment now) {
        var key = byEffect.get(effect);
        var there = key == null ? null : pending.get(key);
        if (key == null || there == null) {
            return this;
        }
        var next =
                with(key, new Pending(there.change(), effect, now.plus(pause(there.change())), true, there.unsure()));
        return there.change() instanceof RemoveBlock(var block) ? next.recalling(List.of(block)) : next;
    }

    private static long patience(Change change) {
        return change instanceof AddBlock ? BLOCK_ANSWER_NANOS : ANSWER_NANOS;
    }

    private static long pause(Change change) {
        return change instanceof AddBlock || change instanceof RemoveBlock ? BLOCK_RETRY_NANOS : RETRY_NANOS;
    }

    private KernelState with(SortedTable<Block.Key, Block> others) {
        return new KernelState(pending, byEffect, due, others);
    }

    /** After a reading of the packet filter; what is on its way there is answered after it. */
    public KernelState after(FirewallEvent.BlocksRead read) {
        var next = this;
        SortedTable<Block.Key, Block> standing = SortedTable.empty();
        for (var block : read.blocks()) {
            standing = standing.with(block.key(), block);
            var there = pending.get(new StandingObject.BlockOf(block.key()));
            boolean done = there != null && there.answered() && there.change().equals(new AddBlock(block));
            next = done ? next.without(new StandingObject.BlockOf(block.key())) : next;
        }
        return next.with(standing);
    }

    /** The journal says that an earlier run asked for these. */
    public KernelState recalling(List<Block.Key> left) {
        var all = blocks;
        for (var key : left) {
            var block = new Block(FirewallTable.otherwise(key.table()), key.ip(), key.zone());
            all = all.containsKey(key) ? all : all.with(key, block);
        }
        return with(all);
    }

    /** Those of this address, in whatever tables. */
    List<Block> blocks(Ip ip) {
        var found = new ArrayList<Block>(1);
        for (var key = blocks.ceilingKey(new Block.Key(ip, "", ""));
                key != null && key.ip().equals(ip);
                key = blocks.ceilingKey(new Block.Key(ip, key.zone(), key.table() + '\0'))) {
            found.add(Objects.requireNonNull(blocks.get(key)));
        }
        return found;
    }

    /** Whether packets to this address are dropped, as far as the kernel said. */
    public boolean isBlocked(Ip ip) {
        return !blocks(ip).isEmpty();
    }

    /** Whether a block stands, or the kernel would not have it: then its address need not wait for it. */
    boolean settled(Block block) {
        var there = pending.get(new StandingObject.BlockOf(block.key()));
        return block.equals(blocks.get(block.key()))
                || there != null && there.answered() && there.change() instanceof AddBlock;
    }

    /** Whether every block is gone, but for those that the kernel would not let go. */
    public boolean blocksEnded() {
        return blocks.keys().stream().allMatch(key -> {
            var there = pending.get(new StandingObject.BlockOf(key));
            return there != null && there.answered() && there.change() instanceof RemoveBlock;
        });
    }

    /** Whether anything was asked of the packet filter that stands, or of which nobody knows. */
    public boolean hasBlocks() {
        return !blocks.isEmpty() || pending.keys().stream().anyMatch(StandingObject.BlockOf.class::isInstance);
    }

    /** What of blocks stands or may stand: what the next run has to know of. */
    public List<Block.Key> blocksLeft() {
        var left = new TreeSet<>(blocks.keys());
        pending.forEach((key, _) -> {
            if (key instanceof StandingObject.BlockOf(var block)) {
                left.add(block);
            }
        });
        return List.copyOf(left);
    }

    /** The tables in which something stands, and this one. */
    public List<String> tablesWith(String table) {
        var all = new TreeSet<>(List.of(table));
        blocks.keys().forEach(key -> all.add(key.table()));
        return List.copyOf(all);
    }

    /** After a reading: what it shows to be done needs no answer any more. */
    public KernelState after(LinkTable read) {
        var next = this;
        for (var key : byEffect.values()) {
            var there = pending.get(key);
            boolean done = there != null
                    && switch (there.change()) {
                        case AddAddress(var address) -> read.holds(address.place());
                        case RemoveAddress(var place, var _) -> !read.holds(place);
                        case SetPromotion asked -> read.promotes(asked.link()) == asked.on();
                        case JoinGroup _,
                                AddBlock _,
                                RemoveBlock _,
                                AddRouting _,
                                RemoveRouting _,
                                Effect.ProgramIpvs _ -> false;
                    };
            next = done ? next.without(key) : next;
        }
        return next;
    }

    /** The keys of what has had its time. */
    public List<StandingObject.Key> overdue(Moment now) {
        var keys = new ArrayList<StandingObject.Key>();
        var rest = due;
        for (var first = rest.firstKey(); first != null && now.reaches(first.at()); first = rest.firstKey()) {
            var key = rest.get(first);
            if (key != null) {
                keys.add(key);
            }
            rest = rest.without(first);
        }
        return keys;
    }

    /** Those of these that were never answered: what became of them must be read. */
    public List<StandingObject.Key> lost(List<StandingObject.Key> overdue) {
        return overdue.stream()
                .filter(key -> {
                    var there = pending.get(key);
                    return there != null && !there.answered();
                })
                .toList();
    }

    /** After the time of these is over: what failed may be tried again, what was not answered waits for a reading first. */
    public KernelState after(List<StandingObject.Key> overdue, Moment now) {
        var next = this;
        for (var key : overdue) {
            var there = next.pending.get(key);
            if (there != null) {
                next = there.answered()
                        ? next.without(key)
                        : next.with(
                                key,
                                new Pending(
                                        there.change(),
                                        there.effect(),
                                        now.plus(pause(there.change())),
                                        true,
                                        there.unsure()));
            }
        }
        return next;
    }

    /** For another configuration: what failed may be tried again at once. */
    public KernelState reloaded() {
        var next = this;
        for (var key : pending.keys()) {
            var there = next.pending.get(key);
            next = there != null && there.answered() ? next.without(key) : next;
        }
        return next;
    }

    /** The lines of this part of the state, for a checkpoint. */
    public List<String> print() {
        var lines = new ArrayList<String>();
        blocks.forEach((_, block) -> {
            var out = new TextSink("Block");
            FirewallFields.BLOCK.write(block, out);
            lines.add(out.toString());
        });
        pending.forEach((_, p) -> {
            var out = new TextSink("Pending");
            out.index("effect", p.effect());
            out.moment("until", p.until());
            out.flag("answered", p.answered());
            if (p.unsure()) {
                out.flag("unsure", true);
            }
            out.text("change", EventText.print((Effect) p.change()));
            lines.add(out.toString());
        });
        return lines;
    }

    /** Reads what {@link #print} wrote; lines of other kinds are passed over. */
    public static KernelState parse(List<String> lines) {
        var state = EMPTY;
        var effects = new HashSet<Long>();
        for (var line : lines) {
            if (TextSource.kind(line).equals("Block")) {
                var block = FirewallFields.BLOCK.read(TextSource.of(line));
                state = state.with(state.blocks.with(block.key(), block));
            } else if (TextSource.kind(line).equals("Pending")) {
                var in = TextSource.of(line);
                var change = change(in.text("change"));
                var pending = new Pending(
                        change,
                        in.index("effect"),
                        in.moment("until"),
                        in.flag("answered"),
                        in.later().flag("unsure"));
                if (!effects.add(pending.effect())) {
                    throw new IllegalArgumentException(
                            "effects must differ, two pending changes were #" + pending.effect());
                }
                state = state.with(key(change), pending);
            }
        }
        return state;
    }

    private static StandingObject.Key key(Change change) {
        return StandingObject.keyOf(change)
                .orElseThrow(() -> new IllegalArgumentException("nothing stands by such a change: " + change));
    }

    private static Change change(String line) {
        return switch (EventText.parseEffect(line)) {
            case Change change -> change;
            case Effect.Signal signal -> throw new IllegalArgumentException("not a change: " + signal);
        };
    }
}
