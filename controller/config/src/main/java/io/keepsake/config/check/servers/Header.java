package io.keepsake.config.check.servers;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.AddressWords;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Family;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands behind {@code virtual_server}. */
sealed interface Header {
    String INSTEAD = "the virtual_server is left out";

    /** {@code IP [port]}. */
    record Address(Endpoint endpoint) implements Header {
        @Override
        public Set<Family> families() {
            return Set.of(endpoint.ip().family());
        }

        @Override
        public int port() {
            return endpoint.port();
        }

        @Override
        public boolean everyPort() {
            return endpoint.port() == 0;
        }

        @Override
        public String toString() {
            return endpoint.toString();
        }
    }

    /** {@code fwmark N}. */
    record Marked(int mark) implements Header {
        @Override
        public Set<Family> families() {
            return Set.of();
        }

        @Override
        public int port() {
            return 0;
        }

        @Override
        public boolean everyPort() {
            return false;
        }

        @Override
        public String toString() {
            return "fwmark " + Integer.toUnsignedString(mark);
        }
    }

    /** {@code group NAME}. */
    record Grouped(String name, Group group) implements Header {
        @Override
        public Set<Family> families() {
            return group.families();
        }

        @Override
        public int port() {
            return 0;
        }

        @Override
        public boolean everyPort() {
            return group.addresses().stream().anyMatch(address -> address.port() == 0);
        }

        @Override
        public String toString() {
            return "group " + name;
        }
    }

    /** The families of its addresses; none when it has marks only. */
    Set<Family> families();

    /** The port of real servers that name none; 0 when there is no such port. */
    int port();

    /** Whether it, or an entry of it, stands for every port, which the kernel only does with persistence. */
    boolean everyPort();

    /** Reads the header of {@code block}, or null, which has been reported. */
    static @Nullable Header read(Problems problems, Node block, GroupsCheck groups) {
        var words = block.values();
        var kind = words.isEmpty() ? "" : words.getFirst().text();
        return switch (kind) {
            case "fwmark" -> {
                var word = second(problems, words, block);
                var mark = word == null ? null : Mark.read(problems, word, INSTEAD);
                yield mark == null ? null : new Marked(mark);
            }
            case "group" -> {
                var word = second(problems, words, block);
                yield word == null ? null : grouped(problems, word, groups);
            }
            default -> {
                var address = AddressWords.read(problems, words, block.keyword().place(), INSTEAD);
                yield address == null ? null : new Address(address.or(0));
            }
        };
    }

    private static @Nullable Token second(Problems problems, List<Token> words, Node block) {
        if (words.size() > 1) {
            return words.get(1);
        }
        problems.error(
                block.keyword().place(),
                "virtual_server " + words.getFirst().text() + " needs a value, has none; " + INSTEAD);
        return null;
    }

    private static @Nullable Header grouped(Problems problems, Token name, GroupsCheck groups) {
        var group = groups.find(name.text());
        if (group == null) {
            problems.error(name.place(), "there is no virtual_server_group " + name.text() + "; " + INSTEAD);
            return null;
        }
        return new Grouped(name.text(), group);
    }
}
