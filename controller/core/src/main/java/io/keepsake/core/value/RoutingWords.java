package io.keepsake.core.value;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The words of the text of a route or rule, one after another. */
final class RoutingWords {
    private final String text;
    private final String[] words;
    private int at;

    RoutingWords(String text) {
        this.text = text;
        this.words = text.split(" ", -1);
    }

    IllegalArgumentException wrong() {
        return new IllegalArgumentException("not a route or rule: " + text);
    }

    boolean atEnd() {
        return at == words.length;
    }

    String next() {
        if (atEnd()) {
            throw wrong();
        }
        return words[at++];
    }

    /** Whether the next word is this one, which is then behind. */
    boolean has(String word) {
        boolean there = at < words.length && words[at].equals(word);
        at += there ? 1 : 0;
        return there;
    }

    /** The number behind {@code name}, or {@code otherwise}. */
    long number(String name, long otherwise) {
        return has(name) ? number() : otherwise;
    }

    /** A whole number of at most 32 bits. */
    long number() {
        long number = Digits.parse(next(), 10);
        if (number < 0 || number >>> 32 != 0) {
            throw wrong();
        }
        return number;
    }

    /** The same, of at most {@code most}. */
    int number(String name, int otherwise, int most) {
        long number = number(name, otherwise);
        if (number > most) {
            throw wrong();
        }
        return (int) number;
    }

    @Nullable InterfaceAddress network(String name) {
        return has(name) ? InterfaceAddress.parse(next()) : null;
    }

    @Nullable Ip ip(String name) {
        return has(name) ? Ip.parse(next()) : null;
    }

    @Nullable InterfaceName link(String name) {
        return has(name) ? new InterfaceName(next()) : null;
    }

    @Nullable NumberRange range(String name) {
        return has(name) ? NumberRange.parse(next()) : null;
    }

    <E extends Enum<E>> E word(Class<E> type) {
        return Enum.valueOf(type, next().toUpperCase(Locale.ROOT));
    }

    static String of(Enum<?> word) {
        return word.name().toLowerCase(Locale.ROOT);
    }

    static void add(StringBuilder out, String name, @Nullable Object value) {
        if (value != null) {
            out.append(' ').append(name).append(' ').append(value);
        }
    }

    /** Leaves out what is usual. */
    static void add(StringBuilder out, String name, long value, long usual) {
        if (value != usual) {
            out.append(' ').append(name).append(' ').append(value);
        }
    }
}
