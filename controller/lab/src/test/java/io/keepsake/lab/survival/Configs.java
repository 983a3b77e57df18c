package io.keepsake.lab.survival;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Configurations of the tests, each with one instance VI_1 unless it says otherwise. */
final class Configs {
    static final int VRID = 51;

    private Configs() {}

    /** VRRP version 3 with an interval as keepalived writes it, such as {@code 0.1}. */
    static String fast(String interval, int priority, String... vips) {
        return "global_defs {\n vrrp_version 3\n}\n" + instance(1, VRID, interval, priority, vips);
    }

    /** VRRP version 2, one second, 255, with a password. */
    static String ownerWithPassword(String password, String vip) {
        return instance(1, VRID, "1", 255, vip)
                .replace(
                        " advert_int",
                        " authentication {\n auth_type PASS\n auth_pass " + password + "\n }\n advert_int");
    }

    /** {@code count} instances of version 2, VRID and VIP counting from 1. */
    static String many(int count, int priority) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> instance(i, i, "1", priority, "192.168.182." + i))
                .collect(Collectors.joining());
    }

    private static String instance(int number, int vrid, String interval, int priority, String... vips) {
        return """
                vrrp_instance VI_%d {
                 state %s
                 interface ens33
                 virtual_router_id %d
                 priority %d
                 advert_int %s
                 virtual_ipaddress {
                  %s
                 }
                }
                """.formatted(
                number, priority == 255 ? "MASTER" : "BACKUP", vrid, priority, interval, String.join("\n  ", vips));
    }
}
