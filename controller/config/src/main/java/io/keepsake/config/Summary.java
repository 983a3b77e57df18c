package io.keepsake.config;

import java.util.ArrayList;

/**
 * What comes of a file: the last line of {@code -t}.
 *
 * @param instances how many {@code vrrp_instance} run
 * @param instancesOut how many more are written, and left out
 * @param servers how many {@code virtual_server} run
 * @param serversOut how many more are written, and left out
 * @param withoutEffect how many keywords change nothing
 */
public record Summary(int instances, int instancesOut, int servers, int serversOut, int withoutEffect) {
    static final Summary NOTHING = new Summary(0, 0, 0, 0, 0);

    boolean none() {
        return instances == 0 && servers == 0;
    }

    @Override
    public String toString() {
        var parts = new ArrayList<String>();
        add(parts, "instance", instances, instancesOut);
        add(parts, "virtual server", servers, serversOut);
        if (parts.isEmpty()) {
            parts.add("nothing runs");
        }
        if (withoutEffect > 0) {
            parts.add(count(withoutEffect, "keyword") + " without effect");
        }
        return String.join(", ", parts);
    }

    private static void add(ArrayList<String> parts, String what, int run, int out) {
        if (run > 0 || out > 0) {
            parts.add(count(run, what) + (run == 1 ? " runs" : " run"));
        }
        if (out > 0) {
            parts.add(out + " left out");
        }
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
