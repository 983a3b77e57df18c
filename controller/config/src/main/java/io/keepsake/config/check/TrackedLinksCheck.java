package io.keepsake.config.check;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.TrackedLink;
import io.keepsake.core.value.InterfaceName;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code track_interface { IF [weight N] [reverse] }}. */
final class TrackedLinksCheck {
    private static final Weighed.Kind WEIGHTS = new Weighed.Kind("track_interface", TrackedLink.MOST);
    private static final Weighed PLAIN = new Weighed(0, false);

    private TrackedLinksCheck() {}

    /** @param own the interface of the instance, which it tracks anyway; null for a group, or where there is none */
    static List<TrackedLink> read(Problems problems, List<Node> nodes, LinksCheck links, @Nullable InterfaceName own) {
        var tracked = new LinkedHashMap<InterfaceName, TrackedLink>();
        for (var node : nodes) {
            if (node.name().equals("track_interface")) {
                for (var line : node.children()) {
                    var one = link(problems, line);
                    links.look(line.keyword(), "it counts as down until it comes");
                    if (one != null && one.link().equals(own)) {
                        problems.warn(
                                line.keyword().place(),
                                one.link() + " is the interface of the instance; the line is ignored, as in keepalived",
                                "its loss is a fault anyway, unless dont_track_primary is written");
                    } else if (one != null && tracked.putIfAbsent(one.link(), one) != null) {
                        problems.warn(
                                line.keyword().place(), one.link() + " is tracked twice; the later line is ignored");
                    }
                }
            }
        }
        return List.copyOf(tracked.values());
    }

    private static @Nullable TrackedLink link(Problems problems, Node line) {
        var link = Values.interfaceName(problems, line.keyword(), "it is not tracked");
        var weighed = PLAIN.ofLine(problems, WEIGHTS, line.keyword(), line.values());
        return link == null || weighed == null ? null : new TrackedLink(link, weighed.weight(), weighed.reverse());
    }
}
