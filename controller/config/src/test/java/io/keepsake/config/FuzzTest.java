package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.config.lex.SourceFiles;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Whatever the text: no exception, no endless loop. {@code -Dfuzz=10} runs ten times as many texts. */
class FuzzTest {
    private static final int RANDOM_TEXTS = 40_000 * Integer.getInteger("fuzz", 1);
    private static final int MUTATIONS = 8_000 * Integer.getInteger("fuzz", 1);
    private static final Path FILE = Path.of("k.conf");

    private static final String[] PIECES = {
        "{",
        "}",
        "\n",
        "\n",
        " ",
        " ",
        "\t",
        "\"",
        "'",
        "\\",
        "#",
        "!",
        "$",
        "${",
        "}",
        "$A",
        "${A}",
        "$A=",
        "$B=${A}",
        "$A=$B",
        "@",
        "@^",
        "@node1 ",
        "@node2 ",
        "~SEQ(",
        "~SEQx(A,",
        "~LST(",
        "{A,B},{1,2})",
        ")",
        ",",
        "1",
        "255",
        "-1",
        "0x",
        "(A,1,9)",
        "~SEQ(A,3) ",
        "~LST(A,1,2) ",
        "include ",
        "includea ",
        "include k.conf",
        "include_check ",
        "*",
        "[a-",
        "${_RANDOM ",
        "${_ENV IF}",
        "${_PWD}",
        "\\\n",
        "\r",
        "\0",
        "é",
        "vrrp_instance V {",
        "virtual_ipaddress",
        "{\n",
        "10.0.0.1",
        "/24",
        " dev ",
        "priority ",
        "advert_int ",
        "authentication {",
        "auth_type PASS\n",
        "auth_pass x\n",
        "global_defs {",
        "interface eth0\n",
        "virtual_router_id 1\n",
        "script ",
        "state MASTER\n",
        "fe80::",
        "unicast_peer {",
        "brd +",
        "scope ",
        "label ",
        "nopreempt\n",
        "version 3\n",
        "virtual_server 10.0.0.1 80 {\n",
        "virtual_server fwmark 3 {\n",
        "virtual_server group G {\n",
        "virtual_server_group G {\n",
        "10.0.0.1-9 80\n",
        "fwmark 7\n",
        "real_server 10.0.0.2 80 {\n",
        "real_server fd00::2 {\n",
        "sorry_server 10.0.0.3\n",
        "protocol TCP\n",
        "lb_algo ",
        "lb_kind ",
        "TUN type gue port ",
        "persistence_timeout ",
        "persistence_granularity ",
        "quorum ",
        "weight ",
        "notify_up ",
        "TCP_CHECK {\n",
        "HTTP_GET {\n",
        "SSL_GET {\n",
        "url {\n",
        "path /\n",
        "status_code 200-",
        "2xx",
        "regex ",
        "(?<a>[",
        "*+)",
        "regex_options caseless ",
        "SMTP_CHECK {\n",
        "host {\n",
        "DNS_CHECK {\n",
        "MISC_CHECK {\n",
        "misc_path ",
        "UDP_CHECK {\n",
        "payload ",
        "require_reply ",
        "0aX",
        "PING_CHECK\n",
        "FILE_CHECK {\n",
        "track_file F",
        " {\nfile /f\n}\n",
        "retry ",
        "delay_loop ",
        "connect_ip ",
        "lvs_sync_daemon eth0 ",
        "lvs_timeouts tcp ",
        "notification_email {\n",
        "smtp_server ",
        "99999999999",
        "1e9",
        "."
    };

    private static void read(String text) {
        var files = SourceFiles.of(Map.of(FILE, text));
        int code = ConfigFile.load(files, FILE, ConfigDump.OPTIONS).testExitCode();
        assertTrue(List.of(0, 2, 4, 5).contains(code), () -> "exit code " + code);
    }

    /**
     * Runs {@code all}, which leaves each text in {@code last} before it is read, and shows the text that failed, or the one
     * that it is at after two minutes of work; how long that takes is the machine's affair.
     */
    private static void withinTwoMinutesOfWork(AtomicReference<String> last, Runnable all) {
        var failure = new AtomicReference<Throwable>();
        var worker = Thread.ofPlatform().daemon().unstarted(all);
        worker.setUncaughtExceptionHandler((_, failed) -> failure.set(failed));
        worker.start();
        try {
            while (!worker.join(Duration.ofSeconds(1))) {
                long worked = ManagementFactory.getThreadMXBean().getThreadCpuTime(worker.threadId());
                if (worked > Duration.ofMinutes(2).toNanos()) {
                    failure.set(new AssertionError("still at it after two minutes of work"));
                    break;
                }
            }
        } catch (InterruptedException e) {
            failure.set(e);
        }
        if (failure.get() != null) {
            throw new AssertionError("fails on:\n" + last.get().replace("\0", "<NUL>"), failure.get());
        }
    }

    @Test
    void random_words_of_the_grammar_are_read_or_reported() {
        var random = new Random(20261122);
        var last = new AtomicReference<>("");
        withinTwoMinutesOfWork(last, () -> {
            for (int i = 0; i < RANDOM_TEXTS; i++) {
                var text = new StringBuilder();
                for (int n = random.nextInt(1, 25); n > 0; n--) {
                    text.append(PIECES[random.nextInt(PIECES.length)]);
                }
                last.set(text.toString());
                read(text.toString());
            }
        });
    }

    @Test
    void mutated_configurations_are_read_or_reported() throws IOException {
        var seeds = new ArrayList<String>();
        for (var example : ExamplesTest.examples()) {
            seeds.add(Files.readString(example));
        }
        for (var input : CasesTest.cases()) {
            var text = Files.readString(input);
            if (text.length() < 4000
                    && !input.toString().contains("limit")
                    && !input.toString().contains("bomb")) {
                seeds.add(text);
            }
        }
        var random = new Random(51);
        var last = new AtomicReference<>("");
        withinTwoMinutesOfWork(last, () -> {
            for (int i = 0; i < MUTATIONS; i++) {
                var text = mutated(seeds, random);
                last.set(text);
                read(text);
            }
        });
    }

    private static String mutated(List<String> seeds, Random random) {
        var text = new StringBuilder(seeds.get(random.nextInt(seeds.size())));
        for (int n = random.nextInt(1, 6); n > 0; n--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(12));
            switch (random.nextInt(3)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                default -> text.insert(at, text.substring(Math.max(0, at - 80), at));
            }
        }
        return text.toString();
    }
}
