package io.keepsake.core.text;

import io.keepsake.core.text.TextLine.Raw;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a parsed line by name. Strict: a missing or malformed field is an exception that names it. */
public final class TextSource implements FieldSource {
    /** The length of the longest there are, and room for zeros behind them. */
    private static final int SECONDS_LENGTH_MAX = 32;

    private final Map<String, Raw> fields;
    private final boolean lenient;

    TextSource(Map<String, Raw> fields) {
        this(fields, false);
    }

    private TextSource(Map<String, Raw> fields, boolean lenient) {
        this.fields = fields;
        this.lenient = lenient;
    }

    @Override
    public FieldSource later() {
        return new TextSource(fields, true);
    }

    private boolean lacks(String name) {
        return lenient && !fields.containsKey(name);
    }

    /** The fields of a line, whatever its kind; for the lines of a state. */
    public static TextSource of(String line) {
        return new TextSource(TextLine.parse(line).fields());
    }

    /** The kind of a line. */
    public static String kind(String line) {
        int end = line.indexOf(' ');
        return end < 0 ? line : line.substring(0, end);
    }

    private Raw raw(String name) {
        var raw = fields.get(name);
        if (raw == null) {
            throw new IllegalArgumentException("field " + name + " is missing; found " + fields.keySet());
        }
        return raw;
    }

    private static IllegalArgumentException wrong(String name, String expected, Object found) {
        return new IllegalArgumentException("field " + name + ": expected " + expected + ", found " + found);
    }

    private <T> T parsed(String name, String expected, Function<String, T> parser) {
        var raw = raw(name);
        if (raw instanceof Raw.Word(var text)) {
            try {
                return parser.apply(text);
            } catch (IllegalArgumentException | ArithmeticException e) {
                throw new IllegalArgumentException("field " + name + ": expected " + expected + ", found " + text, e);
            }
        }
        throw wrong(name, expected, raw);
    }

    @Override
    public long number(String name) {
        return lacks(name) ? 0 : parsed(name, "a number", Long::parseLong);
    }

    @Override
    public boolean flag(String name) {
        return !lacks(name)
                && parsed(name, "true or false", text -> switch (text) {
                    case "true" -> true;
                    case "false" -> false;
                    default -> throw new IllegalArgumentException(text);
                });
    }

    @Override
    public String text(String name) {
        return lacks(name) ? "" : parsed(name, "text", Function.identity());
    }

    @Override
    public String name(String name) {
        return text(name);
    }

    @Override
    public <E extends Enum<E>> E word(String name, Class<E> type) {
        return parsed(name, "one of " + List.of(type.getEnumConstants()), text -> Enum.valueOf(type, text));
    }

    @Override
    public <E extends Enum<E>> E unusualWord(String name, E usual) {
        return fields.containsKey(name) ? word(name, usual.getDeclaringClass()) : usual;
    }

    @Override
    public boolean unusualFlag(String name) {
        return fields.containsKey(name) && flag(name);
    }

    @Override
    public Ip ip(String name) {
        return parsed(name, "an address", Ip::parse);
    }

    @Override
    public List<Ip> ips(String name) {
        return parsed(
                name,
                "addresses",
                text -> text.equals("-")
                        ? List.of()
                        : Stream.of(text.split(",", -1)).map(Ip::parse).toList());
    }

    @Override
    public InterfaceAddress address(String name) {
        return parsed(name, "an address with its prefix length", InterfaceAddress::parse);
    }

    @Override
    public Endpoint endpoint(String name) {
        return parsed(name, "an address and a port", Endpoint::parse);
    }

    @Override
    public Moment moment(String name) {
        return lacks(name)
                ? Moment.NEVER
                : parsed(name, "seconds", text -> text.equals("never") ? Moment.NEVER : new Moment(fromSeconds(text)));
    }

    @Override
    public long nanos(String name) {
        return lacks(name)
                ? 0
                : parsed(name, "seconds such as 1.5s", text -> {
                    if (!text.endsWith("s")) {
                        throw new IllegalArgumentException(text);
                    }
                    return fromSeconds(text.substring(0, text.length() - 1));
                });
    }

    /**
     * Seconds with decimals as nanoseconds.
     *
     * @throws IllegalArgumentException when {@code text} is no such number
     * @throws ArithmeticException when it has parts of a nanosecond, or is too large
     */
    public static long fromSeconds(String text) {
        // 1e9 is a number to BigDecimal as well, and 1e999999999 would become all its digits.
        if (text.length() > SECONDS_LENGTH_MAX || text.indexOf('e') >= 0 || text.indexOf('E') >= 0) {
            throw new NumberFormatException("expected seconds such as 1.5, found " + text);
        }
        return new BigDecimal(text).movePointRight(9).longValueExact();
    }

    @Override
    public long index(String name) {
        return lacks(name)
                ? 0
                : parsed(name, "an index such as #12", text -> {
                    if (!text.startsWith("#")) {
                        throw new IllegalArgumentException(text);
                    }
                    return Long.parseLong(text.substring(1));
                });
    }

    @Override
    public <T> @Nullable T optional(String name, Function<FieldSource, T> reader) {
        return fields.containsKey(name) ? FieldSource.super.optional(name, reader) : null;
    }

    @Override
    public <T> List<T> list(String name, Function<FieldSource, T> reader) {
        if (lacks(name)) {
            return List.of();
        }
        var raw = raw(name);
        if (raw instanceof Raw.Items(var items)) {
            return items.stream()
                    .map(item -> reader.apply(new TextSource(item)))
                    .toList();
        }
        throw wrong(name, "a list", raw);
    }

    @Override
    public <T> T variant(String name, List<String> kinds, BiFunction<String, FieldSource, T> reader) {
        var raw = raw(name);
        if (raw instanceof Raw.Variant(var kind, var inner) && kinds.contains(kind)) {
            return reader.apply(kind, new TextSource(inner));
        }
        throw wrong(name, "one of " + kinds, raw);
    }
}
