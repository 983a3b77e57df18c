package io.keepsake.lab;

import io.keepsake.core.value.Ip;
import io.keepsake.core.value.VrrpVersion;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One virtual router as a node is configured for it, and its timers, computed here apart from the code under test.
 *
 * @param centis advert_int in hundredths of a second
 * @param lines more lines of the instance
 */
record Conf(VrrpVersion version, int centis, int vrid, int priority, Ip vip, List<String> lines) {
    static final Ip VIP = Ip.parse("192.168.181.100");

    /** VRRPv3 with 100 ms, where a test need not wait long. */
    static final Conf V3 = new Conf(VrrpVersion.V3, 10, 51, 100, VIP, List.of());

    /** VRRPv2 with 1 s, what most people run. */
    static final Conf V2 = new Conf(VrrpVersion.V2, 100, 51, 100, VIP, List.of());

    private static final long CENTISECOND = 10_000_000L;

    Conf {
        lines = List.copyOf(lines);
    }

    Conf every(int hundredths) {
        return new Conf(version, hundredths, vrid, priority, vip, lines);
    }

    Conf router(int number, String address) {
        return new Conf(version, centis, number, priority, Ip.parse(address), lines);
    }

    Conf priority(int value) {
        return new Conf(version, centis, vrid, value, vip, lines);
    }

    Conf with(String... more) {
        var all = new ArrayList<>(lines);
        all.addAll(List.of(more));
        return new Conf(version, centis, vrid, priority, vip, all);
    }

    Duration interval() {
        return Duration.ofNanos(centis * CENTISECOND);
    }

    /** Skew_Time: of a second in version 2, of the interval in version 3. */
    Duration skew() {
        long base = version == VrrpVersion.V2 ? 100 * CENTISECOND : centis * CENTISECOND;
        return Duration.ofNanos((256 - priority) * base / 256);
    }

    /** Master_Down_Interval. */
    Duration masterDown() {
        return interval().multipliedBy(3).plus(skew());
    }

    /** The file for a node that takes part in these virtual routers. */
    static String file(Conf... routers) {
        return "global_defs {\n    vrrp_version " + routers[0].version.number() + "\n}\n"
                + Stream.of(routers).map(Conf::instance).collect(Collectors.joining());
    }

    private String instance() {
        var interval = centis % 100 == 0 ? "" + centis / 100 : String.format(Locale.ROOT, "%.2f", centis / 100.0);
        // keepalived warns when an owner is not "state MASTER"; ours would wait.
        var state = priority == 255 ? "MASTER" : "BACKUP";
        return "vrrp_instance VI_" + vrid + " {\n    state " + state + "\n    interface ens33\n    virtual_router_id "
                + vrid + "\n    priority " + priority + "\n    advert_int " + interval + "\n"
                + lines.stream().map(line -> "    " + line + "\n").collect(Collectors.joining())
                + "    virtual_ipaddress {\n        " + vip + "\n    }\n}\n";
    }
}
