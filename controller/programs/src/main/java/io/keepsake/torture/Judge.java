package io.keepsake.torture;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.CpuWait;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Witness;
import io.keepsake.torture.Reigns.Span;
import io.keepsake.torture.Reigns.Spoken;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What must hold after each step, and held during it. Times are the kernel's stamps of packets; bounds are the
 * protocol's, and as much longer as the machine stood still and directors wanted a CPU and had none.
 */
final class Judge implements AutoCloseable {
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final String UP = " UP, ";

    private final Cluster cluster;
    private final Witness witness = Witness.start();
    private final CpuWait wait;

    /**
     * What was seen of a router in a step.
     *
     * @param silence the time without an advert of anybody that comes next to its bound or is furthest beyond
     * @param dispute the same of times in which two sent adverts
     */
    record Seen(Bounded silence, Bounded dispute) {}

    /** How long something was, and might have been. */
    record Bounded(Duration found, Duration allowed) {
        private Duration left() {
            return allowed.minus(found);
        }
    }

    Judge(Cluster cluster) {
        this.cluster = cluster;
        wait = CpuWait.withDelivery(cluster::directors);
    }

    /** Waits until each address has its one owner, and every director answers and sees its servers alive. */
    void awaitSettled(Instant since) {
        for (var node : cluster.nodes()) {
            if (!node.runs()) {
                throw new Failure("the director of " + node + " to run", "it has ended; see its log");
            }
        }
        for (var router : VirtualRouter.values()) {
            var owner = cluster.nodes().get(router.owner());
            await(
                    owner + " alone to be master of " + router + " and to have " + router.vip(),
                    () -> {
                        Pause.of(LOOK);
                        return reigns(router, since).settled(since) && owned(router);
                    },
                    () -> "adverts since then: " + last(router, since) + "; addresses: "
                            + cluster.nodes().stream()
                                    .map(node -> node + (node.has(router) ? " has it" : " has it not"))
                                    .toList());
        }
        for (var node : cluster.nodes()) {
            var answer = new String[1];
            await(
                    node + " to answer, and to see its three servers up",
                    () -> {
                        Pause.of(LOOK);
                        var said = node.ask("status");
                        answer[0] = said;
                        return said.startsWith("ok\n") && said.split(UP, -1).length == 4;
                    },
                    () -> String.valueOf(answer[0]));
        }
    }

    private static void await(String what, BooleanSupplier condition, Supplier<String> found) {
        try {
            Await.until(what, Node.PATIENCE, condition);
        } catch (LabException e) {
            throw new Failure(what + " within " + Node.PATIENCE.toSeconds() + " s of a quiet machine", found.get());
        }
    }

    private boolean owned(VirtualRouter router) {
        return cluster.nodes().stream().allMatch(node -> node.has(router) == (node.number() == router.owner()));
    }

    private String last(VirtualRouter router, Instant since) {
        var adverts = reigns(router, since).adverts();
        return adverts.subList(Math.max(0, adverts.size() - 6), adverts.size()).toString();
    }

    /** The adverts of a router since a moment. */
    private Reigns reigns(VirtualRouter router, Instant since) {
        var spoken = new ArrayList<Spoken>();
        for (int node = 0; node < Cluster.NODES; node++) {
            for (var advert : cluster.captures().get(node).adverts(router.vrid())) {
                if (advert.priority() > 0 && advert.stamp().isAfter(since)) {
                    spoken.add(new Spoken(node, advert.stamp()));
                }
            }
        }
        spoken.sort(Comparator.comparing(Spoken::at));
        return new Reigns(router, spoken);
    }

    /** What was seen between two moments at which all was settled; fails when it is more than the step allows. */
    Map<VirtualRouter, Seen> judge(@Nullable Step step, Instant from, Instant to) {
        var seen = new EnumMap<VirtualRouter, Seen>(VirtualRouter.class);
        for (var router : VirtualRouter.values()) {
            var reigns = reigns(router, from);
            var allowed = step != null && step.mayCost(router)
                    ? router.takeover().plus(router.interval())
                    : router.interval().multipliedBy(3);
            // When the machine stood still, both whoever speaks and whoever takes over may have.
            var still = stall(from, to).multipliedBy(2);
            var silence = worst(reigns.silences(from, to), allowed.plus(still));
            var dispute =
                    worst(reigns.disputes(), router.interval().multipliedBy(2).plus(still));
            seen.put(router, new Seen(silence, dispute));
            check("adverts of " + router + " without a longer silence than ", silence);
            check("no two masters of " + router + " for longer than ", dispute);
        }
        return seen;
    }

    /** Whether there was so little of the machine that packets may have been late on their way. */
    boolean wasCrowded(Instant from, Instant to) {
        return witness.stalledBetween(from, to).compareTo(VirtualRouter.QUICK.interval()) > 0;
    }

    /** Who waits for a CPU in such a time may be as much later. */
    private Bounded worst(List<Span> spans, Duration bound) {
        return spans.stream()
                .map(span -> new Bounded(
                        span.length(),
                        span.length().compareTo(bound) <= 0 ? bound : bound.plus(wait.between(span.from(), span.to()))))
                .min(Comparator.comparing(Bounded::left))
                .orElse(new Bounded(Duration.ZERO, bound));
    }

    private static void check(String what, Bounded each) {
        if (each.left().isNegative()) {
            throw new Failure(
                    what + each.allowed().toMillis() + " ms", each.found().toMillis() + " ms");
        }
    }

    /** The longest time for which the machine stood still. */
    Duration stall(Instant from, Instant to) {
        return witness.stoodStillBetween(from, to);
    }

    /** Folds what every node has recorded since the runs with which the step began, and looks at what it holds. */
    void checkNodes(Map<Node, Long> runs) throws IOException {
        for (var node : cluster.nodes()) {
            node.verify(runs.getOrDefault(node, 1L));
            node.checkFootprint();
        }
    }

    @Override
    public void close() {
        witness.close();
        wait.close();
    }
}
