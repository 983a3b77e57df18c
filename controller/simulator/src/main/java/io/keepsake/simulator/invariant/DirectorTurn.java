package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Moment;
import io.keepsake.world.Violation;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** A turn with the states before and after it. One object, filled anew for each turn. */
final class DirectorTurn {
    private static final long UNKNOWN = Long.MIN_VALUE;

    private final int machine;
    private final boolean alone;
    private final ScriptModel scripts = new ScriptModel();
    private final FileModel files = new FileModel();
    private final ProcessModel processes = new ProcessModel();
    private final LinkModel links = new LinkModel();
    private boolean sameTracked;
    private long deadline = UNKNOWN;
    private NodeState before = NodeState.INITIAL;
    private NodeState after = NodeState.INITIAL;
    private List<SendGratuitousArp> announcements = List.of();
    private Turn turn =
            new Turn(new Recorded(0, new Moment(0), Instant.EPOCH, new DeadlineReached()), List.of(), List.of());

    DirectorTurn(int machine) {
        this(machine, false);
    }

    /**
     * @param alone whether nothing is known of the turns before: what scripts have said is taken from the state then
     */
    DirectorTurn(int machine, boolean alone) {
        this.machine = machine;
        this.alone = alone;
    }

    boolean alone() {
        return alone;
    }

    void fill(NodeState was, Turn made, NodeState is) {
        before = was;
        turn = made;
        after = is;
        deadline = UNKNOWN;
        announcements = announcements(made);
        boolean otherwise = scripts.fill(made);
        otherwise |= files.fill(made);
        otherwise |= processes.fill(made, was.stopping());
        otherwise |= links.fill(is, made.recorded());
        sameTracked = !otherwise;
    }

    /** What scripts have said, this turn's included. */
    ScriptModel scripts() {
        return scripts;
    }

    /** What was read of files, in this turn included. */
    FileModel files() {
        return files;
    }

    /** What was counted of processes, in this turn included. */
    ProcessModel processes() {
        return processes;
    }

    /** Whether a link counts as usable. */
    boolean usable(InterfaceName link) {
        return links.usable(after, link);
    }

    private static List<SendGratuitousArp> announcements(Turn turn) {
        List<SendGratuitousArp> found = List.of();
        for (var effect : turn.effects()) {
            if (effect instanceof SendGratuitousArp garp) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(garp);
            }
        }
        return found;
    }

    NodeState before() {
        return before;
    }

    NodeState after() {
        return after;
    }

    Turn turn() {
        return turn;
    }

    Event event() {
        return turn.recorded().event();
    }

    /** The configuration in force; only once there is one. */
    ControllerConfig config() {
        return Objects.requireNonNull(after.vrrp(), "no configuration yet").config();
    }

    /** When the event was accepted, by the monotonic clock of the director. */
    long at() {
        return turn.recorded().at().nanos();
    }

    /** When the director wants to be woken next. */
    long deadline() {
        if (deadline == UNKNOWN) {
            deadline = after.deadline().nanos();
        }
        return deadline;
    }

    /** The gratuitous ARP of this turn; mostly none. */
    List<SendGratuitousArp> announcements() {
        return announcements;
    }

    /** Whether the turn was an advert and nothing was decided or wished. */
    boolean plain() {
        return turn.decisions().isEmpty() && turn.effects().isEmpty() && event() instanceof VrrpEvent;
    }

    /** Whether what was said of scripts, files and processes is the same as before. */
    boolean sameTracked() {
        return sameTracked;
    }

    /** Whether what the director knows of links and of its wishes is the very same as before. */
    @SuppressWarnings("ReferenceEquality")
    boolean sameKernel() {
        return before.links() == after.links()
                && before.kernel() == after.kernel()
                && !(event() instanceof OperatorEvent);
    }

    /** Whether what it knows of virtual servers, of health and of the IPVS table is the very same as before. */
    @SuppressWarnings("ReferenceEquality")
    boolean sameServers() {
        return before.configured() == after.configured() && before.ipvs() == after.ipvs()
                || before.director() == after.director()
                        && before.health() == after.health()
                        && before.ipvs() == after.ipvs();
    }

    /** A violation in this turn. */
    Violation violation(String invariant, String what) {
        return new Violation(
                invariant,
                machine,
                "at " + TextSink.seconds(at()) + " #" + turn.recorded().index() + " "
                        + event().getClass().getSimpleName() + ": " + what);
    }
}
