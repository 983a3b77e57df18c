package io.keepsake.world;

import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.AddAddress;
import io.keepsake.core.effect.Effect.JoinGroup;
import io.keepsake.core.effect.Effect.RemoveAddress;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.FirewallEvent;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.RoutingEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.Fields;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.Block;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.StandingAddress;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * One node on a clock that moves only when told. Its kernel does what it is asked at once, unless told to be {@link
 * #silentKernel silent}. After every event the state is printed as a checkpoint, read back and compared.
 */
public final class ScenarioNode {
    private static final int EPERM = 1;
    /** More deadlines at one instant than any number of instances explains here. */
    private static final int AT_ONCE_MAX = 1000;

    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

    /** What becomes of sockets that are asked for. */
    public enum Sockets {
        /** They are opened on the spot. */
        OPEN,
        /** They cannot be opened, which is told on the spot. */
        FAIL,
        /** The answer is lost. */
        SILENT
    }

    private final StringBuilder said = new StringBuilder();
    private final ArrayDeque<Event> answers = new ArrayDeque<>();
    private NodeState state = NodeState.INITIAL;
    private Moment now = new Moment(0);
    private long index = 1;
    private final KernelTable ipvs = new KernelTable();
    private final TreeMap<Block.Key, Block> blocks = new TreeMap<>();
    private boolean kernelIsPlain;
    private boolean kernelAnswers = true;
    private Sockets sockets = Sockets.OPEN;
    private boolean resumed;
    private final Map<String, Asked> runs = new TreeMap<>();
    private final TurnListener listener;

    /** A node that nobody watches. */
    public ScenarioNode() {
        this((_, _, _) -> {});
    }

    /** A node each of whose turns is told to {@code listener}. */
    public ScenarioNode(TurnListener listener) {
        this.listener = listener;
    }

    private record Asked(long effect, Effect.RunScript run) {}

    /**
     * A script ends as it was last asked for.
     *
     * @param subject as the effect has it
     * @throws IllegalArgumentException when nobody asked for it
     */
    public void script(String subject, ScriptEvent.End end, int status) {
        var asked = asked(subject);
        tell(new ScriptEvent.ScriptEnded(
                asked.effect(), subject, asked.run().script().toString(), end, status, 1_000_000, ""));
    }

    /** A script that was asked for cannot run. */
    public void scriptUnavailable(String subject) {
        tell(new ScriptEvent.ScriptUnavailable(
                subject, asked(subject).run().script().toString(), "does not exist"));
    }

    private Asked asked(String subject) {
        var asked = runs.get(subject);
        if (asked == null) {
            throw new IllegalArgumentException("nobody asked for \"" + subject + "\"; asked for were " + runs.keySet());
        }
        return asked;
    }

    /** Hears of each turn. */
    public interface TurnListener {
        void onTurn(NodeState before, Turn turn, NodeState after);
    }

    public NodeState state() {
        return state;
    }

    public ControllerConfig config() {
        return Objects.requireNonNull(state.vrrp(), "no config yet").config();
    }

    /** From now on this becomes of sockets, also with a silent kernel. */
    public void sockets(Sockets become) {
        sockets = become;
    }

    /** From now on the kernel answers nothing; the scenario tells what it does. */
    public void silentKernel(boolean silent) {
        kernelAnswers = !silent;
    }

    /** From now on the kernel makes addresses without what is special about them, whatever was asked. */
    public void plainKernel() {
        kernelIsPlain = true;
    }

    /** The process was killed, and another begins that knows nothing. */
    public void restart() {
        state = NodeState.INITIAL;
        index = 1;
        answers.clear();
    }

    /**
     * Goes on from a state that a director was in. From now on nothing is answered, neither by the kernel nor by sockets:
     * what is recorded after that state tells it all.
     *
     * @param next the index of the next event
     */
    public void resume(NodeState from, Moment at, long next) {
        state = from;
        now = at;
        index = next;
        resumed = true;
        kernelAnswers = false;
    }

    /** The IPVS table of its kernel. */
    public KernelTable ipvs() {
        return ipvs;
    }

    /** Somebody else takes everything out of its packet filter, and that is seen. */
    public void flushBlocks() {
        blocks.clear();
        tell(new FirewallEvent.BlocksRead(List.of()));
    }

    /** Moves the clock, and lets every deadline on the way come. */
    public void pass(long nanos) {
        var until = now.plus(nanos);
        var last = Moment.NEVER;
        int atOnce = 0;
        while (until.reaches(state.deadline())) {
            atOnce = now.equals(last) ? atOnce + 1 : 0;
            last = now;
            if (atOnce > AT_ONCE_MAX) {
                throw new AssertionError("deadlines without end at " + now + ": " + state.deadline() + "\n" + said);
            }
            now = state.deadline().compareTo(now) > 0 ? state.deadline() : now;
            tell(new ClockEvent.DeadlineReached());
        }
        now = until;
    }

    /** Moves the clock without letting deadlines come: the process stands still. */
    public void stall(long nanos) {
        now = now.plus(nanos);
    }

    /** Tells the node one event, and after it what its kernel answers. */
    public void tell(Event event) {
        turn(event);
        while (!answers.isEmpty()) {
            turn(answers.removeFirst());
        }
    }

    private void turn(Event event) {
        var wall = MIDNIGHT.plusNanos(now.nanos());
        var before = state;
        var reduced = NodeReducer.reduce(before, new Recorded(index, now, wall, event));
        state = reduced.next();
        listener.onTurn(before, reduced.turn(), state);
        requireSameAfterCheckpoint();
        say(reduced.turn());
        index = reduced.turn().nextIndex();
        for (int i = 0; i < reduced.turn().effects().size(); i++) {
            answer(reduced.turn().effectIndex(i), reduced.turn().effects().get(i));
        }
    }

    private void requireSameAfterCheckpoint() {
        var read = NodeState.of(state.checkpoint());
        if (!read.equals(state)) {
            throw new AssertionError("a checkpoint does not give the state back:\n" + state + "\n" + read);
        }
    }

    private void say(Turn turn) {
        if (turn.decisions().isEmpty() && turn.effects().isEmpty()) {
            return;
        }
        said.append(TextSink.seconds(now.nanos()))
                .append(" #")
                .append(turn.recorded().index())
                .append(' ')
                .append(Fields.kind(turn.recorded().event()))
                .append('\n');
        turn.decisions()
                .forEach(d -> said.append("  ").append(EventText.print(d)).append('\n'));
        turn.effects()
                .forEach(e -> said.append("  > ").append(EventText.print(e)).append('\n'));
    }

    private void answer(long effect, Effect asked) {
        if (asked instanceof JoinGroup && !resumed) {
            switch (sockets) {
                case OPEN -> answers.add(new OutcomeEvent.EffectApplied(effect));
                case FAIL -> answers.add(new OutcomeEvent.EffectFailed(effect, EPERM, "socket(raw, 112)"));
                case SILENT -> {}
            }
        }
        if (!kernelAnswers) {
            return;
        }
        switch (asked) {
            case AddAddress add -> {
                answers.add(new LinkEvent.AddressSeen(
                        kernelIsPlain
                                ? StandingAddress.plain(add.address().place())
                                : add.address().standing(),
                        true));
                answers.add(new OutcomeEvent.EffectApplied(effect));
            }
            case RemoveAddress remove -> {
                answers.add(new LinkEvent.AddressGone(remove.address(), true));
                answers.add(new OutcomeEvent.EffectApplied(effect));
            }
            case Effect.AddRouting add -> {
                answers.add(new RoutingEvent.RoutingSeen(add.what(), true));
                answers.add(new OutcomeEvent.EffectApplied(effect));
            }
            case Effect.RemoveRouting remove -> {
                answers.add(new RoutingEvent.RoutingGone(remove.what(), true));
                answers.add(new OutcomeEvent.EffectApplied(effect));
            }
            case Effect.SetPromotion _ -> answers.add(new OutcomeEvent.EffectApplied(effect));
            case JoinGroup _ -> {}
            case Effect.ProgramIpvs program -> {
                var refusals = ipvs.apply(program.changes());
                answers.add(
                        refusals.isEmpty()
                                ? new OutcomeEvent.EffectApplied(effect)
                                : new OutcomeEvent.ProgramRefused(effect, refusals));
            }
            case Effect.AddBlock(var block) -> {
                blocks.put(block.key(), block);
                answers.add(new OutcomeEvent.EffectApplied(effect));
            }
            case Effect.RemoveBlock(var block) -> {
                blocks.remove(block);
                answers.add(new OutcomeEvent.EffectApplied(effect));
            }
            case Effect.ReadBlocks _ -> answers.add(new FirewallEvent.BlocksRead(List.copyOf(blocks.values())));
            case Effect.ReadIpvs _ -> answers.add(ipvs.read());
            case Effect.ReadLinks _ ->
                answers.add(new LinkEvent.KernelRead(
                        state.links().links(), state.links().addresses()));
            case Effect.RunScript run -> runs.put(run.subject(), new Asked(effect, run));
            case Effect.Signal _ -> {}
        }
    }

    /** What the node said since the last call, and where its instances are now. */
    public String report() {
        var vrrp = state.vrrp();
        if (vrrp != null) {
            for (var instance : vrrp.config().instances()) {
                var at = vrrp.state(instance.name());
                said.append(instance.name()).append(' ').append(at.role());
                if (!at.deadline().equals(Moment.NEVER)) {
                    said.append(" for ")
                            .append(TextSink.seconds(at.deadline().since(now)))
                            .append('s');
                }
                said.append('\n');
            }
        }
        said.append(ipvs);
        blocks.keySet().forEach(block -> said.append("dropped ").append(block).append('\n'));
        var text = said.isEmpty() ? "ok\n" : said.toString();
        said.setLength(0);
        return text;
    }
}
