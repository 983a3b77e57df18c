package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Tells of interfaces that there are not, where it is known which there are. */
final class LinksCheck {
    private final Problems problems;
    private final @Nullable Set<String> links;
    private final boolean dynamic;

    /** @param dynamic {@code dynamic_interfaces}: it was said that interfaces come later */
    LinksCheck(Problems problems, @Nullable Set<String> links, boolean dynamic) {
        this.problems = problems;
        this.links = links;
        this.dynamic = dynamic;
    }

    /** @param meanwhile what happens while there is no such interface */
    void look(Token name, String meanwhile) {
        if (links != null && !links.contains(name.text()) && !dynamic) {
            problems.warn(
                    name.place(), "there is no interface " + name.text() + " now; " + meanwhile, "ip link shows them");
        }
    }
}
