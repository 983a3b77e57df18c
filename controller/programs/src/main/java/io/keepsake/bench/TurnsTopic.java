package io.keepsake.bench;

import static java.util.stream.Collectors.joining;

import io.keepsake.bench.Bench.Settings;
import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.world.KernelTable;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The longest turn of the election thread in large configurations: the core alone, in this process, with a kernel that answers at once. */
final class TurnsTopic {
    private static final InterfaceName LINK = new InterfaceName(Profile.LINK);
    private static final Moment READY = new Moment(1_000_000_000L);

    /** The longest turns that are told; the rest are shorter. */
    private static final int TOLD = 3;

    private final Map<String, Phase> phases = new TreeMap<>();
    private final ArrayDeque<Event> answers = new ArrayDeque<>();
    private final KernelTable ipvs = new KernelTable();
    private NodeState state = NodeState.INITIAL;
    private Moment now = READY;
    private long index = 1;
    private Phase phase = new Phase();

    /** What one part of a life costs. */
    private static final class Phase {
        private long turns;
        private long nanos;
        private final TreeMap<Long, String> longest = new TreeMap<>();

        private void add(long took, Event event) {
            turns++;
            nanos += took;
            longest.put(took, event.getClass().getSimpleName());
            if (longest.size() > TOLD) {
                longest.pollFirstEntry();
            }
        }
    }

    private TurnsTopic() {}

    static List<Table> measure(Settings settings) {
        var table = new Table(
                "Longest turns",
                "How long the election thread is held by one event: the core alone, warm, with a kernel that answers at"
                        + " once; the last of " + settings.trials() + " runs. An advert waits at most for the longest.",
                "configuration",
                "phase",
                "turns",
                "together (ms)",
                "the longest (ms)");
        measure(
                "1,000 instances",
                instances(1_000, 1, ""),
                instances(1_000, 1, "garp_master_delay 4"),
                settings,
                table);
        measure(
                "2,000 addresses of one instance",
                instances(1, 2_000, ""),
                instances(1, 2_000, "garp_master_delay 4"),
                settings,
                table);
        var servers = new IpvsSize(4_000, 8);
        measure(
                servers.title() + " real servers, one instance",
                instances(1, 1, "") + servers.configuration(false),
                instances(1, 1, "") + servers.configuration(true),
                settings,
                table);
        return List.of(table);
    }

    private static void measure(String title, String text, String reloaded, Settings settings, Table table) {
        Bench.say("  turns of " + title);
        var before = config(text);
        var after = config(reloaded);
        var topic = new TurnsTopic();
        for (int trial = 1; trial <= settings.trials(); trial++) {
            topic = new TurnsTopic();
            topic.live(before, after);
        }
        topic.phases.forEach((name, phase) -> table.row(
                title,
                name,
                Long.toString(phase.turns),
                Spread.number(phase.nanos / 1e6, 1),
                phase.longest.descendingMap().entrySet().stream()
                        .map(e -> Spread.number(e.getKey() / 1e6, 1) + " " + e.getValue())
                        .collect(joining(", "))));
    }

    private static ControllerConfig config(String text) {
        var options = new ConfigOptions("bench", "bench", Map.of(), 1, null);
        if (ConfigFile.parse("bench.conf", text, options) instanceof Checked.Valid<LoadedConfig> valid) {
            return valid.value().config();
        }
        throw new IllegalStateException("the configuration of the benchmark is wrong");
    }

    private static String instances(int instances, int addresses, String more) {
        return Many.configuration(instances, addresses, 100, more);
    }

    private void live(ControllerConfig config, ControllerConfig next) {
        begin("1 start");
        take(new OperatorEvent.ProcessStarted("bench", "bench", 1, "boot"));
        take(new OperatorEvent.ConfigAccepted(config, ""));
        var host = new LinkAddress(LINK, new InterfaceAddress(Ip.parse("10.77.0.1"), 16));
        var link = new Link(LINK, 2, true, true, false, 1500, HardwareAddress.parse("02:00:00:00:00:02"));
        take(LinkEvent.KernelRead.plain(List.of(link), List.of(host)));
        take(new OperatorEvent.LeftoversRecalled(OperatorEvent.Leftovers.NONE));
        until(now);
        begin("2 takeover");
        until(now.plus(4_000_000_000L));
        begin("3 a second as master");
        until(now.plus(1_000_000_000L));
        begin("4 reload with one change");
        take(new OperatorEvent.ConfigAccepted(next, ""));
        until(now);
        begin("5 stop");
        take(new OperatorEvent.StopRequested("bench", false, false));
        until(now);
    }

    private void begin(String name) {
        phase = phases.computeIfAbsent(name, _ -> new Phase());
    }

    /** Lets the deadlines come that are due by then. */
    private void until(Moment then) {
        while (then.reaches(state.deadline())) {
            now = now.reaches(state.deadline()) ? now : state.deadline();
            take(new DeadlineReached());
        }
        now = then;
    }

    private void take(Event event) {
        answers.add(event);
        for (var next = answers.poll(); next != null; next = answers.poll()) {
            long began = System.nanoTime();
            var reduced = NodeReducer.reduce(state, new Recorded(index, now, Instant.EPOCH, next));
            phase.add(System.nanoTime() - began, next);
            state = reduced.next();
            index = reduced.turn().nextIndex();
            answer(reduced.turn());
        }
    }

    private void answer(Turn turn) {
        for (int i = 0; i < turn.effects().size(); i++) {
            switch (turn.effects().get(i)) {
                case Effect.AddAddress add ->
                    applied(turn, i, new LinkEvent.AddressSeen(add.address().standing(), true));
                case Effect.RemoveAddress remove -> applied(turn, i, new LinkEvent.AddressGone(remove.address(), true));
                case Effect.JoinGroup _ -> answers.add(new EffectApplied(turn.effectIndex(i)));
                case Effect.ProgramIpvs program -> {
                    if (!ipvs.apply(program.changes()).isEmpty()) {
                        throw new IllegalStateException("a change of the IPVS table is refused");
                    }
                    answers.add(new EffectApplied(turn.effectIndex(i)));
                }
                case Effect.ReadIpvs _ -> answers.add(ipvs.read());
                default -> {}
            }
        }
    }

    private void applied(Turn turn, int effect, Event fact) {
        answers.add(fact);
        answers.add(new EffectApplied(turn.effectIndex(effect)));
    }
}
