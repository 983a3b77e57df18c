package io.keepsake.history.find;

import java.math.BigDecimal;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which items are meant.
 *
 * @param kinds of them; empty means any
 * @param conditions all of which hold
 */
public record Term(Set<String> kinds, List<Condition> conditions) {
    /** How a field is compared. */
    public enum Comparison {
        EQUAL("="),
        OTHER("!="),
        CONTAINS("~"),
        LESS("<"),
        MORE(">");

        private final String sign;

        Comparison(String sign) {
            this.sign = sign;
        }

        String sign() {
            return sign;
        }
    }

    /**
     * What a field has to be.
     *
     * @param value as {@code replay show} prints it
     */
    public record Condition(String field, Comparison comparison, String value) {
        @Override
        public String toString() {
            return field + comparison.sign() + value;
        }

        boolean holds(Item item) {
            var all = item.fields().getOrDefault(field, List.of());
            return switch (comparison) {
                case EQUAL -> all.stream().anyMatch(v -> v.text().equals(value));
                case OTHER -> all.stream().noneMatch(v -> v.text().equals(value));
                case CONTAINS -> all.stream().anyMatch(v -> v.text().contains(value));
                case LESS -> all.stream().anyMatch(v -> isOrdered(v.text(), value));
                case MORE -> all.stream().anyMatch(v -> isOrdered(value, v.text()));
            };
        }

        private static boolean isOrdered(String one, String other) {
            var less = number(one);
            var more = number(other);
            return less != null && more != null && less.compareTo(more) < 0;
        }

        /** Of a span in seconds, of a number itself. */
        static @Nullable BigDecimal number(String text) {
            var digits = text.endsWith("s") ? text.substring(0, text.length() - 1) : text;
            return digits.matches("-?\\d{1,18}(\\.\\d{1,9})?") ? new BigDecimal(digits) : null;
        }
    }

    public Term {
        kinds = Set.copyOf(kinds);
        conditions = List.copyOf(conditions);
    }

    boolean takes(Item item) {
        return (kinds.isEmpty() || kinds.contains(item.kind))
                && conditions.stream().allMatch(c -> c.holds(item));
    }

    /** Whether only items of this node are meant. */
    boolean isOf(String node) {
        return conditions.stream()
                .anyMatch(c -> c.field().equals("node")
                        && c.comparison() == Comparison.EQUAL
                        && c.value().equals(node));
    }

    boolean takesKind(String kind) {
        return kinds.isEmpty() || kinds.contains(kind);
    }

    @Override
    public String toString() {
        var names = kinds.isEmpty() ? "any" : kinds.stream().sorted().collect(Collectors.joining(","));
        return conditions.isEmpty()
                ? names
                : names + " " + conditions.stream().map(Condition::toString).collect(Collectors.joining(" "));
    }
}
