package io.keepsake.config.check.servers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the blocks {@code virtual_server_group NAME}. */
final class GroupsCheck {
    private final Problems problems;
    private final Map<String, Group> groups = new HashMap<>();
    private final EntryLimit limit;

    GroupsCheck(Problems problems, List<Node> root) {
        this.problems = problems;
        limit = new EntryLimit(problems);
        for (var node : root) {
            if (node.name().equals("virtual_server_group") && node.block() != null) {
                read(node);
            }
        }
    }

    @Nullable Group find(String name) {
        return groups.get(name);
    }

    private void read(Node block) {
        if (block.values().isEmpty() || block.values().getFirst().text().isEmpty()) {
            problems.error(block.keyword().place(), "virtual_server_group needs a name, has none; it is left out");
            return;
        }
        var name = block.values().getFirst();
        var group = new GroupCheck(problems, limit).group(block);
        if (group.addresses().isEmpty() && group.marks().isEmpty()) {
            problems.error(name.place(), "virtual_server_group " + name.text() + " has no entries; it is left out");
        } else if (groups.putIfAbsent(name.text(), group) != null) {
            problems.error(
                    name.place(), "virtual_server_group " + name.text() + " is here twice; the later one is left out");
        }
    }
}
