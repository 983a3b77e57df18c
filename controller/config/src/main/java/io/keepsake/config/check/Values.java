package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.math.BigDecimal;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the values of keywords; each null answer has been reported. The last of several equal keywords counts. */
final class Values {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,10}");
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,10}(\\.[0-9]{1,9})?|\\.[0-9]{1,9}");
    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private final Problems problems;
    private final List<Node> nodes;
    private boolean missing;

    Values(Problems problems, List<Node> nodes) {
        this.problems = problems;
        this.nodes = nodes;
    }

    /** Whether a keyword stood without its value, for which keepalived refuses the whole configuration. */
    boolean valueMissing() {
        return missing;
    }

    @Nullable Node last(String keyword) {
        Node last = null;
        for (var node : nodes) {
            last = node.name().equals(keyword) ? node : last;
        }
        return last;
    }

    /** The first value of the last {@code keyword}, or null when there is none. */
    @Nullable Token value(String keyword) {
        var node = last(keyword);
        if (node == null) {
            return null;
        }
        if (node.values().isEmpty()) {
            missing = true;
            problems.error(
                    node.keyword().place(),
                    keyword + " needs a value, has none",
                    "keepalived refuses the whole configuration for this");
            return null;
        }
        return node.values().getFirst();
    }

    @Nullable Integer whole(String keyword, int least, int most, String instead) {
        var value = value(keyword);
        if (value == null) {
            return null;
        }
        var number = WHOLE.matcher(value.text()).matches() ? Long.parseLong(value.text()) : Long.MIN_VALUE;
        if (number >= least && number <= most) {
            return (int) number;
        }
        outside(keyword, value, least + ".." + most, instead);
        return null;
    }

    /** Seconds with a fraction, as nanoseconds. */
    @Nullable Long nanos(String keyword, String least, String most, String instead) {
        var value = value(keyword);
        if (value == null) {
            return null;
        }
        if (DECIMAL.matcher(value.text()).matches()) {
            var seconds = new BigDecimal(value.text());
            if (seconds.compareTo(new BigDecimal(least)) >= 0 && seconds.compareTo(new BigDecimal(most)) <= 0) {
                return seconds.multiply(NANOS).longValue();
            }
        }
        outside(keyword, value, least + ".." + most + " s", instead);
        return null;
    }

    private void outside(String keyword, Token value, String expected, String instead) {
        problems.warn(value.place(), keyword + " must be " + expected + ", was \"" + value.text() + "\"; " + instead);
    }

    /** A flag: no value means true. */
    @Nullable Boolean flag(String keyword) {
        var node = last(keyword);
        if (node == null) {
            return null;
        }
        if (node.values().isEmpty()) {
            return true;
        }
        var value = node.values().getFirst();
        return switch (value.text()) {
            case "on", "true", "yes" -> true;
            case "off", "false", "no" -> false;
            default -> {
                outside(keyword, value, "on, off, true, false, yes or no", "ignored");
                yield null;
            }
        };
    }

    boolean flag(String keyword, boolean otherwise) {
        var flag = flag(keyword);
        return flag == null ? otherwise : flag;
    }

    /** A multicast address of {@code family}. */
    @Nullable Ip group(String keyword, Family family) {
        var value = value(keyword);
        if (value == null) {
            return null;
        }
        var ip = Ip.tryParse(value.text());
        if (ip.isPresent() && ip.get().isMulticast() && ip.get().family() == family) {
            return ip.get();
        }
        outside(keyword, value, "a multicast address of " + named(family), "ignored");
        return null;
    }

    /** Whether the last {@code one} stands after the last {@code other}. */
    boolean comesAfter(String one, String other) {
        var last = last(one);
        var before = last(other);
        return last != null && (before == null || nodes.indexOf(last) > nodes.indexOf(before));
    }

    /** The place to complain about {@code keyword}, or about {@code otherwise} when it does not stand there. */
    Place placeOf(String keyword, Place otherwise) {
        var node = last(keyword);
        return node == null ? otherwise : node.keyword().place();
    }

    static String named(Family family) {
        return family == Family.IPV4 ? "IPv4" : "IPv6";
    }
}
