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
import io.keepsake.simulator.fault.Fault;
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
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Simulated incidents of nodes whose wall clocks are up to minutes apart and whose monotonic ones drift up to 200 ppm: the
 * merged order contradicts no advert, and every true place lies within the bounds. {@code -Dincidents=1000} for more, {@code -Dfirst=150} for others.
 */
class ClocksTest {
    private static final int INCIDENTS = Integer.getInteger("incidents", 40);
    private static final Setup SHORT = Setup.DEFAULT.lasting(90_000_000_000L);
    private static final Setup REBOOTS = new Setup(2, 0, -1, "", 600_000_000_000L, Set.of(Fault.REBOOT), true);
    private static final int DRIFT_PPM = 200;
    private static final long SKEW_NANOS = 300_000_000_000L;
    /** As far as two wall clocks drift apart in ten minutes, and adverts that are late. */
    private static final long NEAR_NANOS = 1_000_000_000L;

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

        private final long skewNanos;

        /** @param skewNanos wall clocks are wrong by less than this; by nothing when it is 0 */
        Journals(long seed, long skewNanos) {
            random = new Random(seed);
            this.skewNanos = skewNanos;
        }

        @Override
        public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
            if (machine.number() == 0 && first.isEmpty()) {
                first.add(machine);
            }
            var log = logs.computeIfAbsent(machine.name(), name -> new ClockLog(name, sources));
            long skew = skews.computeIfAbsent(
                    machine.name(), _ -> skewNanos == 0 ? 0 : random.nextLong(-skewNanos, skewNanos));
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
            var placed = Placed.of(seed, SHORT, SKEW_NANOS);
            if (placed == null) {
                continue;
            }
            placed.arrivesAfterItLeft();
            placed.isWithinBounds();
            for (var each : placed.besideTheFirst()) {
                moments++;
                var uncertainty = placed.clocks().uncertainty(each.clock(), each.moment());
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

    /**
     * Each boot counts its events anew, and sends the same identifications as regularly as the one before. Wall clocks that
     * were right are not overruled by what was heard of another boot.
     */
    @Test
    void bootsAreNotTakenForEachOther() {
        for (int seed = Integer.getInteger("first", 0); seed < INCIDENTS; seed++) {
            var placed = Placed.of(seed, REBOOTS, 0);
            if (placed != null) {
                placed.isWithinBounds();
                placed.isNearTheTruth();
            }
        }
    }

    /**
     * An incident on one line.
     *
     * @param last the last moment of the first node, by whose clock all are placed
     */
    private record Placed(long seed, Journals journals, Clocks clocks, Stamped last) {
        static @Nullable Placed of(long seed, Setup setup, long skewNanos) {
            var journals = new Journals(seed, skewNanos);
            Simulation.run(drifting(Planner.plan(seed, setup), new Random(seed)), journals);
            if (journals.first.isEmpty()) {
                return null;
            }
            var clocks = Clocks.of(List.copyOf(journals.logs.values()));
            var last = journals.all.stream()
                    .filter(s ->
                            s.clock().node().equals(journals.first.getFirst().name()))
                    .reduce((_, b) -> b)
                    .orElseThrow();
            return new Placed(seed, journals, clocks, last);
        }

        List<Stamped> besideTheFirst() {
            return journals.all.stream()
                    .filter(each -> !each.clock().equals(last.clock()))
                    .toList();
        }

        void arrivesAfterItLeft() {
            for (var each : journals.heard) {
                long left = clocks.at(each.sent().clock(), each.sent().moment());
                long arrived = clocks.at(each.arrived().clock(), each.arrived().moment());
                assertTrue(left <= arrived, "seed " + seed + ": " + each + " arrives " + (left - arrived) + " early");
            }
        }

        private long truly(Stamped each) {
            var clock = journals.first.getFirst().clock();
            return clocks.at(last.clock(), last.moment()) + clock.at(each.truly()) - clock.at(last.truly());
        }

        void isWithinBounds() {
            for (var each : journals.all) {
                long truly = truly(each);
                var low = clocks.notBefore(each.clock(), each.moment());
                var high = clocks.notAfter(each.clock(), each.moment());
                assertTrue(
                        low == null || low <= truly,
                        "seed " + seed + ": " + each + " low is " + low + ", truly " + truly);
                assertTrue(
                        high == null || truly <= high,
                        "seed " + seed + ": " + each + " high is " + high + ", truly " + truly);
            }
        }

        void isNearTheTruth() {
            for (var each : journals.all) {
                long off = clocks.at(each.clock(), each.moment()) - truly(each);
                assertTrue(Math.abs(off) < NEAR_NANOS, "seed " + seed + ": " + each + " is placed " + off + " ns away");
            }
        }
    }
}
