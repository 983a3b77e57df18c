package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
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
    private final Problems problems;
    private int weight;
    private boolean reverse;

    private TrackedLinksCheck(Problems problems) {
        this.problems = problems;
    }

    static List<TrackedLink> read(Problems problems, List<Node> nodes, LinksCheck links) {
        var tracked = new LinkedHashMap<InterfaceName, TrackedLink>();
        for (var node : nodes) {
            if (node.name().equals("track_interface")) {
                for (var line : node.children()) {
                    var one = new TrackedLinksCheck(problems).link(line);
                    links.look(line.keyword(), "it counts as down until it comes");
                    if (one != null && tracked.putIfAbsent(one.link(), one) != null) {
                        problems.warn(
                                line.keyword().place(), one.link() + " is tracked twice; the later line is ignored");
                    }
                }
            }
        }
        return List.copyOf(tracked.values());
    }

    private @Nullable TrackedLink link(Node line) {
        var link = Values.interfaceName(problems, line.keyword(), "it is not tracked");
        var words = line.values();
        for (int i = 0; i < words.size(); i++) {
            i += option(words.get(i), i + 1 < words.size() ? words.get(i + 1) : null);
        }
        return link == null ? null : new TrackedLink(link, weight, reverse);
    }

    /** How many words behind {@code option} belong to it. */
    private int option(Token option, @Nullable Token value) {
        switch (option.text()) {
            case "reverse" -> reverse = true;
            case "weight" -> {
                var number = value == null
                        ? null
                        : Values.whole(
                                problems,
                                "weight of track_interface",
                                value,
                                -TrackedLink.MOST,
                                TrackedLink.MOST,
                                "taken as 0: a fault while the interface is down");
                if (value == null) {
                    problems.warn(
                            option.place(),
                            "weight needs a value, has none; taken as 0: a fault while the interface is down");
                }
                weight = number == null ? 0 : number;
                return 1;
            }
            default ->
                problems.warn(
                        option.place(),
                        "\"" + option.text() + "\" is no option of track_interface; it is ignored",
                        "known are weight N and reverse");
        }
        return 0;
    }
}
