package io.keepsake.core.value;

/** The name of a network interface, 1 to 15 characters without a blank as the kernel has it, such as {@code ens33}. */
public record InterfaceName(String value) implements Comparable<InterfaceName> {
    public InterfaceName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "an interface name has 1..15 characters and no blank, was \"" + value + "\"");
        }
    }

    /** Whether an interface can be called so. */
    public static boolean isValid(String text) {
        return !text.isEmpty()
                && text.length() <= 15
                && text.chars().noneMatch(c -> c == ' ' || c >= '\t' && c <= '\r');
    }

    @Override
    public int compareTo(InterfaceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
