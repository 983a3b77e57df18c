package io.keepsake.lab.lvs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Ipvsadm;
import io.keepsake.testkit.lab.Keepalived;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Nginx;
import io.keepsake.testkit.lab.Patience;
import io.keepsake.testkit.uml.InUserModeKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A director and a keepalived with the same file check the same servers from two machines of one kernel: whatever happens
 * to the servers, both tables become the same, at most one delay_loop apart.
 */
@ExtendWith(GuestInstallation.class)
@InUserModeKernel(megabytes = 2048)
class SideBySideTest {
    private static final Duration DELAY_LOOP = Duration.ofSeconds(3);

    /** What looking costs in a kernel this slow, and two daemons that share its one CPU. */
    private static final Duration LOOKING = Duration.ofSeconds(1);

    private static final int SIGHUP = 1;
    private static final int SIGTERM = 15;
    private static final String TCP = "-A -t 10.9.0.100:80 -s rr";
    private static final String HTTP = "-A -t 10.9.0.100:8080 -s wlc -p 50";
    private static final String MISC = "-A -u 10.9.0.100:53 -s wrr";

    private static final Pattern SERVER = Pattern.compile("\\[10\\.9\\.0\\.\\d+\\]:\\w+:\\d+");
    private static final Pattern NOT_COMPARED =
            Pattern.compile("^HTTP status code|^Starting with quorum|^Changing weight from 1 to 0|^Shutting down");

    /**
     * No answer is ever waited for, as what is dead says so; the timeouts are long for a machine that has no CPU to answer,
     * where keepalived 2.2.7 adds to the weight that stands what a misc_dynamic script says after it timed out.
     */
    private static final String FILE = """
            global_defs {
                script_user root
            }
            virtual_server 10.9.0.100 80 {
                delay_loop 3
                lb_algo rr
                lb_kind DR
                protocol TCP
                %2$s
                real_server 10.9.0.11 80 {
                    weight 3
                    TCP_CHECK {
                        connect_timeout 60
                    }
                }
                real_server 10.9.0.12 80 {
                    TCP_CHECK {
                        connect_timeout 60
                    }
                }
            }
            virtual_server 10.9.0.100 8080 {
                delay_loop 3
                lb_algo wlc
                lb_kind DR
                persistence_timeout 50
                protocol TCP
                sorry_server 10.9.0.99 8080
                real_server 10.9.0.11 8080 {
                    weight 1
                    HTTP_GET {
                        url {
                            path /
                            status_code 200
                        }
                        connect_port 80
                        connect_timeout 60
                        retry 1
                        delay_before_retry 1
                    }
                }
                real_server 10.9.0.12 8080 {
                    weight 1
                    inhibit_on_failure
                    HTTP_GET {
                        url {
                            path /
                            status_code 200
                        }
                        connect_port 80
                        connect_timeout 60
                        retry 1
                        delay_before_retry 1
                    }
                }
            }
            virtual_server 10.9.0.100 53 {
                delay_loop 3
                lb_algo wrr
                lb_kind NAT
                protocol UDP
                real_server 10.9.0.11 53 {
                    weight 1
                    MISC_CHECK {
                        misc_path "%1$s"
                        misc_timeout 60
                        misc_dynamic
                    }
                }
            }
            """;

    /** Both at once. */
    private record Pair(Balancer director, Keepalived keepalived, Ipvsadm theirs, Path file) {
        private List<Side> sides() {
            Supplier<List<String>> other =
                    () -> theirs.glimpse().stream().sorted().toList();
            return List.of(new Side("the director", director::rules), new Side("keepalived", other));
        }

        private void reload(String text) throws IOException {
            director.reload(text);
            Files.writeString(file, text);
            keepalived.process().signal(SIGHUP);
        }
    }

    /** One of the two tables. */
    private record Side(String name, Supplier<List<String>> rules) {}

    @Test
    void bothDoTheSameWithinOneDelayLoop() throws IOException {
        try (var lab = Lab.open()) {
            var told = lab.file("told");
            Files.writeString(told, "exit 42\n");
            var script = script(lab, told);
            var text = FILE.formatted(script, "");
            var one = ClusterTest.realServer(lab, 1);
            var two = ClusterTest.realServer(lab, 2);
            var first = Nginx.page(one, 80, "rs1");
            var second = Nginx.page(two, 80, "rs2");

            var tcpOne = "-a -t 10.9.0.100:80 -r 10.9.0.11:80 -g -w 3";
            var tcpTwo = "-a -t 10.9.0.100:80 -r 10.9.0.12:80 -g -w 1";
            var httpOne = "-a -t 10.9.0.100:8080 -r 10.9.0.11:8080 -g -w 1";
            var httpTwo = "-a -t 10.9.0.100:8080 -r 10.9.0.12:8080 -g -w 1";
            var httpTwoInhibited = "-a -t 10.9.0.100:8080 -r 10.9.0.12:8080 -g -w 0";
            var sorry = "-a -t 10.9.0.100:8080 -r 10.9.0.99:8080 -g -w 1";
            // which it says, so that whatever runs scripts has begun
            var misc = "-a -u 10.9.0.100:53 -r 10.9.0.11:53 -m -w 40";
            var pair = begin(lab, text, TCP, tcpOne, tcpTwo, HTTP, httpOne, httpTwo, MISC, misc);
            same(pair, "all servers are there", TCP, tcpOne, tcpTwo, HTTP, httpOne, httpTwo, MISC, misc);

            Files.writeString(told, "exit 21\n");
            misc = "-a -u 10.9.0.100:53 -r 10.9.0.11:53 -m -w 19";
            same(pair, "a script gives another weight", TCP, tcpOne, tcpTwo, HTTP, httpOne, httpTwo, MISC, misc);

            first.process().kill9();
            same(pair, "the first server dies", TCP, tcpTwo, HTTP, httpTwo, MISC, misc);

            second.process().kill9();
            same(pair, "both are dead", TCP, HTTP, httpTwoInhibited, sorry, MISC, misc);

            Files.writeString(told, "echo what nobody logs; exit 1\n");
            same(pair, "a script fails", TCP, HTTP, httpTwoInhibited, sorry, MISC);

            first = Nginx.start(one, 80, "location / { return 500; }");
            same(pair, "one listens and answers 500", TCP, tcpOne, HTTP, httpTwoInhibited, sorry, MISC);

            first.process().kill9();
            Nginx.page(one, 80, "rs1");
            Nginx.page(two, 80, "rs2");
            Files.writeString(told, "exit 0\n");
            misc = "-a -u 10.9.0.100:53 -r 10.9.0.11:53 -m -w 1";
            same(pair, "all are back", TCP, tcpOne, tcpTwo, HTTP, httpOne, httpTwo, MISC, misc);

            Files.writeString(told, "kill -9 $$\n");
            same(pair, "a script is killed", TCP, tcpOne, tcpTwo, HTTP, httpOne, httpTwo, MISC);
            Files.writeString(told, "exit 0\n");
            same(pair, "it runs again", TCP, tcpOne, tcpTwo, HTTP, httpOne, httpTwo, MISC, misc);

            pair.reload(FILE.formatted(script, "real_server 10.9.0.13 80 {\n}\n"));
            var added = "-a -t 10.9.0.100:80 -r 10.9.0.13:80 -g -w 1";
            // keepalived 2.2.7 gives the server of a misc_dynamic script weight 0 at a reload, until the script says a
            // number
            sameBut(
                    pair,
                    "10.9.0.11:53 ",
                    "a server is added",
                    TCP,
                    tcpOne,
                    tcpTwo,
                    added,
                    HTTP,
                    httpOne,
                    httpTwo,
                    MISC);
            pair.director().agrees();

            pair.keepalived().process().signal(SIGTERM);
            pair.director().process().signal(SIGTERM);
            same(pair, "both stop");
            assertEquals(
                    said(pair.keepalived().process().output()),
                    said(pair.director().process().output()));
        }
    }

    /**
     * What is said of each server, in its order, with {@code --log-format=keepalived}. Not what differs as the tables do:
     * checks that failed on the way to a success, and the weight of a misc_dynamic script after a reload.
     */
    private static String said(String output) {
        var lines = new TreeMap<String, List<String>>();
        output.lines()
                .map(line -> line.replaceFirst("^\\w{3} \\w{3} [ \\d]\\d \\d\\d:\\d\\d:\\d\\d \\d{4}: ", ""))
                .filter(line -> SERVER.matcher(line).find()
                        && !NOT_COMPARED.matcher(line).find())
                .forEach(line -> {
                    var whom = SERVER.matcher(line)
                            .results()
                            .findFirst()
                            .orElseThrow()
                            .group();
                    lines.computeIfAbsent(whom, _ -> new ArrayList<>()).add(line);
                });
        assertTrue(lines.size() > 5, output);
        return lines.values().stream().map(said -> String.join("\n", said)).collect(Collectors.joining("\n"));
    }

    /** Starts both and lets them come to rest: a JVM is no match for keepalived in its first seconds. */
    private static Pair begin(Lab lab, String text, String... rules) throws IOException {
        Host other = lab.host("keepalived", "eth0", "10.9.0.3/24");
        var director = new Balancer(lab, lab.host("director", "eth0", "10.9.0.2/24"));
        var file = lab.file("keepalived.conf");
        Files.writeString(file, text);
        var pair = new Pair(director, other.keepalived(file, "-C"), new Ipvsadm(other), file);
        director.start(text, "--log-format=keepalived", "-D");
        director.await("all servers are there", rules);
        director.agrees();
        return pair;
    }

    private static Path script(Lab lab, Path told) throws IOException {
        var script = lab.file("weight.sh");
        Files.writeString(script, "#!/bin/sh\n. " + told + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** Both tables become these rules; the second of them at most one delay_loop after the first. */
    private static void same(Pair pair, String what, String... rules) {
        sameBut(pair, "nothing", what, rules);
    }

    /** The same, without the rules that have {@code ignored} in them. */
    private static void sameBut(Pair pair, String ignored, String what, String... rules) {
        var expected = List.of(rules).stream().sorted().toList();
        var reached = new ArrayList<String>();
        var moments = new ArrayList<Long>();
        try {
            Await.until(what, Balancer.SOON, () -> {
                for (var side : pair.sides()) {
                    var seen = side.rules().get().stream()
                            .filter(rule -> !rule.contains(ignored))
                            .toList();
                    if (!reached.contains(side.name()) && seen.equals(expected)) {
                        reached.add(side.name());
                        moments.add(System.nanoTime());
                    }
                }
                return reached.size() == 2;
            });
        } catch (LabException e) {
            throw new LabException(e.getMessage() + ", only for " + reached + "; " + tables(pair), e);
        }
        var apart = Duration.ofNanos(moments.get(1) - moments.get(0));
        System.out.println(what + ": " + reached.getFirst() + " first, " + reached.getLast() + " " + apart.toMillis()
                + " ms later");
        assertTrue(
                apart.compareTo(DELAY_LOOP.plus(Patience.scaled(LOOKING))) <= 0,
                () -> what + ": " + reached + " were " + apart + " apart");
    }

    private static String tables(Pair pair) {
        var text = new StringBuilder("expected nothing else\n");
        for (var side : pair.sides()) {
            text.append(side.name())
                    .append(" has\n  ")
                    .append(String.join("\n  ", side.rules().get()))
                    .append('\n');
        }
        return text
                + pair.director().process().output()
                + pair.keepalived().process().output();
    }
}
