package io.keepsake.web.state;

import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Ip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How many connections this machine's kernel counts for each destination, from {@code /proc/net/ip_vs}, which everyone
 * may read. Journals do not hold them.
 */
public record Connections(Map<String, Count> counts) {
    /** Of one destination: established, and those that are ending or never began. */
    public record Count(long weight, long active, long inactive) {}

    private static final Path TABLE = Path.of("/proc/net/ip_vs");

    /** What is counted now; empty where there is no table. */
    public static Connections now() {
        try {
            return Files.isReadable(TABLE) ? parse(Files.readAllLines(TABLE)) : new Connections(Map.of());
        } catch (IOException gone) {
            return new Connections(Map.of());
        }
    }

    /** The count of a destination of a service such as {@code tcp:192.168.181.100:80}; null when there is none. */
    public @Nullable Count of(String service, Endpoint destination) {
        return counts.get(service + " " + destination);
    }

    static Connections parse(List<String> lines) {
        var counts = new HashMap<String, Count>();
        var service = "";
        for (var line : lines) {
            var words = line.strip().split("\\s+", -1);
            if (words.length >= 6 && words[0].equals("->") && words[3].matches("\\d+")) {
                counts.put(
                        service + " " + endpoint(words[1]),
                        new Count(Long.parseLong(words[3]), Long.parseLong(words[4]), Long.parseLong(words[5])));
            } else if (words.length >= 2 && words[0].matches("TCP|UDP|SCTP")) {
                service = words[0].toLowerCase(Locale.ROOT) + ":" + endpoint(words[1]);
            } else if (words.length >= 2 && words[0].equals("FWM")) {
                service = "fwmark:" + Long.parseLong(words[1], 16);
            }
        }
        return new Connections(Map.copyOf(counts));
    }

    /** {@code C0A8B564:0050} is 192.168.181.100:80; an IPv6 address stands in brackets as it is. */
    private static Endpoint endpoint(String hex) {
        int colon = hex.lastIndexOf(':');
        int port = Integer.parseInt(hex.substring(colon + 1), 16);
        var address = hex.substring(0, colon);
        if (address.startsWith("[")) {
            return new Endpoint(Ip.parse(address.substring(1, address.length() - 1)), port);
        }
        var octets = new ArrayList<String>();
        for (byte octet : HexFormat.of().parseHex(address)) {
            octets.add(Integer.toString(octet & 0xff));
        }
        return new Endpoint(Ip.parse(String.join(".", octets)), port);
    }
}
