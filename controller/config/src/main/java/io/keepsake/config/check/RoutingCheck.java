package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.StaticConfig;
import io.keepsake.core.config.StaticConfig.TrackGroup;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.config.WantedRouting;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Routing;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads routes and rules, static ones and those of instances, and static addresses. */
final class RoutingCheck {
    /** What keepalived begins with, going down, where rules name no preference. */
    private static final long FIRST_FREE = 16_384;

    private final Problems problems;
    private final LinksCheck links;
    private final Map<String, Long> tables;
    private final Map<Node, Long> free = new HashMap<>();

    /** The links of what names each track group. */
    private final Map<String, Set<InterfaceName>> tracked = new LinkedHashMap<>();

    /** @param tables the numbers of routing tables by their names */
    RoutingCheck(Problems problems, LinksCheck links, Map<String, Long> tables, List<Node> root) {
        this.problems = problems;
        this.links = links;
        this.tables = tables;
        number(root);
    }

    /** Rules without a preference get one in the order of the file, whoever they belong to. */
    private void number(List<Node> root) {
        for (var node : root) {
            if (node.name().equals("static_rules")) {
                node.children().forEach(this::number);
            } else if (node.name().equals("vrrp_instance")) {
                node.children().stream()
                        .filter(child -> child.name().equals("virtual_rules"))
                        .flatMap(child -> child.children().stream())
                        .forEach(this::number);
            }
        }
    }

    private void number(Node rule) {
        boolean named = rule.words().stream()
                .map(Token::text)
                .anyMatch(word -> word.equals("preference") || word.equals("priority") || word.equals("order"));
        if (!named) {
            free.put(rule, FIRST_FREE - free.size());
        }
    }

    /** The virtual routes of an instance, and then its virtual rules. */
    List<WantedRouting> virtual(List<Node> nodes) {
        var wanted = new ArrayList<WantedRouting>();
        var seen = new HashSet<Routing>();
        for (var line : lines(nodes, "virtual_routes")) {
            add(line, new RouteCheck(problems, links, tables, line, false).route(), seen, wanted);
        }
        for (var line : lines(nodes, "virtual_rules")) {
            add(line, rule(line, false), seen, wanted);
        }
        return wanted;
    }

    private RoutingLine.@Nullable Read rule(Node line, boolean fixed) {
        return new RuleCheck(problems, links, tables, line, fixed, () -> free.getOrDefault(line, FIRST_FREE)).rule();
    }

    private void add(Node line, RoutingLine.@Nullable Read read, Set<Routing> seen, List<WantedRouting> into) {
        if (read == null) {
            return;
        }
        if (seen.add(read.what())) {
            into.add(new WantedRouting(read.what(), read.tracked()));
        } else {
            problems.warn(line.keyword().place(), line.name() + " is here twice; the later one is ignored");
        }
    }

    private static List<Node> lines(List<Node> nodes, String keyword) {
        return nodes.stream()
                .filter(n -> n.name().equals(keyword))
                .flatMap(n -> n.children().stream())
                .toList();
    }

    /**
     * What stands while the director runs.
     *
     * @param link of static addresses that name none
     */
    StaticConfig statics(List<Node> root, List<InstanceConfig> instances, InterfaceName link) {
        var groups = groups(root, instances);
        var addresses = new ArrayList<VirtualAddress>();
        var places = new HashSet<LinkAddress>();
        for (var line : lines(root, "static_ipaddress")) {
            var check = new AddressCheck(problems, links, line, link, true);
            var address = check.address();
            if (address == null) {
                continue;
            }
            if (!places.add(address.place())) {
                problems.warn(line.keyword().place(), address.place() + " is here twice; the later one is ignored");
                continue;
            }
            addresses.add(address);
            track(check.group(), Set.of(address.link()), groups);
        }
        var routing = new ArrayList<WantedRouting>();
        var seen = new HashSet<Routing>();
        for (var line : lines(root, "static_routes")) {
            fixed(line, new RouteCheck(problems, links, tables, line, true).route(), groups, seen, routing);
        }
        for (var line : lines(root, "static_rules")) {
            fixed(line, rule(line, true), groups, seen, routing);
        }
        var about = new ArrayList<TrackGroup>();
        tracked.forEach(
                (name, of) -> about.add(new TrackGroup(name, List.copyOf(of), groups.getOrDefault(name, List.of()))));
        return new StaticConfig(
                addresses, routing.stream().map(WantedRouting::what).toList(), about);
    }

    private void fixed(
            Node line,
            RoutingLine.@Nullable Read read,
            Map<String, List<InstanceName>> groups,
            Set<Routing> seen,
            List<WantedRouting> into) {
        add(line, read, seen, into);
        if (read != null) {
            track(read.group(), read.what().links(), groups);
        }
    }

    private void track(@Nullable Token group, Set<InterfaceName> of, Map<String, List<InstanceName>> groups) {
        if (group == null) {
            return;
        }
        if (!groups.containsKey(group.text())) {
            problems.warn(group.place(), "there is no track_group " + group.text() + "; it is ignored");
            return;
        }
        tracked.computeIfAbsent(group.text(), _ -> new LinkedHashSet<>()).addAll(of);
    }

    private Map<String, List<InstanceName>> groups(List<Node> root, List<InstanceConfig> instances) {
        var groups = new LinkedHashMap<String, List<InstanceName>>();
        for (var node : root) {
            if (!node.name().equals("track_group") || node.block() == null) {
                continue;
            }
            if (node.values().isEmpty()) {
                problems.error(node.keyword().place(), "track_group needs a name, has none; it is left out");
                continue;
            }
            var name = node.values().getFirst();
            if (groups.containsKey(name.text())) {
                problems.error(name.place(), "track_group " + name.text() + " is here twice; the later is left out");
                continue;
            }
            groups.put(name.text(), members(node, instances));
        }
        return groups;
    }

    private List<InstanceName> members(Node group, List<InstanceConfig> instances) {
        var members = new LinkedHashSet<InstanceName>();
        for (var line : lines(group.children(), "group")) {
            for (var word : line.words()) {
                instances.stream()
                        .map(InstanceConfig::name)
                        .filter(name -> name.value().equals(word.text()))
                        .findFirst()
                        .ifPresentOrElse(
                                members::add,
                                () -> problems.warn(
                                        word.place(), "there is no instance " + word.text() + "; it is ignored"));
            }
        }
        return List.copyOf(members);
    }
}
