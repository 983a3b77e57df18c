package io.keepsake.lab;

import static io.keepsake.lab.Program.KEEPALIVED;
import static io.keepsake.lab.Program.KEEPSAKE;

import io.keepsake.core.event.Decision.MasterFollowed;
import io.keepsake.lab.ToldIncident.Saying;
import io.keepsake.testkit.lab.Await;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * More of what {@link RecordIncidents} tells, of a kind that is met less often: two troubles at once, a third router, a
 * change that was made on one side. A scene writes down what was done to it, and when; that goes into the corpus as well.
 */
class RecordRarerIncidents {
    private static final Conf HIGH = Conf.V3.every(40).priority(110);
    private static final Conf LOW = Conf.V3.every(40).priority(90);

    /** What happens, from nothing. */
    private interface Tale {
        void tell(Scene scene) throws Exception;
    }

    /** One incident, and verbs of replay with what each is to say: a regular expression. */
    private record Story(String name, Tale tale, List<Saying> sayings) {
        static Story of(String name, Tale tale, String... sayings) {
            var all = new ArrayList<Saying>();
            for (int i = 0; i < sayings.length; i += 2) {
                all.add(new Saying(sayings[i], sayings[i + 1]));
            }
            return new Story(name, tale, all);
        }
    }

    /** A cluster, the journals that are given to the tool, and what was done. */
    private static final class Scene {
        final Cluster cluster;
        final List<String> journals = new ArrayList<>();
        final StringBuilder truth = new StringBuilder();

        Scene(Cluster cluster) {
            this.cluster = cluster;
        }

        Node node(String name, int number) {
            var node = cluster.node(number, KEEPSAKE);
            journals.add(name + "=" + node.journal());
            return node;
        }

        void did(String what) {
            truth.append(Instant.now()).append(' ').append(what).append('\n');
        }

        void pass(double seconds) {
            cluster.pass(Duration.ofMillis((long) (seconds * 1000)));
        }

        void pair(Node high, Conf higher, Node low, Conf lower) {
            high.start(higher);
            cluster.awaitMaster(high, higher);
            low.start(lower);
            low.awaitTurn(MasterFollowed.class);
            pass(2);
            did("a is master, b its backup");
        }

        void only(Node node) {
            cluster.awaitOnly(node, Conf.VIP);
            did("the address stands on " + node.address() + " alone");
        }

        void master(Node node, Conf conf) {
            var since = Instant.now();
            cluster.awaitMaster(node, conf, since);
            did(node.address() + " sends adverts and has the address");
        }
    }

    private static List<Story> stories() {
        return List.of(
                Story.of(
                        "both machines lose power within a second",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            s.pair(a, HIGH, b, LOW);
                            s.did("b loses power");
                            b.powerOff();
                            s.pass(0.5);
                            s.did("a loses power");
                            a.powerOff();
                            s.pass(4);
                            s.did("b is started");
                            b.start(LOW);
                            s.pass(1);
                            s.did("a is started");
                            a.start(HIGH);
                            s.only(a);
                            s.pass(2);
                        },
                        "verdicts",
                        "the machine of a went down without a goodbye and was booted again; b took over, once it had started, "),
                Story.of(
                        "nopreempt comes back and does not take",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            var high = HIGH.with("nopreempt");
                            s.pair(a, high, b, LOW);
                            s.did("a crashes");
                            a.crash();
                            s.master(b, LOW);
                            s.pass(2);
                            s.did("a is started with nopreempt");
                            a.start(high);
                            s.pass(6);
                            s.did("b is stopped");
                            b.stop();
                            s.only(a);
                            s.pass(2);
                        },
                        "incidents",
                        "ADDRESS WITHOUT MASTERSHIP for .* a had 192\\.168\\.181\\.100 after its director had died, and b was master"),
                Story.of(
                        "a master paused twice in a minute",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            s.pair(a, HIGH, b, LOW);
                            for (int i = 0; i < 2; i++) {
                                s.did("a is paused");
                                a.process().pause();
                                s.master(b, LOW);
                                s.pass(3);
                                s.did("a goes on");
                                a.process().resume();
                                s.only(a);
                                s.pass(8);
                            }
                        },
                        "verdicts",
                        "(?s)a stood still for .*two masters for .*a stood still for .*two masters for "),
                Story.of(
                        "a third node with the same priority and a higher address",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            var c = s.node("c", 137);
                            s.pair(a, HIGH, b, LOW);
                            s.did("c is started with priority 110");
                            c.start(HIGH);
                            c.awaitTurn(MasterFollowed.class);
                            s.pass(3);
                            s.did("c is cut from the switch");
                            c.host().cut();
                            s.master(c, HIGH);
                            s.pass(2);
                            s.did("healed");
                            c.host().heal();
                            s.only(c);
                            s.pass(3);
                        },
                        "verdicts",
                        "the network was cut between them both ways; then a yielded, since c has the same priority, 110, and the higher address"),
                Story.of(
                        "a keepalived of higher priority comes for ten seconds and is killed",
                        s -> {
                            var k = s.cluster.node(137, KEEPALIVED);
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            s.pair(a, HIGH, b, LOW);
                            s.did("keepalived 137 is started, priority 200");
                            k.start(HIGH.priority(200));
                            Await.until("a yields", Cluster.SOON, () -> !a.holds(Conf.VIP));
                            s.pass(8);
                            s.did("137 is killed");
                            k.process().kill9();
                            s.master(a, HIGH);
                            s.pass(3);
                        },
                        "verdicts",
                        "(?s)a yielded to 192\\.168\\.181\\.137 \\(priority 200, ours is 110\\).*(a preempted b, whose priority is lower: both had lost 192\\.168\\.181\\.137|a heard nothing of 192\\.168\\.181\\.137)"),
                Story.of(
                        "advert_int reloaded on the master first, version 2",
                        s -> interval(s, Conf.V2),
                        "verdicts",
                        "(?s)the adverts of a did not count at b: INTERVAL_MISMATCH.*, after a read another configuration \\(VI_51 interval: 1s -> 4s\\).*two masters for .*, after a read another"),
                Story.of(
                        "links that flap",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            s.pair(a, HIGH, b, LOW);
                            for (int i = 0; i < 3; i++) {
                                s.did("b is unplugged");
                                b.host().unplug();
                                s.pass(2);
                                s.did("b is plugged");
                                b.host().plug();
                                s.pass(3);
                            }
                            for (int i = 0; i < 3; i++) {
                                s.did("a is unplugged");
                                a.host().unplug();
                                s.master(b, LOW);
                                s.pass(1);
                                s.did("a is plugged");
                                a.host().plug();
                                s.only(a);
                                s.pass(1);
                            }
                        },
                        "incidents",
                        "(?s)(NOBODY for .*){3}.*(BACKUP IN FAULT for .*){3}"),
                Story.of(
                        "a script that hangs",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            var flag = s.cluster.lab().file("hang");
                            var script = s.cluster.lab().file("chk.sh");
                            Files.writeString(script, "#!/bin/sh\n[ -e " + flag + " ] && sleep 30\nexit 0\n");
                            a.host().run("chmod", "755", script.toString());
                            var blocks = "global_defs {\n script_user root\n}\nvrrp_script chk {\n script \"" + script
                                    + "\"\n interval 2\n timeout 1\n rise 1\n fall 2\n}\n";
                            var high = HIGH.with("track_script {", "chk", "}");
                            a.startWith(blocks + Conf.file(high));
                            s.cluster.awaitMaster(a, high);
                            b.start(LOW);
                            b.awaitTurn(MasterFollowed.class);
                            s.pass(2);
                            s.did("the script of a hangs from now on");
                            Files.writeString(flag, "");
                            s.only(b);
                            s.pass(3);
                            s.did("the script of a no longer hangs");
                            Files.delete(flag);
                            s.only(a);
                            s.pass(2);
                        },
                        "verdicts",
                        "a went to FAULT: TRACKED_SCRIPT chk \\(timed out\\); b took over"),
                Story.of(
                        "a sync group of which one member loses its link",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            a.host().connect("ens34", "192.168.182.133/24");
                            b.host().connect("ens34", "192.168.182.135/24");
                            a.startWith(grouped(HIGH));
                            s.cluster.awaitMaster(a, HIGH);
                            b.startWith(grouped(LOW));
                            b.awaitTurn(MasterFollowed.class);
                            s.pass(3);
                            s.did("ens34 of a loses its carrier");
                            a.host().ports().get(1).unplug();
                            s.only(b);
                            s.pass(4);
                            s.did("ens34 of a has it again");
                            a.host().ports().get(1).plug();
                            s.only(a);
                            s.pass(2);
                        },
                        "verdicts",
                        "b became master because VI_52, a member of its sync group G, did; it was ready .* before, and waited for it"),
                Story.of(
                        "unicast, one peer missing in a list",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            var c = s.node("c", 137);
                            var high = peers(HIGH, a, b);
                            var mid = peers(HIGH.priority(100), b, a, c);
                            var low = peers(LOW, c, a, b);
                            a.start(high);
                            s.cluster.awaitMaster(a, high);
                            b.start(mid);
                            b.awaitTurn(MasterFollowed.class);
                            s.pass(2);
                            s.did("a is master; c is started, which is not in the list of a");
                            c.start(low);
                            s.master(c, low);
                            s.pass(5);
                            s.did("a is reloaded with c in its list");
                            a.reload(peers(HIGH, a, b, c));
                            s.only(a);
                            s.pass(2);
                        },
                        "verdicts",
                        "(?s)a sends nothing to c: its unicast_peer \\[192\\.168\\.181\\.135\\] has no 192\\.168\\.181\\.137; c took over.*two masters for .*: a sends nothing to c"),
                Story.of(
                        "another virtual_router_id after an edit",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            s.pair(a, HIGH, b, LOW);
                            s.did("a is reloaded with virtual_router_id 15");
                            a.reloadWith(Conf.file(HIGH).replace("virtual_router_id 51", "virtual_router_id 15"));
                            s.master(b, LOW);
                            s.pass(6);
                            s.did("a is reloaded with 51 again");
                            a.reload(HIGH);
                            s.only(a);
                            s.pass(2);
                        },
                        "verdicts",
                        "two masters for .*: the virtual_router_id of a is 15 and that of b is 51, .*, after a read another configuration \\(VI_51 vrid: 51 -> 15\\)"),
                Story.of(
                        "a backup that stands still while the master dies",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            s.pair(a, HIGH, b, LOW);
                            s.did("b is paused");
                            b.process().pause();
                            s.pass(0.3);
                            s.did("a crashes");
                            a.crash();
                            s.pass(7);
                            s.did("b goes on");
                            b.process().resume();
                            s.master(b, LOW);
                            s.pass(3);
                        },
                        "verdicts",
                        "a ended without a word: .*; b took over late, since it had stood still itself for "),
                Story.of(
                        "a backup without its link while the master dies",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            s.pair(a, HIGH, b, LOW);
                            s.did("b is unplugged");
                            b.host().unplug();
                            s.pass(4);
                            s.did("a loses power");
                            a.powerOff();
                            s.pass(5);
                            s.did("b is plugged");
                            b.host().plug();
                            s.only(b);
                            s.pass(3);
                        },
                        "verdicts",
                        "a ended without a word: .*; b took over, once its fault had cleared, "),
                Story.of(
                        "a link that loses most",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            s.pair(a, HIGH, b, LOW);
                            s.did("the link of b loses 80 % of what it receives");
                            b.host()
                                    .run(
                                            "nft",
                                            "add table ip t; add chain ip t c { type filter hook input priority 0; }; add rule ip t c ip protocol 112 numgen random mod 100 < 80 drop");
                            s.pass(20);
                            b.host().run("nft", "flush", "ruleset");
                            s.did("its link is whole");
                            s.only(a);
                            s.pass(2);
                        },
                        "verdicts",
                        "one-way loss: a sent and b did not hear it, .*; b missed adverts of it \\d more times? within .*: the way loses some, and not all"),
                Story.of(
                        "the priority of both changed at once",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            s.pair(a, HIGH, b, LOW);
                            s.did("b is reloaded with priority 120");
                            b.reload(LOW.priority(120));
                            s.only(b);
                            s.pass(3);
                            s.did("a is reloaded with priority 130");
                            a.reload(HIGH.priority(130));
                            s.only(a);
                            s.pass(2);
                        },
                        "verdicts",
                        "a preempted b after its priority rose: 110 -> 130, configuration"),
                Story.of(
                        "another password by a reload",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            var old = password("abc");
                            var other = password("xyz");
                            s.pair(a, old.priority(110), b, old.priority(90));
                            s.did("a is reloaded with another password");
                            a.reload(other.priority(110));
                            s.master(b, old.priority(90));
                            s.pass(4);
                            s.did("b is reloaded with it");
                            b.reload(other.priority(90));
                            s.only(a);
                            s.pass(2);
                        },
                        "verdicts",
                        "(?s)b rejected the adverts of a: AUTH_FAILED, [^;]*, after a read its configuration anew .*"
                                + "two masters for .* \\(AUTH_FAILED, the password is not the configured auth_pass\\), after a read"),
                Story.of(
                        "a demotion",
                        s -> {
                            var a = s.node("a", 133);
                            var b = s.node("b", 135);
                            s.pair(a, HIGH, b, LOW);
                            s.did("a is demoted for 5 s");
                            a.ask("--demote=VI_51 for 5 because new kernel");
                            s.only(b);
                            s.only(a);
                            s.pass(2);
                        },
                        "verdicts",
                        "(?s)a was demoted by root \\(new kernel\\) and said goodbye; b took over.*a preempted b, .*, after it had been"
                                + " demoted"));
    }

    private static Conf password(String word) {
        return Conf.V2.with("authentication {", "auth_type PASS", "auth_pass " + word, "}");
    }

    private static void interval(Scene s, Conf conf) {
        var a = s.node("a", 133);
        var b = s.node("b", 135);
        s.pair(a, conf.priority(110), b, conf.priority(90));
        s.pass(2);
        s.did("advert_int 1 -> 4 on a");
        a.reload(conf.priority(110).every(400));
        s.pass(10);
        s.did("advert_int 1 -> 4 on b");
        b.reload(conf.priority(90).every(400));
        s.pass(14);
        s.did("the end");
    }

    private static String grouped(Conf conf) {
        var second = conf.router(52, "192.168.182.100");
        return Conf.file(conf)
                + Conf.file(second).replaceFirst("(?s)global_defs.*?\\}\n", "").replace("ens33", "ens34")
                + "vrrp_sync_group G {\n    group {\n        VI_51\n        VI_52\n    }\n}\n";
    }

    private static Conf peers(Conf router, Node self, Node... peers) {
        var lines = new ArrayList<>(List.of("unicast_src_ip " + self.address(), "unicast_peer {"));
        for (var peer : peers) {
            lines.add(peer.address().toString());
        }
        lines.add("}");
        return router.with(lines.toArray(String[]::new));
    }

    @Test
    void eachIsExplainedWithNobodysHelp() throws Exception {
        RecordIncidents.tellAll(stories(), Story::name, RecordRarerIncidents::tell);
    }

    private static void tell(Story story) throws Exception {
        Cluster.run(cluster -> {
            var scene = new Scene(cluster);
            story.tale().tell(scene);
            var told = new ToldIncident(story.name(), story.sayings());
            told.await(Cluster.SOON, () -> scene.journals);
            told.keep(scene.journals, scene.truth.toString());
        });
    }
}
