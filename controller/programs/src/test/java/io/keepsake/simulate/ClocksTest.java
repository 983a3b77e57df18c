package io.keepsake.simulate;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.Ip;
import io.keepsake.history.clock.ClockId;
import io.keepsake.history.clock.ClockLog;
import io.keepsake.history.clock.Clocks;
import io.keepsake.history.clock.Sources;
import io.keepsake.simulator.fault.Planner;
import io.keepsake.simulator.fault.Setup;
import io.keepsake.simulator.run.Simulation;
import io.keepsake.world.Machine;
import io.keepsake.world.NodePlan;
import io.keepsake.world.Plan;
import io.keepsake.world.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Simulated incidents of nodes whose wall clocks are up to minutes apart and whose monotonic ones drift up to 200 ppm: the
 * merged order contradicts no advert, and every true place lies within the bounds. {@code -Dincidents=1000} for more, {@code -Dfirst=150} for others.
 */
class ClocksTest {
    private static final int INCIDENTS = Integer.getInteger("incidents", 40);
    private static final Setup SHORT = Setup.DEFAULT.lasting(90_000_000_000L);
    private static final int DRIFT_PPM = 200;
    private static final long SKEW_NANOS = 300_000_000_000L;

    /** A moment of a clock and when it truly was. */
    private record Stamped(ClockId clock, long moment, long truly) {}

    private record Advert(Ip source, int vrid, int id) {}

    /** What left, and what arrived. */
    private record Heard(Stamped sent, Stamped arrived) {}

    private static final class Journals implements Watcher {
        private final Random random;
        private final Sources sources = new Sources();
        private final Map<String, ClockLog> logs = new TreeMap<>();
        private final Map<String, Long> skews = new HashMap<>();
        private final Map<Advert, Stamped> sent = new HashMap<>();
        private final List<Stamped> all = new ArrayList<>();
        private final List<Heard> heard = new ArrayList<>();
        private final List<Machine> first = new ArrayList<>();

        Journals(long seed) {
            random = new Random(seed);
        }

        @Override
        public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
            if (machine.number() == 0 && first.isEmpty()) {
                first.add(machine);
            }
            var log = logs.computeIfAbsent(machine.name(), name -> new ClockLog(name, sources));
            long skew = skews.computeIfAbsent(machine.name(), _ -> random.nextLong(-SKEW_NANOS, SKEW_NANOS));
            var r = turn.recorded();
            var shown = new Recorded(r.index(), r.at(), r.wall().plus(Duration.ofNanos(skew)), r.event());
            var clock = log.take(machine.runs(), new Turn(shown, turn.decisions(), turn.effects()));
            long moment = r.at().nanos();
            if (machine.clock().at(machine.world().now()) != moment) {
                return; // taken in the middle of a turn that needed time
            }
            var here = new Stamped(clock, moment, machine.world().now());
            all.add(here);
            if (r.event() instanceof AdvertReceived e && e.id() != 0) {
                var left = sent.get(new Advert(e.source(), e.advert().vrid().value(), e.id()));
                if (left != null) {
                    heard.add(new Heard(left, here));
                }
            }
            for (int i = 0; i < turn.effects().size(); i++) {
                if (turn.effects().get(i) instanceof SendAdvert e) {
                    int id = AdvertReceived.idOf(turn.effectIndex(i));
                    sent.put(new Advert(e.source(), e.advert().vrid().value(), id), here);
                }
            }
        }
    }

    private static Plan drifting(Plan plan, Random random) {
        var nodes = plan.nodes().stream()
                .map(n -> new NodePlan(
                        n.config(),
                        n.configText(),
                        random.nextInt(-DRIFT_PPM, DRIFT_PPM + 1),
                        n.startNanos(),
                        n.recallNanos()))
                .toList();
        return new Plan(plan.seed(), nodes, plan.injections(), plan.nanos(), plan.quietFrom());
    }

    @Test
    void nothingArrivesBeforeItLeftAndTheBoundsHoldTheTruth() {
        long bounded = 0;
        long moments = 0;
        var widths = new ArrayList<Long>();
        for (int seed = Integer.getInteger("first", 0); seed < INCIDENTS; seed++) {
            var journals = new Journals(seed);
            Simulation.run(drifting(Planner.plan(seed, SHORT), new Random(seed)), journals);
            if (journals.first.isEmpty()) {
                continue;
            }
            var clocks = Clocks.of(List.copyOf(journals.logs.values()));
            for (var each : journals.heard) {
                long left = clocks.at(each.sent().clock(), each.sent().moment());
                long arrived = clocks.at(each.arrived().clock(), each.arrived().moment());
                assertTrue(left <= arrived, "seed " + seed + ": " + each + " arrives " + (left - arrived) + " early");
            }
            var last = journals.all.stream()
                    .filter(s ->
                            s.clock().node().equals(journals.first.getFirst().name()))
                    .reduce((_, b) -> b)
                    .orElseThrow();
            long shown = clocks.at(last.clock(), last.moment());
            long there = journals.first.getFirst().clock().at(last.truly());
            for (var each : journals.all) {
                long truly = shown + journals.first.getFirst().clock().at(each.truly()) - there;
                var low = clocks.notBefore(each.clock(), each.moment());
                var high = clocks.notAfter(each.clock(), each.moment());
                assertTrue(
                        low == null || low <= truly,
                        "seed " + seed + ": " + each + " low is " + low + ", truly " + truly);
                assertTrue(
                        high == null || truly <= high,
                        "seed " + seed + ": " + each + " high is " + high + ", truly " + truly);
                if (each.clock().equals(last.clock())) {
                    continue; // all others are placed on this clock
                }
                moments++;
                var uncertainty = clocks.uncertainty(each.clock(), each.moment());
                if (uncertainty != null) {
                    bounded++;
                    widths.add(uncertainty);
                }
            }
        }
        widths.sort(Long::compare);
        System.out.printf(
                "%d incidents: %d moments beside the first clock, %.1f %% bounded on both sides; off by at most: median %.3f ms,"
                        + " 99 %% %.3f ms%n",
                INCIDENTS,
                moments,
                100.0 * bounded / moments,
                widths.get(widths.size() / 2) / 1e6,
                widths.get(widths.size() * 99 / 100) / 1e6);
        assertTrue(bounded > 0, "no moment is bounded on both sides");
    }
}
