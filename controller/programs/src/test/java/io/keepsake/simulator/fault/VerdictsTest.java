package io.keepsake.simulator.fault;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.value.Ip;
import io.keepsake.history.cluster.ClusterHistory;
import io.keepsake.history.cluster.ClusterScan;
import io.keepsake.history.cluster.Incident;
import io.keepsake.history.cluster.Incident.Kind;
import io.keepsake.history.cluster.Incidents;
import io.keepsake.history.cluster.Verdict;
import io.keepsake.history.cluster.Verdict.Confidence;
import io.keepsake.history.cluster.Verdict.Rule;
import io.keepsake.history.cluster.Verdicts;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.simulator.fault.ForeignRouters.Difference;
import io.keepsake.simulator.fault.ForeignRouters.ForeignRouter;
import io.keepsake.simulator.fault.KernelFaults.LinkFails;
import io.keepsake.simulator.fault.KernelFaults.LinkTrouble;
import io.keepsake.testkit.scenario.Scenario;
import io.keepsake.world.Core;
import io.keepsake.world.Injection;
import io.keepsake.world.Kernel;
import io.keepsake.world.Machine;
import io.keepsake.world.NodePlan;
import io.keepsake.world.Plan;
import io.keepsake.world.Plan.Planned;
import io.keepsake.world.Watcher;
import io.keepsake.world.World;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Troubles of a small cluster, what was found of them, and why it is said to have happened. */
class VerdictsTest {
    private static final long SECOND = 1_000_000_000L;

    private static String config(int priority, String more) {
        return "vrrp_instance VI_1 {\n    interface eth0\n    state BACKUP\n    virtual_router_id 51\n    priority "
                + priority + "\n    advert_int 1\n" + more
                + "    virtual_ipaddress {\n        10.0.0.100/24\n    }\n}\n";
    }

    private static String other(int priority) {
        return config(priority, "")
                .replace("VI_1", "VI_2")
                .replace("_id 51", "_id 52")
                .replace("0.100", "0.101");
    }

    private static final class Recorder implements Watcher {
        private final ClusterScan scan;
        private final Set<String> begun = new HashSet<>();

        private final List<String> names;

        Recorder(List<String> names) {
            this.names = names;
            scan = new ClusterScan(names);
        }

        @Override
        public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
            if (!names.contains(machine.name())) {
                return;
            }
            if (begun.add(machine.name() + machine.runs())) {
                scan.take(
                        machine.name(),
                        new RunStarted(
                                machine.runs(),
                                turn.recorded().index(),
                                turn.recorded().wall(),
                                "test"));
            }
            scan.take(machine.name(), new TurnRead(machine.runs(), turn));
        }
    }

    private static ClusterHistory run(List<String> configs, Injection... injections) {
        return runWithout("", configs, injections);
    }

    /** The journal of this node is not there. */
    private static ClusterHistory runWithout(String missing, List<String> configs, Injection... injections) {
        var nodes = new ArrayList<NodePlan>();
        var names = new ArrayList<String>();
        for (var text : configs) {
            nodes.add(new NodePlan(Scenario.parse(text), text, 20 * nodes.size(), SECOND / 10, SECOND / 5));
            names.add("n" + nodes.size());
        }
        var planned = new ArrayList<Planned>();
        for (var injection : injections) {
            planned.add(new Planned((30 + 40L * planned.size()) * SECOND, injection));
        }
        names.remove(missing);
        var recorder = new Recorder(names);
        new World(new Plan(7, nodes, planned, 120 * SECOND, 100 * SECOND), Core.REAL, List.of(recorder)).run();
        return recorder.scan.history();
    }

    private static final List<String> TWO = List.of(config(150, ""), config(100, ""));
    /** Each is master of something, so that adverts go both ways. */
    private static final List<String> TALKING = List.of(config(150, "") + other(100), config(100, "") + other(150));

    private static final List<String> THREE = List.of(config(150, ""), config(100, ""), config(50, ""));

    /**
     * What must be told of the trouble that comes after 30 seconds.
     *
     * @param kinds of all incidents, in the order of time
     * @param claim a part of the verdict
     */
    record Case(
            String name,
            List<String> configs,
            @Nullable Injection injection,
            List<Kind> kinds,
            Rule rule,
            String claim) {}

    private static Case of(String name, Injection injection, List<Kind> kinds, Rule rule, String claim) {
        return new Case(name, TWO, injection, kinds, rule, claim);
    }

    private static Injection link(LinkTrouble trouble) {
        return new LinkFails(0, Kernel.LINK, trouble, 10 * SECOND);
    }

    static List<Case> cases() {
        return List.of(
                of(
                        "the director is killed",
                        new ProcessFaults.Crash(0, 0, 10 * SECOND),
                        List.of(Kind.NOBODY, Kind.DIRECTOR_DIED, Kind.ADDRESS_WITHOUT_MASTERSHIP),
                        Rule.DIRECTOR_DIED,
                        "its machine was not booted, and its addresses stayed"),
                of(
                        "the director is stopped",
                        new ProcessFaults.Stop(0, 10 * SECOND),
                        List.of(),
                        Rule.CLEAN_STOP,
                        "n1 was stopped (SIGTERM) and said goodbye; n2 took over"),
                of(
                        "the machine is reset",
                        new ProcessFaults.Reboot(0, 10 * SECOND),
                        List.of(Kind.NOBODY, Kind.DIRECTOR_DIED),
                        Rule.MACHINE_DIED,
                        "the machine of n1 went down without a goodbye and was booted again"),
                of(
                        "no packet either way",
                        new NetworkFaults.Partition(1, 10 * SECOND),
                        List.of(Kind.TWO_MASTERS),
                        Rule.TWO_WAY_PARTITION,
                        "the network was cut between n1 and n2"),
                of(
                        "no packet one way",
                        new NetworkFaults.OneWay(0, 1, 10 * SECOND),
                        List.of(Kind.TWO_MASTERS),
                        Rule.ONE_WAY_LOSS,
                        "n1 sent and n2 did not hear it, while n1 heard n2"),
                of(
                        "SIGSTOP of the master",
                        new ProcessFaults.Pause(0, false, 10 * SECOND),
                        List.of(Kind.STALLED, Kind.TWO_MASTERS),
                        Rule.MASTER_STOOD_STILL,
                        "n1 stood still for 9.48"),
                of(
                        "the machine of the master is suspended",
                        new ProcessFaults.Freeze(0, true, 10 * SECOND),
                        List.of(Kind.TWO_MASTERS),
                        Rule.MACHINE_SUSPENDED,
                        "suspended for about 10 s"),
                of(
                        "carrier lost",
                        link(LinkTrouble.NO_CARRIER),
                        List.of(Kind.NOBODY),
                        Rule.FAULT_OF_MASTER,
                        "INTERFACE_DOWN eth0 (it lost its carrier)"),
                of(
                        "ip link set down",
                        link(LinkTrouble.DOWN),
                        List.of(Kind.NOBODY),
                        Rule.FAULT_OF_MASTER,
                        "INTERFACE_DOWN eth0 (it was set down)"),
                of(
                        "ip link del",
                        link(LinkTrouble.DELETED),
                        List.of(Kind.NOBODY),
                        Rule.FAULT_OF_MASTER,
                        "the interface was deleted, renamed or moved away, not unplugged"),
                of(
                        "the virtual address is taken away",
                        new KernelFaults.AddressTaken(0),
                        List.of(Kind.NOBODY),
                        Rule.ADDRESS_TAKEN,
                        "somebody took the address eth0 10.0.0.100/24 away from n1, it stepped down"),
                of(
                        "the source address goes",
                        new KernelFaults.SourceLost(0, 10 * SECOND),
                        List.of(Kind.NOBODY),
                        Rule.FAULT_OF_MASTER,
                        "NO_SOURCE_IP eth0"),
                of(
                        "a stranger with a higher priority",
                        new ForeignRouter(Ip.parse("10.0.0.254"), 200, Difference.NOTHING, 10, SECOND),
                        List.of(Kind.NOBODY),
                        Rule.YIELDED_TO_STRANGER,
                        "n1 yielded to 10.0.0.254 (priority 200, ours is 150), which has no journal here"),
                new Case(
                        "the lower one is cut off with a third",
                        THREE,
                        new NetworkFaults.Partition(1, 10 * SECOND),
                        List.of(Kind.TWO_MASTERS),
                        Rule.TWO_WAY_PARTITION,
                        "the network was cut between n1 and n2"),
                new Case(
                        "one way of three is closed",
                        THREE,
                        new NetworkFaults.OneWay(0, 1, 10 * SECOND),
                        List.of(Kind.TWO_MASTERS),
                        Rule.ONE_WAY_LOSS,
                        "n1 sent and n2 did not hear it"),
                new Case(
                        "version 2 with two intervals",
                        List.of(config(150, ""), config(100, "").replace("advert_int 1", "advert_int 2")),
                        null,
                        List.of(Kind.REJECTED, Kind.TWO_MASTERS, Kind.REJECTED),
                        Rule.SPLIT_BY_BOTH_REJECTING,
                        "INTERVAL_MISMATCH, interval 1 s, ours is 2 s"),
                new Case(
                        "lists with nothing in common",
                        List.of(config(150, ""), config(100, "").replace("10.0.0.100", "10.0.0.200")),
                        null,
                        List.of(Kind.REJECTED, Kind.TWO_MASTERS, Kind.REJECTED),
                        Rule.SPLIT_BY_BOTH_REJECTING,
                        "ADDRESS_LIST, its list is [10.0.0.100], ours is [10.0.0.200]"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void theReasonIsFound(Case it) {
        var history = it.injection() == null ? run(it.configs()) : run(it.configs(), it.injection());

        var verdicts = Verdicts.of(history);
        assertEquals(
                it.kinds(), Incidents.of(history).stream().map(Incident::kind).toList(), () -> verdicts.toString());
        assertTrue(
                verdicts.stream()
                        .anyMatch(v -> v.rule() == it.rule() && v.claim().contains(it.claim())),
                () -> verdicts.stream()
                        .map(v -> v.rule() + " " + v.claim())
                        .toList()
                        .toString());
        var split = it.rule() == Rule.MACHINE_SUSPENDED ? Rule.MASTER_STOOD_STILL : it.rule();
        verdicts.stream()
                .filter(v -> v.claim().startsWith("two masters for"))
                .forEach(v -> assertEquals(split, v.rule(), v::claim));
        assertEquals(it.kinds().contains(Kind.TWO_MASTERS), verdicts.stream().anyMatch(v -> v.claim()
                .startsWith("two masters for")));
        assertTrue(
                verdicts.stream()
                        .allMatch(v -> v.confidence() == Confidence.CANNOT_TELL
                                || !v.evidence().isEmpty()
                                || v.rule() == Rule.FIRST_MASTER),
                "a verdict without evidence");
    }

    @Test
    void nothingIsAnIncidentThatIsNone() {
        var quiet =
                run(TWO, new NetworkFaults.OneWay(1, 0, 10 * SECOND), new ProcessFaults.Pause(1, false, 5 * SECOND));

        assertEquals(
                List.of(Kind.STALLED),
                Incidents.of(quiet).stream().map(Incident::kind).toList());
        assertEquals(
                List.of(Rule.FIRST_MASTER),
                Verdicts.of(quiet).stream().map(Verdict::rule).toList());
    }

    /** Adverts both ways tell how long it took, whatever the wall clock says; alone nobody can tell. */
    @Test
    void whetherAWallClockWasSetIsKnownFromOthers() {
        var forward = new ProcessFaults.Step(0, 600 * SECOND);

        var known = Incidents.of(run(TALKING, forward));
        var alone = Incidents.of(runWithout("n2", TALKING, forward));
        var back = Incidents.of(run(TALKING, new ProcessFaults.Step(0, -600 * SECOND)));

        assertEquals(
                List.of("the wall clock of n1 was set forward by 600 s; timers do not follow it"),
                known.stream().map(Incident::text).toList());
        assertEquals(
                List.of(
                        "the wall clock of n1 went forward by 600 s: it was set, or the machine was suspended; timers do"
                                + " not follow it"),
                alone.stream().map(Incident::text).toList(),
                () -> alone.toString());
        assertEquals(
                List.of("the wall clock of n1 was set back by 600 s; timers do not follow it"),
                back.stream().map(Incident::text).toList());
    }

    @Test
    void aWallClockThatIsSetInAPartitionIsNoStandstill() {
        var verdicts = Verdicts.of(
                run(TALKING, new NetworkFaults.Partition(1, 60 * SECOND), new ProcessFaults.Step(0, 600 * SECOND)));

        var claims = verdicts.stream().map(v -> v.rule() + " " + v.claim()).toList();
        assertEquals(
                Set.of(Rule.FIRST_MASTER, Rule.TWO_WAY_PARTITION),
                new HashSet<>(verdicts.stream().map(Verdict::rule).toList()),
                () -> String.join("\n", claims));
    }

    @Test
    void oneAdvertFromAFailoverIsANearMiss() {
        var near = Incidents.of(run(TWO, new NetworkFaults.OneWay(0, 1, 5 * SECOND / 2)));

        assertEquals(List.of(Kind.NEAR_MISS), near.stream().map(Incident::kind).toList());
        assertTrue(near.getFirst().text().contains("would have taken over 609.698 ms later"), near::toString);
    }

    @Test
    void anAddressPutOnABackupByHandIsTold() {
        var added = Incidents.of(run(TWO, new KernelFaults.AddressAdded(1, Ip.parse("10.0.0.100"), 24)));

        assertEquals(
                List.of(Kind.ADDRESS_WITHOUT_MASTERSHIP),
                added.stream().map(Incident::kind).toList());
        assertTrue(added.getFirst().text().contains("somebody put it there"), added::toString);
    }

    @Test
    void whereAJournalIsMissingItSaysSo() {
        var history = runWithout("n1", TWO, new NetworkFaults.OneWay(0, 1, 10 * SECOND));

        var taken = Verdicts.of(history).getFirst();
        assertEquals(Rule.LOSS_ON_THE_WAY, taken.rule(), taken::toString);
        assertEquals(Confidence.LIKELY, taken.confidence());
        assertTrue(taken.collect().toString().contains("the journal"), taken::toString);
        var killed = Verdicts.of(runWithout("n1", TWO, new ProcessFaults.Crash(0, 0, 10 * SECOND)))
                .getFirst();
        assertEquals(Rule.DIRECTOR_DIED, killed.rule(), killed::toString);
        assertEquals(Confidence.LIKELY, killed.confidence(), killed::toString);
    }
}
