package io.keepsake.history.cluster;

import io.keepsake.core.event.Decision.AddressesStand;
import io.keepsake.core.event.Decision.BecameMaster;
import io.keepsake.core.event.Why.DownTimer;
import io.keepsake.core.event.Why.MasterDownExpired;
import io.keepsake.core.value.InstanceName;
import io.keepsake.history.show.Spans;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the time of a takeover went, all by the clock of the node that took over: the silence that it waited for, its
 * decision, its addresses in the kernel, the first gratuitous ARP, the IPVS table where it balances; and what a shorter advert interval would save of it.
 */
public final class FailoverBudget {
    private static final long SHORT_INTERVAL_NANOS = 100_000_000;

    private final ClusterHistory history;
    private final Fact.Moved moved;
    private final DownTimer timer;

    private FailoverBudget(ClusterHistory history, Fact.Moved moved, DownTimer timer) {
        this.history = history;
        this.moved = moved;
        this.timer = timer;
    }

    /** In words; null where no takeover by a timer was decided at this moment. */
    public static @Nullable String of(ClusterHistory history, Stamp about) {
        return history.each(about.node(), Fact.Moved.class)
                .filter(m -> m.stamp().equals(about)
                        && m.decision() instanceof BecameMaster became
                        && became.why() instanceof MasterDownExpired)
                .findFirst()
                .map(m -> new FailoverBudget(history, m, timer(m)).text())
                .orElse(null);
    }

    private static DownTimer timer(Fact.Moved moved) {
        if (moved.decision() instanceof BecameMaster became && became.why() instanceof MasterDownExpired(var timer)) {
            return timer;
        }
        throw new IllegalArgumentException("no timer led to " + moved);
    }

    private String text() {
        long at = moved.stamp().moment();
        long detection = timer.due().since(timer.armedAt());
        var stages = new ArrayList<String>();
        stages.add("detection " + Spans.print(detection));
        stages.add("election " + Spans.print(at - timer.due().nanos()));
        long done = at;
        var stand = firstStand(moved.instance());
        if (stand == null) {
            stages.add("address in the kernel: not recorded");
        } else {
            stages.add("address in the kernel " + Spans.print(stand - at));
            done = stand;
        }
        var announced = firstAnnounced();
        if (announced == null) {
            stages.add("gratuitous ARP: not recorded");
        } else {
            stages.add("gratuitous ARP " + Spans.print(Math.max(0, announced - done)));
            done = Math.max(done, announced);
        }
        var programs = programs(done);
        if (programs != null) {
            var last = programs.stream()
                    .map(Fact.Programmed::done)
                    .filter(Objects::nonNull)
                    .mapToLong(Stamp::moment)
                    .max()
                    .orElse(done);
            boolean known = programs.stream().allMatch(p -> p.done() != null);
            stages.add(known ? "IPVS " + Spans.print(Math.max(0, last - done)) : "IPVS: not recorded");
            done = Math.max(done, last);
        }
        long all = done - timer.armedAt().nanos();
        return "budget: " + Spans.print(all) + " = " + String.join(" + ", stages) + saving(detection, all);
    }

    /**
     * What was asked of the IPVS table until then and not done when it took over; null where there is no virtual server: the
     * table stands on backups too, but a start may still program it, and the sync daemon follows the role.
     */
    private @Nullable List<Fact.Programmed> programs(long done) {
        var begun = moved.stamp();
        boolean balances = history.each(begun.node(), Fact.Configured.class)
                .filter(c ->
                        c.stamp().clock().equals(begun.clock()) && c.stamp().moment() <= begun.moment())
                .reduce((_, last) -> last)
                .filter(c -> !c.config().virtualServers().isEmpty())
                .isPresent();
        return !balances
                ? null
                : history.each(begun.node(), Fact.Programmed.class)
                        .filter(p -> p.stamp().run() == begun.run() && p.stamp().moment() <= done)
                        .filter(p -> p.done() == null || p.done().moment() >= begun.moment())
                        .toList();
    }

    /** When all addresses stood; before it lost the role again. */
    private @Nullable Long firstStand(InstanceName instance) {
        return within(history.each(moved.stamp().node(), Fact.Decided.class)
                .filter(d -> d.decision() instanceof AddressesStand stand
                        && stand.instance().equals(instance))
                .map(Fact.Decided::stamp)
                .toList());
    }

    private @Nullable Long firstAnnounced() {
        return within(history.each(moved.stamp().node(), Fact.Announced.class)
                .map(Fact.Announced::stamp)
                .toList());
    }

    /** The first of these after the takeover, and before the instance has another role. */
    private @Nullable Long within(List<Stamp> stamps) {
        long begin = moved.stamp().moment();
        long end = history.each(moved.stamp().node(), Fact.Moved.class)
                .filter(m -> m.instance().equals(moved.instance())
                        && m.stamp().clock().equals(moved.stamp().clock())
                        && m.stamp().moment() > begin)
                .mapToLong(m -> m.stamp().moment())
                .min()
                .orElse(Long.MAX_VALUE);
        return stamps.stream()
                .filter(s -> s.clock().equals(moved.stamp().clock()) && s.moment() >= begin && s.moment() <= end)
                .map(Stamp::moment)
                .findFirst()
                .orElse(null);
    }

    /** Both the adverts waited for and the skew are parts of the interval. */
    private String saving(long detection, long all) {
        if (timer.intervalNanos() <= SHORT_INTERVAL_NANOS || all <= 0) {
            return "";
        }
        long saved = detection - detection / (timer.intervalNanos() / SHORT_INTERVAL_NANOS);
        return String.format(
                Locale.ROOT,
                "; advert_int 0.1 (version 3) would save %s (%d %%)",
                Spans.print(saved),
                100 * saved / all);
    }
}
