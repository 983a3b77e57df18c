package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.text.EventText;
import io.keepsake.testkit.record.RecordedCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bundle tells what happened, and neither where nor with which secrets. */
class BundleTest {
    private static final Pattern REAL = Pattern.compile("192\\.168\\.|10\\.77\\.|fd12:3456|02:00:00:00:00:01");

    @TempDir
    Path root;

    private Path bundle(String... journals) {
        var file = root.resolve("night.zip");
        var words = new ArrayList<>(List.of("export", "--bundle", file.toString()));
        words.addAll(List.of(journals));
        var said = Golden.replay(words.toArray(String[]::new));
        assertTrue(said.out().contains("wrote " + file), said.out() + said.err());
        return file;
    }

    private static String content(Path file) throws Exception {
        var all = new StringBuilder();
        try (var zip = new ZipFile(file.toFile())) {
            for (var entry : zip.stream().toList()) {
                all.append(entry.getName()).append('\n');
                try (var in = zip.getInputStream(entry)) {
                    all.append(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
                }
            }
        }
        return all.toString();
    }

    private String night() throws Exception {
        RecordedCluster.failovers(root.resolve("j"), Instant.parse("2026-11-22T03:00:00Z"), "VI_1", 40_000_000_000L);
        return bundle("a=" + root.resolve("j/node-a"), "b=" + root.resolve("j/node-b"), "c=" + root.resolve("j/node-c"))
                .toString();
    }

    @Test
    void everyVerbReadsItAndSaysTheSame() throws Exception {
        var night = night();

        var verdicts = Golden.replay("verdicts", "--utc", night);
        assertEquals(0, verdicts.code(), verdicts.out() + verdicts.err());
        var real = Golden.replay(
                "verdicts",
                "--utc",
                "a=" + root.resolve("j/node-a"),
                "b=" + root.resolve("j/node-b"),
                "c=" + root.resolve("j/node-c"));
        assertEquals(
                real.out().replaceAll("192\\.168\\.181\\.\\d+", "IP"),
                verdicts.out().replaceAll("198\\.18\\.0\\.\\d+", "IP"));
        for (var verb : List.of("verify", "explain", "show")) {
            var said = Golden.replay(verb, "--utc", night + "/b");
            assertEquals(0, said.code(), said.out() + said.err());
        }
        for (var verb : List.of("timeline", "incidents")) {
            assertTrue(Golden.replay(verb, night).out().contains("VI_1"), verb);
        }
        assertTrue(Golden.replay("explain", night).err().contains("holds several journals: expected one of"));
        assertTrue(content(Path.of(night)).contains("b ended without a word"));
    }

    @Test
    void orderAndNetworksStay() throws Exception {
        var out = Golden.replay("show", night() + "/b", "--kind", "AdvertReceived,SendAdvert,KernelRead")
                .out();

        assertTrue(out.contains("source=198.18.0.2 ttl=255"), out);
        assertTrue(out.contains("source=198.18.0.3 version=V2"), out);
        assertTrue(out.contains("addresses=198.18.0.1\n"), out);
        assertTrue(out.contains("address=198.18.0.3/24"), out);
    }

    @Test
    void neitherSecretsNorAddressesAreInIt() throws Exception {
        var text = """
                global_defs {
                    router_id SECRET-host
                    smtp_server mail.SECRET.example 10.77.1.1
                }
                vrrp_script chk {
                    script "/bin/chk --token SECRET-argument"
                    weight -10
                }
                vrrp_instance VI_1 { # SECRET comment
                    priority 100
                    authentication {
                        auth_type PASS
                        auth_pass SECRET-pass
                    }
                    virtual_ipaddress {
                        10.77.3.4/24 dev eth0
                        fd12:3456::7/64
                    }
                    notify_master "/bin/tell SECRET-notify"
                }
                """;
        var journal = root.resolve("planted");
        try (var run = Recording.started(journal, 100)) {
            var config = ((ConfigAccepted) EventText.parseEvent(EventText.print(Recording.config(100))
                                    .replace("router=node-b", "router=SECRET-router")
                                    .replace(
                                            "list_check=TELL",
                                            "list_check=TELL options=[{track_src_ip=false owner_ignore_adverts=false"
                                                    + " timer_expired_backup=0 unicast_ttl=0 kernel_rx_buf_size=0 peer_ttls=[]"
                                                    + " routing=[{routing=\"route unicast 10.77.9.0/24 src 10.77.3.4 via 10.77.3.9\" tracked=true}]}]"
                                                    + " track_script=[{script=chk weight=-10 reverse=false}]"
                                                    + " notifications=[{any=[{argv=[{word=/bin/any} {word=SECRET-word}] user=[{name=SECRET-user}] group=[]}]}]")
                            + " vrrp_scripts=[{name=chk argv=[{word=/bin/SECRET-path}] user=[] group=[] interval=10s"
                            + " timeout=10s rise=1 fall=2 init_fail=false}]"))
                    .config();
            run.event(new ConfigAccepted(config, text));
            run.deadline()
                    .script(0, "SECRET-output")
                    .deadline()
                    .answered()
                    .checkpoint()
                    .deadlinesFor(7_000_000_000L);
            run.script(1, "connection to 10.77.9.9 refused, SECRET-output");
            run.event("ConfigRefused problems=[{problem=\"line 3: SECRET-problem\"}]");
            run.pass(1_000_000_000L).advert("10.77.0.9", 50);
        }
        var file = bundle("b=" + journal);

        var inside = content(file);
        assertFalse(inside.contains("SECRET"), () -> around(inside, "SECRET"));
        var found = REAL.matcher(inside);
        assertFalse(found.find(), () -> around(inside, found.group()));
        var verified = Golden.replay("verify", file + "/b");
        assertEquals(0, verified.code(), verified.out());
        assertTrue(
                Golden.replay("why", "VI_1.priority", file + "/b").out().contains("priority 100 [vrrp_instance VI_1"));
        var shown = Golden.replay("show", file + "/b").out();
        assertFalse(shown.contains("SECRET") || REAL.matcher(shown).find(), shown);
    }

    private static String around(String text, String what) {
        int at = text.indexOf(what);
        return text.substring(Math.max(0, at - 200), Math.min(text.length(), at + 100));
    }

    /** It begins in the middle of a run: at a checkpoint, whose lines tell all of the configuration. */
    @Test
    void aJournalThatBeginsWithACheckpointIsReadToo() throws Exception {
        var journal = root.resolve("cut");
        try (var whole = Recording.started(root.resolve("whole"), 100);
                var cut = new Recording(journal)) {
            whole.adverts(2, 150);
            cut.write(whole.turn(whole.state().checkpoint()));
            cut.write(whole.pass(1_000_000_000L).turn(EventText.parseEvent(Recording.advertLine(Recording.PEER, 150))));
        }
        var file = bundle("b=" + journal);
        var said = Golden.replay("state", "--at", "-0s", file + "/b");

        assertEquals(0, said.code(), said.out() + said.err());
        assertTrue(said.out().contains("198.18.0.1/32"), said.out());
        assertFalse(REAL.matcher(said.out()).find(), said.out());
        assertFalse(REAL.matcher(content(file)).find());
    }

    @Test
    void theSameJournalsGiveTheSameBytes() throws Exception {
        var one = Files.readAllBytes(Path.of(night()));
        var again = bundle(
                "a=" + root.resolve("j/node-a"), "b=" + root.resolve("j/node-b"), "c=" + root.resolve("j/node-c"));

        assertArrayEquals(one, Files.readAllBytes(again));
    }
}
