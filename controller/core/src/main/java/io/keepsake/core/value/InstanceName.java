package io.keepsake.core.value;

/** The name of a {@code vrrp_instance}, such as {@code VI_1}. */
public record InstanceName(String value) implements Comparable<InstanceName> {
    public InstanceName {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an instance has a name");
        }
    }

    @Override
    public int compareTo(InstanceName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
