package io.keepsake.web.read;

import io.keepsake.web.budget.Budget;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.merge.Findings;
import io.keepsake.web.merge.Merge;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Where each node's journal is, how they are merged at present, and what they tell together.
 *
 * @param directories by the name of the node
 */
public record Library(Map<String, Path> directories, Supplier<Merge> merge, Supplier<Findings> findings) {

    /** The index of a node, if there is one of that name. */
    public Optional<NodeIndex> node(String name) {
        return merge.get().nodes().stream().filter(n -> n.name().equals(name)).findFirst();
    }

    NodeReader reader(NodeIndex node, Budget budget) {
        var directory = directories.get(node.name());
        if (directory == null) {
            throw new IllegalArgumentException("no journal of " + node.name());
        }
        return new NodeReader(budget.open(directory), node, merge.get().places(node.name()));
    }
}
