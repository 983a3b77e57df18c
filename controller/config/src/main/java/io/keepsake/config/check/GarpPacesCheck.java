package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.GarpPace;
import io.keepsake.core.value.InterfaceName;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Reads every {@code garp_group}, and the pace that {@code global_defs} has for all other interfaces. */
final class GarpPacesCheck {
    private static final String MOST_SECONDS = "4294";

    private final Problems problems;
    private final List<GarpPace> paces = new ArrayList<>();
    private final Set<InterfaceName> taken = new LinkedHashSet<>();

    private GarpPacesCheck(Problems problems) {
        this.problems = problems;
    }

    static List<GarpPace> read(Problems problems, List<Node> root, Values globals) {
        var check = new GarpPacesCheck(problems);
        for (var node : root) {
            if (node.name().equals("garp_group") && node.block() != null) {
                check.group(node);
            }
        }
        var rest = new GarpPace(List.of(), nanos(globals, "vrrp_garp_interval"), nanos(globals, "vrrp_gna_interval"));
        if (rest.garpNanos() > 0 || rest.gnaNanos() > 0) {
            check.paces.add(rest);
        }
        return List.copyOf(check.paces);
    }

    private static long nanos(Values values, String keyword) {
        var nanos = values.nanos(keyword, "0", MOST_SECONDS, "ignored");
        return nanos == null ? 0 : nanos;
    }

    private void group(Node block) {
        var values = new Values(problems, block.children());
        var links = new ArrayList<InterfaceName>();
        for (var node : block.children()) {
            switch (node.name()) {
                case "interface" -> node.values().forEach(name -> link(name, links));
                case "interfaces" ->
                    node.children().forEach(line -> line.words().forEach(name -> link(name, links)));
                default -> {}
            }
        }
        var pace = new GarpPace(links, nanos(values, "garp_interval"), nanos(values, "gna_interval"));
        if (links.isEmpty()) {
            problems.warn(
                    block.keyword().place(),
                    "garp_group has no interface; it is ignored",
                    "name them: interfaces { eth0 eth1 }");
        } else if (pace.garpNanos() == 0 && pace.gnaNanos() == 0) {
            problems.warn(
                    block.keyword().place(), "garp_group has no garp_interval and no gna_interval; it is ignored");
        } else {
            paces.add(pace);
        }
    }

    private void link(Token name, List<InterfaceName> links) {
        var link = Values.interfaceName(problems, name, "it is ignored");
        if (link != null && !taken.add(link)) {
            problems.warn(name.place(), link + " is in a garp_group already; it is ignored here");
        } else if (link != null) {
            links.add(link);
        }
    }
}
