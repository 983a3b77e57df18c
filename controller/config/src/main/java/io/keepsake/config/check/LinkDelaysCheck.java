package io.keepsake.config.check;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.LinkDelay;
import io.keepsake.core.value.InterfaceName;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads {@code interface_up_down_delays { IF DOWN [UP] }}, in seconds. */
final class LinkDelaysCheck {
    private static final String KEYWORD = "interface_up_down_delays";
    private static final String MOST_SECONDS = "255";

    /** keepalived takes this from the longest delay that an instance allows. */
    private static final long MARGIN_NANOS = 1_000_000_000L / 256;

    private final Problems problems;
    private final LinksCheck links;
    private final List<InstanceConfig> instances;
    private final Map<InterfaceName, LinkDelay> delays = new LinkedHashMap<>();

    private LinkDelaysCheck(Problems problems, LinksCheck links, List<InstanceConfig> instances) {
        this.problems = problems;
        this.links = links;
        this.instances = instances;
    }

    static List<LinkDelay> read(Problems problems, List<Node> root, LinksCheck links, List<InstanceConfig> instances) {
        var check = new LinkDelaysCheck(problems, links, instances);
        for (var block : root) {
            if (block.name().equals(KEYWORD)) {
                block.children().forEach(check::line);
            }
        }
        return check.delays.values().stream()
                .filter(delay -> delay.downNanos() > 0 || delay.upNanos() > 0)
                .toList();
    }

    private void line(Node line) {
        var link = Values.interfaceName(problems, line.keyword(), "the line is ignored");
        if (link == null) {
            return;
        }
        if (line.values().isEmpty()) {
            problems.warn(
                    line.keyword().place(),
                    link + " has no delay; its loss and its return count at once",
                    "write it: " + link + " DOWN [UP], in seconds");
            return;
        }
        links.look(line.keyword(), "its delays count when it is there");
        var down = nanos(line, 0);
        var up = line.values().size() > 1 ? nanos(line, 1) : down;
        if (down == null || up == null) {
            return;
        }
        if (line.values().size() > 2) {
            problems.warn(
                    line.values().get(2).place(),
                    "a link has two delays, down and up; \""
                            + line.values().get(2).text() + "\" is ignored");
        }
        if (delays.put(link, cut(line, new LinkDelay(link, down, up))) != null) {
            problems.warn(line.keyword().place(), link + " is in " + KEYWORD + " twice; this line counts");
        }
    }

    private @Nullable Long nanos(Node line, int word) {
        return Values.nanos(problems, KEYWORD, line.values().get(word), "0", MOST_SECONDS, "the line is ignored");
    }

    /** A backup must not take over because it waits for its own link: each delay ends before it would. */
    private LinkDelay cut(Node line, LinkDelay delay) {
        var cut = delay;
        for (var instance : instances) {
            long most = (instance.downTimerAdverts() - 1) * instance.interval().nanos();
            if (instance.link().equals(delay.link()) && Math.max(cut.downNanos(), cut.upNanos()) >= most) {
                long left = Math.max(0, most - MARGIN_NANOS);
                problems.warn(
                        line.keyword().place(),
                        "the delays of " + delay.link() + " must be below " + seconds(most) + " s, "
                                + (instance.downTimerAdverts() - 1) + " intervals of instance " + instance.name()
                                + "; a longer one is cut to that",
                        "a backup would take over before it believes that its own link is lost");
                cut = new LinkDelay(delay.link(), Math.min(cut.downNanos(), left), Math.min(cut.upNanos(), left));
            }
        }
        return cut;
    }

    private static String seconds(long nanos) {
        return BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }
}
