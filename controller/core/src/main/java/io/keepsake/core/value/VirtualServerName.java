package io.keepsake.core.value;

/**
 * What a {@code virtual_server} is called: its address, port and protocol ({@code tcp:192.168.181.100:80}), its firewall
 * mark ({@code fwmark:5:ipv4}), or its group ({@code group:WEB}). The same name before and after a reload is the same
 * virtual server.
 */
public record VirtualServerName(String value) implements Comparable<VirtualServerName> {
    public VirtualServerName {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a virtual server has a name");
        }
    }

    @Override
    public int compareTo(VirtualServerName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
