package io.keepsake.simulator.invariant;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.LinkDelay;
import io.keepsake.core.event.ClockEvent.DeadlineReached;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Link;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which links count as usable, by what they were after each event, how long, and the {@code interface_up_down_delays} that
 * are written, alone; written a second time.
 */
final class LinkModel {
    private static final Pattern BLOCK = Pattern.compile("interface_up_down_delays\\s*\\{([^}]*)}");

    private final Map<InterfaceName, One> byName = new HashMap<>();
    private List<LinkDelay> delays = List.of();

    /** A link with a delay: what counts, and since when it is otherwise; null while it is not. */
    private record One(boolean counts, @Nullable Long otherwiseSince) {}

    /** Takes the state after the next turn; gives whether what it says of a link may be another than before. */
    boolean fill(NodeState after, Recorded recorded) {
        if (recorded.event() instanceof ConfigAccepted accepted && !after.stopping()) {
            delays = accepted.text().isEmpty() ? accepted.config().linkDelays() : written(accepted);
        }
        long now = recorded.at().nanos();
        boolean deadline = recorded.event() instanceof DeadlineReached;
        var before = Map.copyOf(byName);
        byName.keySet().removeIf(name -> delays.stream().noneMatch(d -> d.link().equals(name)));
        for (var delay : delays) {
            var link = after.links().link(delay.link()).orElse(null);
            if (link == null) {
                byName.remove(delay.link());
            } else {
                byName.put(delay.link(), one(delay, link, now, deadline));
            }
        }
        return !before.equals(byName);
    }

    private static List<LinkDelay> written(ConfigAccepted accepted) {
        var found = new ArrayList<LinkDelay>();
        var block = BLOCK.matcher(accepted.text());
        while (block.find()) {
            block.group(1).lines().map(String::strip).filter(l -> !l.isEmpty()).forEach(line -> {
                var words = line.split("\\s+", -1);
                var name = new InterfaceName(words[0]);
                long most = accepted.config().instances().stream()
                        .filter(i -> i.link().equals(name))
                        .mapToLong(
                                i -> (i.downTimerAdverts() - 1) * i.interval().nanos())
                        .min()
                        .orElse(Long.MAX_VALUE);
                found.add(new LinkDelay(name, cut(words[1], most), cut(words[words.length - 1], most)));
            });
        }
        return found;
    }

    private static long cut(String seconds, long most) {
        long nanos = Math.round(Double.parseDouble(seconds) * 1e9);
        return nanos < most ? nanos : Math.min(nanos, Math.max(0, most - 1_000_000_000L / 256));
    }

    private One one(LinkDelay delay, Link link, long now, boolean deadline) {
        var was = byName.get(delay.link());
        boolean is = link.up() && link.running();
        if (was == null || was.counts == is) {
            return new One(is, null);
        }
        long since = was.otherwiseSince == null ? now : was.otherwiseSince;
        long lasts = is ? delay.upNanos() : delay.downNanos();
        boolean begins = was.otherwiseSince == null && lasts == 0;
        return begins || deadline && now >= since + lasts ? new One(is, null) : new One(was.counts, since);
    }

    /** Whether this link counts as usable. */
    boolean usable(NodeState after, InterfaceName name) {
        var one = byName.get(name);
        return one == null
                ? after.links().links().stream().anyMatch(l -> l.name().equals(name) && l.up() && l.running())
                : one.counts;
    }
}
