package io.keepsake.simulator.fault;

import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Ip;
import io.keepsake.world.SeededRandom;

/** The virtual servers of a world, the same on every machine. */
final class ServerText {
    /** The most real servers of a virtual server. */
    static final int REALS = 4;

    private final SeededRandom random;
    private final StringBuilder text = new StringBuilder();

    private ServerText(SeededRandom random) {
        this.random = random;
    }

    /** The global part and so many virtual servers. */
    static String of(SeededRandom random, int servers) {
        var made = new ServerText(random);
        made.globals();
        for (int i = 0; i < servers; i++) {
            made.server(i);
        }
        return made.text.toString();
    }

    /** A real server: of virtual server {@code server} the one at this place. */
    static Endpoint real(int server, int place) {
        return new Endpoint(Ip.v4(0x0a00_0201 + 16 * server + place), 80);
    }

    private void line(int depth, String line) {
        text.append("    ".repeat(depth)).append(line).append('\n');
    }

    private void perhaps(int depth, int perMille, String line) {
        if (random.chance(perMille)) {
            line(depth, line);
        }
    }

    private void globals() {
        line(0, "global_defs {");
        line(1, "router_id SIMULATED");
        perhaps(1, 300, "notification_email { root@example.org }\n    smtp_server 127.0.0.1");
        perhaps(1, 300, "lvs_notify_fifo /run/fifo");
        perhaps(1, 300, "lvs_sync_daemon eth0 VI_1 id 51");
        perhaps(1, 200, "lvs_timeouts tcp 60 tcpfin 30 udp 20");
        perhaps(1, 200, "lvs_flush");
        perhaps(1, 200, "rs_init_notifies");
        line(0, "}");
        line(0, "track_file weights {");
        line(1, "file /run/weights");
        line(0, "}");
    }

    private String key(int number) {
        return switch (random.below(4)) {
            case 0 -> "fwmark " + (5 + number);
            case 1 -> "10.0.0." + (180 + number) + " 80";
            case 2 -> {
                line(0, "virtual_server_group G" + number + " {");
                line(1, "10.0.0." + (190 + number) + " 80");
                line(1, "10.0.0." + (190 + number) + " 443");
                line(0, "}");
                yield "group G" + number;
            }
            default -> ConfigText.virtual(0, 0) + " " + (80 + number);
        };
    }

    private void server(int number) {
        line(0, "virtual_server " + key(number) + " {");
        line(1, "delay_loop " + random.any(1, 2, 6));
        line(1, "lb_algo " + random.any("rr", "wrr", "wlc"));
        line(1, "lb_kind " + random.any("NAT", "DR"));
        line(1, "protocol TCP");
        perhaps(1, 200, "persistence_timeout 50");
        perhaps(1, 200, "alpha");
        perhaps(1, 200, "omega");
        perhaps(1, 200, "ha_suspend");
        perhaps(1, 200, "smtp_alert");
        int quorum = random.from(1, 6);
        line(1, "quorum " + quorum);
        line(1, "hysteresis " + random.below(quorum));
        perhaps(1, 300, "quorum_up /bin/up\n    quorum_down /bin/down");
        if (random.chance(500)) {
            line(1, "sorry_server 10.0.2.250 80");
            perhaps(1, 400, "sorry_server_inhibit");
        }
        int reals = random.from(1, REALS);
        for (int i = 0; i < reals; i++) {
            addReal(number, i);
        }
        line(0, "}");
    }

    private void addReal(int server, int place) {
        line(1, "real_server " + real(server, place).ip() + " 80 {");
        line(2, "weight " + random.any(0, 1, 1, 2, 3));
        perhaps(2, 250, "inhibit_on_failure");
        perhaps(2, 250, "notify_up /bin/up\n        notify_down /bin/down");
        perhaps(2, 100, "uthreshold 100\n        lthreshold 10");
        int checkers = random.any(1, 1, 1, 2);
        for (int i = 0; i < checkers; i++) {
            checker();
        }
        line(1, "}");
    }

    private void checker() {
        switch (random.below(6)) {
            case 0 -> block("MISC_CHECK", "misc_path /bin/check\n            misc_dynamic");
            case 1 -> block("FILE_CHECK", "track_file weights\n            weight " + random.any(0, 1, 2));
            case 2 -> {
                var urls =
                        "url {\n                path /a\n            }\n            url {\n                path /b\n            }";
                block("HTTP_GET", random.chance(500) ? urls + "\n            fast_recovery" : urls);
            }
            case 3 -> block("TCP_CHECK", "connect_timeout 2\n            connect_port 80");
            default -> block(random.any("TCP_CHECK", "SMTP_CHECK", "DNS_CHECK", "PING_CHECK"), "connect_timeout 2");
        }
    }

    private void block(String kind, String own) {
        line(2, kind + " {");
        line(3, own);
        if (!kind.equals("FILE_CHECK")) {
            line(3, "retry " + random.from(0, 3));
            line(3, "delay_before_retry " + random.any(1, 2));
        }
        perhaps(3, 500, "warmup " + random.from(0, 2));
        line(2, "}");
    }
}
