package io.keepsake.core.text;

import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.math.BigDecimal;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Builds the line of {@link EventText}; also used for the lines of a state. */
public final class TextSink implements FieldSink {
    private final StringBuilder line = new StringBuilder(128);

    /** Begins a line with {@code kind}. */
    public TextSink(String kind) {
        line.append(kind);
    }

    private StringBuilder field(String name) {
        if (!line.isEmpty() && line.charAt(line.length() - 1) != '{') {
            line.append(' ');
        }
        return line.append(name).append('=');
    }

    @Override
    public void number(String name, long value) {
        field(name).append(value);
    }

    @Override
    public void flag(String name, boolean value) {
        field(name).append(value);
    }

    @Override
    public void text(String name, String value) {
        field(name).append(quoted(value));
    }

    @Override
    public void name(String name, String value) {
        text(name, value);
    }

    @Override
    public void word(String name, Enum<?> value) {
        field(name).append(value.name());
    }

    @Override
    public <E extends Enum<E>> void unusualWord(String name, E value, E usual) {
        if (value != usual) {
            word(name, value);
        }
    }

    @Override
    public void unusualNumber(String name, long value) {
        if (value != 0) {
            number(name, value);
        }
    }

    @Override
    public void unusualFlag(String name, boolean value) {
        if (value) {
            flag(name, value);
        }
    }

    @Override
    public void ip(String name, Ip value) {
        field(name).append(value);
    }

    @Override
    public void ips(String name, List<Ip> values) {
        field(name)
                .append(
                        values.isEmpty()
                                ? "-"
                                : values.stream().map(Ip::toString).collect(Collectors.joining(",")));
    }

    @Override
    public void address(String name, InterfaceAddress value) {
        field(name).append(value);
    }

    @Override
    public void endpoint(String name, Endpoint value) {
        text(name, value.toString());
    }

    @Override
    public void moment(String name, Moment value) {
        field(name).append(value.equals(Moment.NEVER) ? "never" : seconds(value.nanos()));
    }

    @Override
    public void nanos(String name, long value) {
        field(name).append(seconds(value)).append('s');
    }

    @Override
    public void index(String name, long value) {
        field(name).append('#').append(value);
    }

    @Override
    public <T> void list(String name, List<T> values, BiConsumer<T, FieldSink> writer) {
        field(name).append('[');
        for (var value : values) {
            if (line.charAt(line.length() - 1) != '[') {
                line.append(' ');
            }
            line.append('{');
            writer.accept(value, this);
            line.append('}');
        }
        line.append(']');
    }

    @Override
    public <T> void unusualList(String name, List<T> values, Codec<T> each) {
        if (!values.isEmpty()) {
            list(name, values, each);
        }
    }

    @Override
    public <T> void optional(String name, @Nullable T value, BiConsumer<T, FieldSink> writer) {
        if (value != null) {
            list(name, List.of(value), writer);
        }
    }

    @Override
    public <T> void variant(String name, String kind, T value, BiConsumer<T, FieldSink> writer) {
        field(name).append(kind).append('{');
        writer.accept(value, this);
        line.append('}');
    }

    /** Nanoseconds as seconds, with as many decimals as it takes. */
    public static String seconds(long nanos) {
        return nanos % 1_000_000_000L == 0
                ? Long.toString(nanos / 1_000_000_000L)
                : BigDecimal.valueOf(nanos, 9).stripTrailingZeros().toPlainString();
    }

    private static boolean isBare(String value) {
        for (int i = 0; i < value.length(); i++) {
            if (!TextLine.isBare(value.charAt(i))) {
                return false;
            }
        }
        return !value.isEmpty();
    }

    private static String quoted(String value) {
        if (isBare(value)) {
            return value;
        }
        var text = new StringBuilder(value.length() + 2).append('"');
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            switch (c) {
                case '"' -> text.append("\\\"");
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '\r' -> text.append("\\r");
                case '\t' -> text.append("\\t");
                default -> {
                    if (c < ' ' || c == 0x7f) {
                        text.append(String.format("\\u%04x", (int) c));
                    } else {
                        text.append(c);
                    }
                }
            }
        }
        return text.append('"').toString();
    }

    @Override
    public String toString() {
        return line.toString();
    }
}
