package io.keepsake.core.value;

/** The name of a network interface, 1 to 15 characters as the kernel has it, such as {@code ens33}. */
public record InterfaceName(String value) implements Comparable<InterfaceName> {
    public InterfaceName {
        if (value.isEmpty() || value.length() > 15) {
            throw new IllegalArgumentException("an interface name has 1..15 characters, was \"" + value + "\"");
        }
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
