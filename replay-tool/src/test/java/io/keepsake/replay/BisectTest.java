package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.OperatorEvent.HoldRequested;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which event a change of role needs: of recorded incidents, whose truth is known, and of runs made for it. */
class BisectTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Path INCIDENTS = Path.of("src/test/resources/incidents");

    private static final Pattern CHANGE = Pattern.compile("decided (\\d+#\\d+) Became(Master|Backup|Fault|Stopped) ");

    @TempDir
    Path room;

    /** The journal of one node of an incident. */
    private Path incident(String name, String node) throws IOException {
        return incident(name, room, node);
    }

    private static Path incident(String name, Path room, String node) throws IOException {
        try (var zip = new ZipInputStream(Files.newInputStream(INCIDENTS.resolve(name + ".zip")))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                var file = room.resolve(entry.getName());
                Files.createDirectories(file.getParent());
                Files.write(file, zip.readAllBytes());
            }
        }
        return room.resolve(node);
    }

    /** The name of the last decision of a kind. */
    private static String last(Path journal, String kind) {
        var found = Pattern.compile("decided (\\d+#\\d+) " + kind + " ")
                .matcher(Golden.replay("show", "--utc", journal.toString()).out());
        String last = "none";
        while (found.find()) {
            last = found.group(1);
        }
        return last;
    }

    private static void says(Path journal, List<String> truth, String... options) {
        var words = new ArrayList<>(List.of("bisect", "--utc", journal.toString()));
        words.addAll(List.of(options));
        var said = Golden.replay(words.toArray(String[]::new)).out();
        truth.forEach(part -> assertTrue(Pattern.compile(part).matcher(said).find(), part + " is not in\n" + said));
    }

    /** The master was killed: no event made the other take over, but that none came. */
    @Test
    void aCrashIsASilence() throws Exception {
        var b = incident("a-crash", "b");
        says(
                b,
                List.of(
                        "no single cause: VI_51 becomes MASTER",
                        "Master_Down_Timer ran out: no advert was heard",
                        "earlier"));
        Golden.check("bisect-crash", 1, b, "bisect");
    }

    @Test
    void aLostCarrierIsTheCauseOfItsFault() throws Exception {
        var a = incident("a-carrier-that-is-lost", "a");
        var fault = last(a, "BecameFault");
        says(
                a,
                List.of("first cause: .* LinkSeen link=ens33 .*running=false", "without it VI_51 stays MASTER"),
                "--at",
                fault);
        Golden.check("bisect-carrier", 0, a, "bisect", "--at", fault);
    }

    /** Nothing heard of the one that goes on: to this node that is the same as a crash. */
    @Test
    void whatIsLostOneWayIsASilence() throws Exception {
        var b = incident("one-way-lost-from-the-master", "b");
        says(b, List.of("no single cause: VI_51 becomes MASTER"));
        Golden.check("bisect-one-way", 1, b, "bisect");
    }

    @Test
    void aPreemptionComesFromTheAdvertsOfTheBetterOne() throws Exception {
        var b = incident("a-preemption-as-designed", "b");
        var backup = last(b, "BecameBackup");
        says(
                b,
                List.of("first cause: .* AdvertReceived .* priority=110 ", "without it VI_51 stays MASTER"),
                "--at",
                backup);
        Golden.check("bisect-preemption", 0, b, "bisect", "--at", backup);
    }

    /** The first cause lies behind the packet: the script that failed on the master made it yield to a lower one. */
    @Test
    void aScriptIsTheFirstCauseAndThePacketTheSecond() throws Exception {
        var a = incident("a-script-that-flaps", "a");
        var backup = last(a, "BecameBackup");
        says(
                a,
                List.of(
                        "first cause: .* ScriptEnded .* status=1 ",
                        "also: .* AdvertReceived .* priority=90 ",
                        "without it VI_51 stays MASTER"),
                "--at",
                backup);
        // the lower one goes on where this one does not become better, as it did before
        says(a, List.of("also: .* ScriptEnded .* status=0 .*\n  without it VI_51 stays BACKUP"));
        Golden.check("bisect-script", 0, a, "bisect", "--at", backup);
        Golden.check("bisect-script-json", 0, a, "bisect", "--at", backup, "--json");
    }

    /** A goodbye hurries what would have come anyway: the master went. */
    @Test
    void aGoodbyeOnlyMovesIt() throws Exception {
        var b = incident("a-clean-stop", "b");
        says(
                b,
                List.of(
                        "no single cause",
                        "only moves it: .* priority=0 .*\n  without it VI_51 becomes MASTER [\\d.]+ ms later"));
        Golden.check("bisect-goodbye", 1, b, "bisect");
    }

    @Test
    void anAddressThatSomeoneTookIsTheCause() throws Exception {
        var a = incident("an-address-that-is-deleted", "a");
        says(a, List.of("first cause: .* AddressGone .* own=false\n  without it VI_51 does not leave MASTER"));
    }

    @Test
    void aReloadIsTheCauseOfWhatItsPriorityLeadsTo() throws Exception {
        var a = incident("a-reload-on-one-node", "a");
        says(a, List.of("first cause: .* ConfigAccepted .*\\.\\.\\.\n"), "--at", last(a, "BecameBackup"));
    }

    /** Who asked for it is a cause, and so is who is heard instead, for as long as he was. */
    @Test
    void aPersonIsACause() throws Exception {
        var journal = room.resolve("demoted");
        try (var run = Recording.started(journal, 100)) {
            run.deadline().answered().deadlinesFor(3 * SECOND);
            run.event(new HoldRequested(
                    new Hold(new InstanceName("VI_1"), Hold.Kind.DEMOTE, Moment.NEVER, "new kernel", "root")));
        }
        says(
                journal,
                List.of("first cause: .* HoldRequested ", "without it VI_1 stays MASTER"),
                "--at",
                last(journal, "BecameBackup"));
    }

    /** What says the same in a row is left out together: without the first packet alone the second would do. */
    @Test
    void equalEventsInARowAreOneCause() throws Exception {
        var journal = room.resolve("row");
        try (var run = Recording.started(journal, 100, MomentsTest::tracking)) {
            run.deadline().script(0, "").deadline().answered().deadlinesFor(7 * SECOND);
            run.script(1, "").deadlinesFor(10 * SECOND);
            run.script(1, "refused").pass(SECOND / 10).advert(95);
        }
        says(
                journal,
                List.of("first cause: .* ScriptEnded .*, and 1 more to .*\n  without them VI_1 stays MASTER"),
                "--at",
                last(journal, "BecameBackup"));
    }

    /** Of a role that is old only the last ten minutes are looked at, from the last checkpoint before them. */
    @Test
    void longAgoIsNotLookedAt() throws Exception {
        var journal = room.resolve("long");
        try (var run = Recording.started(journal, 100)) {
            run.adverts(300, 150).checkpoint().adverts(700, 150).deadline();
        }
        var said = Golden.replay("bisect", "--utc", journal.toString());
        var since = Pattern.compile("played again from 1#(\\d+) .*\n.*1 cause since 1#(\\d+)")
                .matcher(said.out());
        assertTrue(since.find(), said::out);
        assertTrue(Long.parseLong(since.group(1)) > 300, said::out);
        assertTrue(Long.parseLong(since.group(2)) > 400, said::out);
    }

    /** Whatever real directors decided is decided again when it is played again: else nothing told of it would be true. */
    @Test
    void theChangesOfEveryIncidentAreReproduced() throws Exception {
        int asked = 0;
        for (var each : incidents()) {
            for (var node : List.of("a", "b")) {
                var journal = incident(each, room.resolve(each), node);
                for (var change : Files.isDirectory(journal) ? changes(journal) : List.<String>of()) {
                    var said = Golden.replay("bisect", "--json", "--at", change, journal.toString())
                            .out();
                    asked++;
                    assertTrue(
                            said.contains("\"reproduced\":true") || said.contains("\"known\":false"),
                            () -> each + " " + node + " " + said);
                }
            }
        }
        assertTrue(asked > 80, "asked about " + asked);
    }

    /** The last change of each kind. */
    private static Collection<String> changes(Path journal) {
        var last = new LinkedHashMap<String, String>();
        var changes = CHANGE.matcher(Golden.replay("show", journal.toString()).out());
        while (changes.find()) {
            last.put(changes.group(2), changes.group(1));
        }
        return last.values();
    }

    private static List<String> incidents() throws IOException {
        try (var files = Files.list(INCIDENTS)) {
            return files.map(file -> String.valueOf(file.getFileName()).replace(".zip", ""))
                    .sorted()
                    .toList();
        }
    }

    /** Where the last checkpoint is far away the state is taken from the fold. */
    @Test
    void itBeginsWithoutACheckpointToo() throws Exception {
        var far = room.resolve("far");
        try (var run = Recording.started(far, 100)) {
            run.adverts(20_700, 150).deadline();
        }
        var said = Golden.replay("bisect", "--utc", far.toString());
        assertTrue(said.out().contains("played again from 1#2000"), said::out);
        assertTrue(said.out().contains("which gives it 0.2 ms earlier"), said::out);
    }

    @Test
    void whatIsMissingMayBeTheCause() throws Exception {
        var journal = room.resolve("gap");
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150);
            long from = run.index();
            run.pass(SECOND)
                    .unrecorded(Recording.advertLine(Recording.PEER, 150))
                    .gap(from);
            run.deadline();
        }
        var said = Golden.replay("bisect", journal.toString());

        assertEquals(3, said.code(), said::out);
        assertTrue(said.out().contains("cannot be known: not recorded: the ring was full"), said::out);
        var object = Golden.replay("bisect", "--json", journal.toString()).out();
        assertTrue(object.contains("\"missing\":[\"not recorded: the ring was full\"],\"known\":false}"), object);
    }

    /** The state is known again at the checkpoint: what can be told is told, below what is missing. */
    @Test
    void aHoleBeforeItIsToldFirst() throws Exception {
        var journal = room.resolve("hole");
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150);
            long from = run.index();
            run.pass(SECOND)
                    .unrecorded(Recording.advertLine(Recording.PEER, 150))
                    .gap(from);
            run.checkpoint().adverts(2, 150).deadline();
        }
        var said = Golden.replay("bisect", journal.toString());

        assertEquals(3, said.code(), said::out);
        assertTrue(said.out().startsWith("MISSING: not recorded: the ring was full; "), said::out);
        assertTrue(said.out().contains("no single cause: VI_1 becomes MASTER"), said::out);
    }

    /** A decision that these rules do not give cannot be asked about. */
    @Test
    void whatThisBuildDoesNotDecideIsSaid() throws Exception {
        var journal = room.resolve("other");
        try (var run = Recording.started(journal, 100)) {
            run.pass(SECOND);
            var turn = run.turn(EventText.parseEvent(Recording.advertLine(Recording.PEER, 150)));
            var other = (Decision) EventText.parseEvent("BecameMaster instance=VI_1 from=BACKUP why=FaultCleared{}");
            run.write(new Turn(turn.recorded(), List.of(other), turn.effects()));
        }
        var said = Golden.replay("bisect", journal.toString());

        assertEquals(1, said.code(), said::out);
        assertTrue(said.out().contains("cannot tell: the recorded events, played again from 1#1"), said::out);
    }

    @Test
    void theFirstOtherDecisionOfThisBuildIsNamedWithWhatItKnew() throws Exception {
        var journal = room.resolve("tampered");
        try (var run = Recording.started(journal, 100)) {
            run.pass(SECOND);
            var turn = run.turn(EventText.parseEvent(Recording.advertLine(Recording.PEER, 150)));
            var other = (Decision) EventText.parseEvent(
                    "MasterFollowed instance=VI_1 master=192.168.181.133 priority=151 interval=1s");
            run.write(new Turn(turn.recorded(), List.of(other), turn.effects()));
            run.adverts(3, 150);
        }
        Golden.check("bisect-this-build", 1, journal, "bisect", "--this-build");
        Golden.check("bisect-this-build-json", 1, journal, "bisect", "--this-build", "--json");
        var before = Golden.replay("bisect", "--this-build", "--to", "2", journal.toString());
        assertEquals(0, before.code(), before::out);
        assertEquals("0 decisions, all as recorded\n", before.out());
    }

    @Test
    void nothingToAskAboutAndWrongUsageAreSaid() throws Exception {
        var journal = room.resolve("quiet");
        try (var run = Recording.started(journal, 100)) {
            run.adverts(3, 150);
        }
        var quiet = Golden.replay("bisect", journal.toString());
        assertEquals(1, quiet.code());
        assertTrue(quiet.err().contains("nothing becomes MASTER in this window"), quiet::err);
        wrong(journal, "nothing called VI_9 is configured", "--instance", "VI_9");
        wrong(journal, "expected a BecameMaster, BecameBackup, BecameFault or BecameStopped", "--at", "1#1");
        wrong(journal, "expected the name of an event such as 3#812", "--at", "-5m");
        wrong(journal, "there is no run 9", "--at", "9#1");
        wrong(journal, "expected no --instance, --from, --to or --run", "--at", "1#1", "--run", "1");
        wrong(journal, "expected neither --at nor --instance", "--this-build", "--at", "1#1");
    }

    private static void wrong(Path journal, String hint, String... options) {
        var words = new ArrayList<>(List.of("bisect", journal.toString()));
        words.addAll(List.of(options));
        var said = Golden.replay(words.toArray(String[]::new));
        assertEquals(2, said.code(), said::out);
        assertTrue(said.err().contains(hint), said::err);
        assertFalse(said.err().contains("\n\n"), said::err);
    }
}
