package io.keepsake.config.check.servers;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.AddressWords;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the lines of one group: {@code IP[-LAST] [port]} and {@code fwmark N}. */
final class GroupCheck {
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,3}");
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]{1,4}");

    private static final String INSTEAD = "the entry is left out";

    private final Problems problems;
    private final EntryLimit limit;
    private final Set<Endpoint> addresses = new LinkedHashSet<>();
    private final Set<Group.Entry> marks = new LinkedHashSet<>();

    GroupCheck(Problems problems, EntryLimit limit) {
        this.problems = problems;
        this.limit = limit;
    }

    Group group(Node block) {
        block.children().stream().filter(line -> line.block() == null).forEach(this::line);
        return new Group(List.copyOf(addresses), List.copyOf(marks));
    }

    private void line(Node line) {
        if (line.name().equals("fwmark")) {
            mark(line);
        } else {
            addresses(line);
        }
    }

    private void mark(Node line) {
        if (line.values().isEmpty()) {
            problems.error(line.keyword().place(), "fwmark needs a value, has none; " + INSTEAD);
            return;
        }
        var mark = Mark.read(problems, line.values().getFirst(), INSTEAD);
        if (mark == null || !limit.another(line.keyword().place())) {
            return;
        }
        var family = line.values().size() < 2 ? null : family(line.values().get(1));
        if (!marks.add(new Group.Entry(mark, family))) {
            problems.warn(line.keyword().place(), "this entry is here twice; the later one is ignored");
        }
    }

    private @Nullable Family family(Token word) {
        return switch (word.text()) {
            case "inet" -> Family.IPV4;
            case "inet6" -> Family.IPV6;
            default -> {
                problems.warn(
                        word.place(),
                        "the family of a fwmark must be inet or inet6, was \"" + word.text() + "\"; it is guessed");
                yield null;
            }
        };
    }

    private void addresses(Node line) {
        var word = line.keyword();
        int dash = word.text().indexOf('-');
        var first = Ip.tryParse(dash < 0 ? word.text() : word.text().substring(0, dash));
        if (first.isEmpty()) {
            problems.error(
                    word.place(),
                    "expected an IP address, a range of them, or fwmark, was \"" + word.text() + "\"; " + INSTEAD);
            return;
        }
        var count = dash < 0
                ? Integer.valueOf(1)
                : count(word, first.get(), word.text().substring(dash + 1));
        var port = line.values().isEmpty()
                ? Integer.valueOf(0)
                : AddressWords.port(problems, line.values().getFirst(), INSTEAD);
        if (count != null && port != null) {
            add(word, first.get(), count, port);
        }
    }

    /** How many addresses there are from {@code first} to the one whose last part is {@code last}. */
    private @Nullable Integer count(Token word, Ip first, String last) {
        boolean v4 = first.family() == Family.IPV4;
        long start = first.low() & (v4 ? 0xff : 0xffff);
        int end = (v4 ? DECIMAL : HEX).matcher(last).matches() ? Integer.parseInt(last, v4 ? 10 : 16) : -1;
        int most = v4 ? 255 : 0xffff;
        if (end <= start || end > most) {
            problems.error(
                    word.place(),
                    "the end of a range is the last "
                            + (v4 ? "octet, " + (start + 1) + "..255" : "word, above the first's") + ", was \"" + last
                            + "\"; " + INSTEAD);
            return null;
        }
        return (int) (end - start) + 1;
    }

    private void add(Token word, Ip first, int count, int port) {
        boolean twice = false;
        for (int i = 0; i < count && limit.another(word.place()); i++) {
            twice |= !addresses.add(new Endpoint(new Ip(first.family(), first.high(), first.low() + i), port));
        }
        if (twice) {
            problems.warn(word.place(), "this entry is here twice; the later one is ignored");
        }
    }
}
