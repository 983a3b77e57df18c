package io.keepsake.bench;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How often the masters of a benchmark speak, and in which version of the protocol. */
enum Profile {
    V2_1S("v2 1 s", 2, "1", 1_000_000_000L),
    V3_100MS("v3 100 ms", 3, "0.1", 100_000_000L),
    V3_10MS("v3 10 ms", 3, "0.01", 10_000_000L);

    static final String LINK = "eth0";

    private final String title;
    private final int version;
    private final String seconds;
    private final long nanos;

    Profile(String title, int version, String seconds, long nanos) {
        this.title = title;
        this.version = version;
        this.seconds = seconds;
        this.nanos = nanos;
    }

    String title() {
        return title;
    }

    double intervalMillis() {
        return nanos / 1e6;
    }

    /** RFC 3768 6.1 and RFC 9568 6.1: the v2 skew does not depend on the interval. */
    double skewMillis(int priority) {
        return (256 - priority) / 256.0 * (version == 2 ? 1000 : intervalMillis());
    }

    /** Master_Down_Interval. */
    double masterDownMillis(int priority) {
        return 3 * intervalMillis() + skewMillis(priority);
    }

    /** A configuration with this many instances, VRID 1 and up, each with one address. */
    String configuration(int priority, int instances) {
        return IntStream.rangeClosed(1, instances)
                .mapToObj(vrid -> instance(vrid, priority))
                .collect(Collectors.joining("", "global_defs {\n    router_id BENCH\n}\n", ""));
    }

    private String instance(int vrid, int priority) {
        var auth = version == 2 ? "    authentication {\n        auth_type PASS\n        auth_pass 1111\n    }\n" : "";
        return """
                vrrp_instance VI_%1$d {
                    state %2$s
                    interface %3$s
                    virtual_router_id %1$d
                    priority %4$d
                    version %5$d
                    advert_int %6$s
                %7$s    virtual_ipaddress {
                        10.77.1.%1$d
                    }
                }
                """.formatted(vrid, priority == 255 ? "MASTER" : "BACKUP", LINK, priority, version, seconds, auth);
    }
}
