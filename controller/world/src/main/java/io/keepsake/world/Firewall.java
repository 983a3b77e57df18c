package io.keepsake.world;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddBlock;
import io.keepsake.core.effect.Effect.RemoveBlock;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent.BlocksRead;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.Ip;
import java.util.List;
import java.util.TreeMap;

/**
 * The tables of the packet filter of a machine that are a director's own; they survive it. Everything is done in order,
 * and told after a while.
 */
public final class Firewall {
    private final World world;
    private final Machine machine;
    private final TreeMap<Block.Key, Block> blocks = new TreeMap<>();
    private int epoch;
    private long lastToldAt;
    private int answersToLose;
    private int failures;
    private int errno;
    private long refusedAt = Long.MIN_VALUE;

    Firewall(World world, Machine machine) {
        this.world = world;
        this.machine = machine;
    }

    /** What is dropped, as it is. */
    public List<Block> blocks() {
        return List.copyOf(blocks.values());
    }

    /** Whether packets to this address are dropped, whatever link it stands on. */
    public boolean blocks(Ip ip) {
        var next = blocks.ceilingKey(new Block.Key(ip, "", ""));
        return next != null && next.ip().equals(ip);
    }

    /** When it was last otherwise than its director could know, or refused something. */
    public long troubledAt() {
        return failures > 0 ? world.now() : refusedAt;
    }

    /** The next {@code count} changes are refused. */
    public void fail(int count, int number) {
        failures = count;
        errno = number;
        refusedAt = world.now();
    }

    /** The next {@code count} answers never come. */
    public void loseAnswers(int count) {
        answersToLose = count;
        refusedAt = Math.max(refusedAt, world.now() + Kernel.LOST_NANOS);
    }

    /** Somebody else takes everything away. */
    public void flush() {
        blocks.clear();
        refusedAt = Math.max(refusedAt, world.now());
        tellAll();
    }

    /** Something that the director should have been told was lost. */
    void lost() {
        refusedAt = Math.max(refusedAt, world.now() + Kernel.LOST_NANOS);
    }

    /** The machine slept until now: what its director waits for takes so much longer. */
    void slept(long nanos) {
        refusedAt = refusedAt > world.now() - nanos ? refusedAt + nanos : refusedAt;
    }

    /** The director is gone. */
    void closed() {
        epoch++;
        answersToLose = 0;
        refusedAt = Math.max(refusedAt, world.now());
    }

    /** The machine boots: nothing is dropped. */
    void boot() {
        blocks.clear();
        endFaults();
    }

    /** Nothing goes wrong here any more. */
    void endFaults() {
        failures = 0;
        answersToLose = 0;
        refusedAt = Math.max(refusedAt, world.now());
    }

    /** The director asks for a change. */
    void ask(long effect, Effect.Change change) {
        if (failures > 0) {
            failures--;
            refusedAt = world.now();
            answer(new EffectFailed(effect, errno, "nftables: errno " + errno));
            return;
        }
        boolean others = false;
        switch (change) {
            case AddBlock(var block) -> {
                others = remake(block);
                blocks.put(block.key(), block);
            }
            case RemoveBlock(var key) -> blocks.remove(key);
            default -> throw new IllegalArgumentException("not of the packet filter: " + change);
        }
        answer(new EffectApplied(effect));
        if (others) {
            tellAll();
        }
    }

    /** A table has one form for all that is in it. */
    private boolean remake(Block like) {
        boolean changed = false;
        for (var one : List.copyOf(blocks.values())) {
            if (one.key().table().equals(like.table().name())
                    && one.ip().family() == like.ip().family()
                    && !one.table().equals(like.table())) {
                blocks.put(one.key(), new Block(like.table(), one.ip(), one.zone()));
                changed = true;
            }
        }
        return changed;
    }

    private void answer(Event event) {
        if (answersToLose > 0) {
            answersToLose--;
            lost();
        } else {
            tell(event);
        }
    }

    /** The director asks what there is. */
    void read() {
        tellAll();
    }

    private void tellAll() {
        tell(new BlocksRead(blocks()));
    }

    private void tell(Event event) {
        if (machine.director() != null) {
            lastToldAt = Math.max(lastToldAt, world.now() + Kernel.ANSWER_NANOS);
            world.queue().put(lastToldAt, new Notice(epoch, event));
        }
    }

    private final class Notice extends EventQueue.Entry {
        private final int of;
        private final Event event;

        Notice(int of, Event event) {
            this.of = of;
            this.event = event;
        }

        @Override
        void happen() {
            var director = machine.director();
            if (of == epoch && director != null) {
                director.offer(event);
            }
        }
    }
}
