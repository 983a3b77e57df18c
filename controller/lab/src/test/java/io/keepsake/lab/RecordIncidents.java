package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPALIVED;
import static io.keepsake.lab.Program.KEEPSAKE;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.event.Decision.AddressTaken;
import io.keepsake.core.event.Decision.MasterFollowed;
import io.keepsake.core.value.Ip;
import io.keepsake.lab.ToldIncident.Saying;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Direction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * What happened to two routers with real sockets, and what {@code replay} says of it with nobody's help. Each incident was
 * written down before what is told of it; a verdict is awaited, since journals come behind.
 *
 * <p>Takes minutes, so it is no part of the suite: {@code ./test lab RecordIncidents}, with
 * {@code -Dstories=REGEX} only those whose names fit. With {@code -Drewrite=true} the journals
 * become the corpus that {@code IncidentsTest} of the replay tool reads in every run.
 */
class RecordIncidents {
    private static final Conf HIGH = Conf.V3.every(20).priority(110);
    private static final Conf LOW = Conf.V3.every(20).priority(90);

    private static final String SCRIPT = """
            global_defs {
             enable_script_security
             script_user root
            }
            vrrp_script chk {
             script "/usr/bin/test ! -e FAILS"
             interval 1
             rise 1
             fall 1
             weight -40
            }
            """;

    /** The journals that are given to the tool. */
    private enum Given {
        ALL,
        LOW_ONLY,
        /** Of the other a byte is another. */
        HIGH_DAMAGED
    }

    /** What is done to them when the one with the higher priority is master and the other a backup. */
    private interface Act {
        void on(Cluster cluster, Node high, Node low) throws Exception;
    }

    /**
     * What stands before anything happens.
     *
     * @param blocks of the first one's file, before its instance; {@code FAILS} is the path of {@link #fails}
     * @param follows whether the second is a backup of the first; otherwise they do not understand each other
     * @param before what is done before the first starts
     */
    private record Setting(Program first, String blocks, Conf high, Conf low, boolean follows, Act before) {
        static final Setting USUAL = new Setting(KEEPSAKE, "", HIGH, LOW, true, (_, _, _) -> {});
        static final Setting OF_KEEPALIVED = new Setting(KEEPALIVED, "", HIGH, LOW, true, (_, _, _) -> {});

        static Setting split(Conf high, Conf low) {
            return new Setting(KEEPSAKE, "", high, low, false, (_, _, _) -> {});
        }

        static Setting of(Conf high, Conf low) {
            return new Setting(KEEPSAKE, "", high, low, true, (_, _, _) -> {});
        }

        Setting with(String more) {
            return new Setting(first, more, high, low, follows, before);
        }

        Setting before(Act act) {
            return new Setting(first, blocks, high, low, follows, act);
        }
    }

    /**
     * One incident.
     *
     * @param sayings of verbs of replay, what each is to say
     */
    private record Story(String name, Setting setting, Given given, Act act, List<Saying> sayings) {
        static Story of(String name, Act act, String said) {
            return of(name, Setting.USUAL, act, said);
        }

        static Story of(String name, Setting setting, Act act, String said) {
            return new Story(name, setting, Given.ALL, act, List.of(new Saying("verdicts", said)));
        }

        static Story incident(String name, Act act, String said) {
            return incident(name, Setting.USUAL, act, said);
        }

        static Story incident(String name, Setting setting, Act act, String said) {
            return new Story(name, setting, Given.ALL, act, List.of(new Saying("incidents", said)));
        }

        static Story split(String name, Conf high, Conf low, String said) {
            return of(name, Setting.split(high, low), (_, _, _) -> {}, said);
        }

        Story also(String verb, String said) {
            var all = Stream.concat(sayings.stream(), Stream.of(new Saying(verb, said)))
                    .toList();
            return new Story(name, setting, given, act, all);
        }

        Story given(Given journals) {
            return new Story(name, setting, journals, act, sayings);
        }
    }

    /** A router of another cluster, with our VRID and the highest priority. */
    private static void stranger(Cluster cluster, Conf conf) {
        var host = cluster.lab().host("stranger", "ens33", "192.168.181.199/24");
        host.keepalived(Conf.file(conf.router(51, "192.168.181.55").priority(250)));
    }

    /** Its journal is on a disk of its own, which goes with its host. */
    private static void onADiskOf(Node node, String size) throws IOException {
        var journal = Files.createDirectory(node.journal()).toString();
        node.host().run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", journal);
    }

    private static void fill(Node node) {
        node.host().run("sh", "-c", "cat /dev/zero > " + node.journal().resolve("foreign") + " || true");
    }

    /** Where a script of the first one looks whether it is to fail. */
    private static Path fails(Node high) {
        return high.journal().resolveSibling("fails");
    }

    private static Act after(Act act) {
        return (cluster, high, low) -> {
            act.on(cluster, high, low);
            cluster.awaitMaster(low, LOW);
        };
    }

    private static void awaitOnly(Cluster cluster, Node node) {
        cluster.awaitOnly(node, Conf.VIP);
    }

    private static List<Story> stories() {
        var v2 = Conf.V2;
        var known = v2.with("authentication {", "auth_type PASS", "auth_pass abc", "}");
        Act crash = after((_, high, _) -> high.crash());
        Act cut = after((_, high, _) -> high.host().cut());
        return List.of(
                Story.of("a crash", crash, "a ended without a word: .*; b took over"),
                Story.of(
                                "a crash, its journal missing",
                                crash,
                                "b heard nothing of 192\\.168\\.181\\.133 for .*\\(cannot tell\\)")
                        .given(Given.LOW_ONLY),
                Story.of(
                                "a crash, its journal damaged",
                                crash,
                                "(?s)^MISSING in the journal of a: damage in .*a ended without a word: .*; b took over")
                        .given(Given.HIGH_DAMAGED),
                Story.of(
                        "a clean stop",
                        after((_, high, _) -> high.stop()),
                        "a was stopped \\(SIGTERM\\) and said goodbye; b took over"),
                Story.of(
                        "a cut both ways",
                        (cluster, high, low) -> {
                            cut.on(cluster, high, low);
                            high.host().heal();
                            awaitOnly(cluster, high);
                        },
                        "the network was cut between a and b: both were sending and neither heard the other"),
                Story.of(
                        "one way lost, from the master",
                        (cluster, high, low) -> {
                            high.host().cut(Direction.FROM_HOST);
                            cluster.awaitMaster(low, LOW);
                            high.host().heal();
                            awaitOnly(cluster, high);
                        },
                        "one-way loss: a sent and b did not hear it, while a heard b"),
                Story.of(
                        "one way lost, to the master",
                        (cluster, high, low) -> {
                            high.stop();
                            cluster.awaitMaster(low, LOW);
                            high.host().cut(Direction.TO_HOST);
                            high.start(HIGH);
                            awaitOnly(cluster, high);
                            cluster.pass(HIGH.masterDown());
                            high.host().heal();
                        },
                        "one-way loss: b sent and a did not hear it, while b heard a"),
                Story.of(
                                "a master whose CPU is taken away",
                                (cluster, high, low) -> {
                                    long pid = high.process().pid();
                                    high.host().run("taskset", "-acp", "1", Long.toString(pid));
                                    var thief = high.host()
                                            .start(
                                                    "taskset",
                                                    "-c",
                                                    "1",
                                                    "chrt",
                                                    "--rr",
                                                    "50",
                                                    "timeout",
                                                    "8",
                                                    "sh",
                                                    "-c",
                                                    "while :; do :; done");
                                    cluster.awaitMaster(low, LOW);
                                    thief.awaitExit(Cluster.SOON.multipliedBy(2));
                                    high.host().run("taskset", "-acp", "0,1", Long.toString(pid));
                                    awaitOnly(cluster, high);
                                },
                                "(?s)a stood still for [^\\n]* and sent nothing: it wanted a CPU for [^\\n]* and got none; b took over.*"
                                        + "and \\d+ more like it")
                        .also(
                                "incidents",
                                "a: the director of a was late \\d+ times, by .* at most: it got too little CPU: others ran"
                                        + " while it wanted one"),
                Story.of(
                                "a script that flaps",
                                Setting.of(HIGH.with("track_script {", "chk", "}"), LOW)
                                        .with(SCRIPT),
                                (cluster, high, low) -> {
                                    for (int i = 0; i < 3; i++) {
                                        Files.writeString(fails(high), "");
                                        awaitOnly(cluster, low);
                                        Files.delete(fails(high));
                                        awaitOnly(cluster, high);
                                    }
                                },
                                "b preempted a, whose priority fell: 110 -> 70, chk -40")
                        .also("incidents", "FLAPPING for .* \\d takeovers"),
                Story.incident(
                        "a router of another cluster that knows the password",
                        Setting.of(known.priority(110), known.priority(90)),
                        (cluster, high, low) -> {
                            stranger(cluster, known);
                            cluster.pass(Cluster.SOON);
                        },
                        "(?s)^(?!.*NEAR MISS).*ADVERTS REJECTED for [^\\n]* a: a did not count \\d+ adverts of"
                                + " 192\\.168\\.181\\.199 for VI_51: ADDRESS_LIST"),
                Story.incident(
                        "a router of another cluster that does not know the password",
                        Setting.of(known.priority(110), known.priority(90)),
                        (cluster, high, low) -> {
                            stranger(cluster, v2);
                            cluster.pass(Cluster.SOON);
                        },
                        "ADVERTS REJECTED for .* a: a rejected .* of 192\\.168\\.181\\.199 for VI_51: AUTH_TYPE"),
                Story.of(
                        "a crash while the disk has no room at all",
                        Setting.USUAL.before((cluster, high, _) -> {
                            onADiskOf(high, "64k");
                            fill(high);
                            cluster.recordsNothing(high);
                        }),
                        after((_, high, _) -> high.process().kill9()),
                        "(?s)^MISSING: the journal of a holds no turn.*b heard nothing of 192\\.168\\.181\\.133 for"
                                + " .*\\(cannot tell\\)"),
                Story.of(
                        "a stop while the disk of the journal is full",
                        Setting.USUAL.before((_, high, _) -> onADiskOf(high, "6m")),
                        (cluster, high, low) -> {
                            fill(high);
                            cluster.pass(Cluster.SOON);
                            high.stop();
                            cluster.awaitMaster(low, LOW);
                        },
                        "a was stopped \\(SIGTERM\\) and said goodbye; b took over"),
                Story.of(
                        "a master that stands still",
                        (cluster, high, low) -> {
                            high.process().pause();
                            cluster.awaitMaster(low, LOW);
                            high.process().resume();
                            Await.until("one master", Cluster.SOON, () -> !low.holds(Conf.VIP));
                        },
                        "a stood still for .* and sent nothing: it did not wait for a CPU: the process was stopped .*; b took over"),
                Story.incident(
                        "a backup that stands still",
                        (cluster, high, low) -> {
                            low.process().pause();
                            cluster.pass(HIGH.masterDown().multipliedBy(2));
                            low.process().resume();
                        },
                        "DIRECTOR STOOD STILL for .* b: the director of b (stood still|was late)"),
                Story.split(
                        "another password",
                        v2.priority(110).with("authentication {", "auth_type PASS", "auth_pass abc", "}"),
                        v2.priority(90).with("authentication {", "auth_type PASS", "auth_pass xyz", "}"),
                        "two masters for .*: a and b did not accept what the other sent \\(AUTH_FAILED"),
                Story.split(
                        "another interval",
                        v2.priority(110),
                        v2.every(200).priority(90),
                        "two masters for .*: a and b did not accept what the other sent \\(INTERVAL_MISMATCH"),
                Story.split(
                        "another list",
                        v2.priority(110),
                        new Conf(v2.version(), 100, 51, 90, Ip.parse("192.168.181.77"), List.of()),
                        "two masters for .*ADDRESS_LIST, its list is \\[192\\.168\\.181\\.100\\], ours is \\[192\\.168\\.181\\.77\\]"),
                Story.split(
                        "another version",
                        v2.priority(110),
                        LOW,
                        "two masters for .*: a and b did not accept what the other sent \\(VERSION_MISMATCH"),
                Story.of(
                                "a router of another cluster",
                                (cluster, high, _) -> {
                                    stranger(cluster, HIGH);
                                    Await.until("it yields", Cluster.SOON, () -> !high.holds(Conf.VIP));
                                },
                                "a yielded to 192\\.168\\.181\\.199, a router of another cluster with the same VRID: its adverts list"
                                        + " \\[192\\.168\\.181\\.55\\], and not \\[192\\.168\\.181\\.100\\], which nobody had")
                        .also(
                                "incidents",
                                "NOBODY for .*: a was before; 192\\.168\\.181\\.199, which was heard with the same VRID, has other"
                                        + " addresses: \\[192\\.168\\.181\\.55\\]"),
                Story.of(
                        "a preemption as designed",
                        (cluster, high, low) -> {
                            high.stop();
                            cluster.awaitMaster(low, LOW);
                            high.start(HIGH);
                            awaitOnly(cluster, high);
                        },
                        "a preempted b, whose priority is lower, as configured, after it started"),
                Story.of(
                        "a reload on one node",
                        after((_, high, _) -> high.reload(HIGH.priority(50))),
                        "b preempted a, whose priority fell: 110 -> 50, configuration"),
                Story.of(
                                "a reload that takes the master's instance away",
                                after((_, high, _) -> high.reload(HIGH.router(52, "192.168.181.101"))),
                                "a handed the instance over before a reload took it away; b took over")
                        .also(
                                "explain a",
                                "because a reload is to take it away \\(.*\\), and waits until its successor is there"),
                Story.of(
                        "a carrier that is lost",
                        after((_, high, _) -> high.host().unplug()),
                        "a went to FAULT: INTERFACE_DOWN ens33 \\(it lost its carrier\\); b took over"),
                Story.of(
                        "an interface set down, and another name",
                        (cluster, high, low) -> {
                            high.host().run("ip", "link", "set", "ens33", "down");
                            high.host().run("ip", "link", "set", "ens33", "name", "gone");
                            cluster.awaitMaster(low, LOW);
                            high.host().run("ip", "link", "set", "gone", "name", "ens33");
                            high.host().run("ip", "link", "set", "ens33", "up");
                            awaitOnly(cluster, high);
                        },
                        "a went to FAULT: INTERFACE_(DOWN|MISSING) ens33"),
                Story.of(
                        "an address that is deleted",
                        (cluster, high, _) -> {
                            high.host().run("ip", "address", "del", Conf.VIP + "/32", "dev", "ens33");
                            high.awaitTurn(AddressTaken.class);
                            awaitOnly(cluster, high);
                        },
                        "somebody took the address ens33 192\\.168\\.181\\.100/32 away from a, it stepped down"),
                Story.incident(
                        "an address that is added on the backup",
                        (_, _, low) -> low.host().run("ip", "address", "add", Conf.VIP + "/32", "dev", "ens33"),
                        "ADDRESS WITHOUT MASTERSHIP for .*: b had 192\\.168\\.181\\.100 and was not master: somebody put it"
                                + " there"),
                Story.of(
                        "a keepalived that is killed",
                        Setting.OF_KEEPALIVED,
                        after((_, high, _) -> high.process().kill9()),
                        "b heard nothing of 192\\.168\\.181\\.133 for .*\\(cannot tell\\)"),
                Story.of(
                        "a keepalived that is stopped",
                        Setting.OF_KEEPALIVED,
                        after((_, high, _) -> high.terminate()),
                        "192\\.168\\.181\\.133 resigned with priority 0, and b took over after"),
                Story.of(
                        "a keepalived that stands still",
                        Setting.OF_KEEPALIVED,
                        (cluster, high, low) -> {
                            high.process().pause();
                            cluster.awaitMaster(low, LOW);
                            high.process().resume();
                            Await.until("one master", Cluster.SOON, () -> !low.holds(Conf.VIP));
                        },
                        "192\\.168\\.181\\.133 sent nothing for .*: it stood still, by the identification of its next advert;"
                                + " b took over"));
    }

    @Test
    void eachIsExplainedWithNobodysHelp() throws Exception {
        tellAll(stories(), Story::name, RecordIncidents::tell);
    }

    /** Tells one story, and fails when it is not told right. */
    interface Teller<S> {
        void tell(S story) throws Exception;
    }

    /** Tells those that were asked for, some at a time. */
    static <S> void tellAll(List<S> all, Function<S, String> name, Teller<S> teller) throws InterruptedException {
        var wrong = new ArrayList<String>();
        var told = new ArrayList<Future<?>>();
        var wanted = Pattern.compile(System.getProperty("stories", ""));
        var stories = all.stream()
                .filter(story -> wanted.matcher(name.apply(story)).find())
                .toList();
        try (var threads = Executors.newFixedThreadPool(6)) {
            for (var story : stories) {
                told.add(threads.submit((Callable<?>) () -> {
                    teller.tell(story);
                    return null;
                }));
            }
            for (int i = 0; i < stories.size(); i++) {
                try {
                    told.get(i).get();
                } catch (ExecutionException e) {
                    wrong.add(name.apply(stories.get(i)) + ": " + e.getCause());
                }
            }
        }
        assertEquals("", String.join("\n", wrong));
    }

    private static void tell(Story story) throws Exception {
        Cluster.run(cluster -> {
            var setting = story.setting();
            var high = cluster.node(133, setting.first());
            var low = cluster.node(135, KEEPSAKE);
            setting.before().on(cluster, high, low);
            var blocks = setting.blocks().replace("FAILS", fails(high).toString());
            high.startWith(blocks + Conf.file(setting.high()));
            cluster.awaitMaster(high, setting.high());
            low.start(setting.low());
            if (setting.follows()) {
                low.awaitTurn(MasterFollowed.class);
                cluster.pass(HIGH.interval().multipliedBy(5));
            } else {
                cluster.awaitMaster(low, setting.low());
            }
            story.act().on(cluster, high, low);
            var told = new ToldIncident(story.name(), story.sayings());
            told.await(Cluster.SOON, () -> journals(cluster, story.given(), high, low));
            told.keep(journals(cluster, story.given(), high, low), "");
        });
    }

    private static List<String> journals(Cluster cluster, Given given, Node high, Node low) {
        var words = new ArrayList<String>();
        if (high.ours() && given == Given.ALL) {
            words.add("a=" + high.journal());
        } else if (given == Given.HIGH_DAMAGED) {
            words.add("a=" + damaged(cluster, high.journal()));
        }
        words.add("b=" + low.journal());
        return words;
    }

    /** A copy in which a byte in the middle of what is written is another. */
    private static Path damaged(Cluster cluster, Path journal) {
        try {
            var copy = cluster.lab().file("damaged");
            try (var files = Files.walk(journal)) {
                for (var file : files.toList()) {
                    var target = copy.resolve(journal.relativize(file));
                    if (Files.isDirectory(file)) {
                        Files.createDirectories(target);
                        continue;
                    }
                    var bytes = Files.readAllBytes(file);
                    if (file.toString().endsWith(".cq4")) {
                        var at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(Conf.VIP.toString());
                        bytes[at < 0 ? bytes.length / 2 : at] ^= 0x40;
                    }
                    Files.write(target, bytes);
                }
            }
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
