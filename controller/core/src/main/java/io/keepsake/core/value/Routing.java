package io.keepsake.core.value;

import java.util.Set;

/**
 * A route or a rule of the kernel's routing, with everything that makes it the one it is. Its text, as {@code ip route} and
 * {@code ip rule} write it but for what is usual, is its identity: two with one text are one.
 */
public sealed interface Routing permits Route, Rule {
    Family family();

    /** The links that it names. */
    Set<InterfaceName> links();

    /** Its text, which {@link #parse} reads. */
    String text();

    /**
     * Reads what {@link #text} wrote.
     *
     * @throws IllegalArgumentException when it is none
     */
    static Routing parse(String text) {
        var words = new RoutingWords(text);
        return switch (words.next()) {
            case "route" -> Route.read(words);
            case "rule" -> Rule.read(words);
            default -> throw words.wrong();
        };
    }
}
