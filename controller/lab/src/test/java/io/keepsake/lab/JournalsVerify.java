package io.keepsake.lab;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.Journals;
import io.keepsake.replay.verify.Verification;
import io.keepsake.replay.verify.Verification.Verdict;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the journals that directors left, and folds copies of them again. */
final class JournalsVerify {
    private JournalsVerify() {}

    /** Everything recorded must follow from the recorded events once more; answers the number of events. */
    static long foldsTheSame(Path journal, Path copy) throws IOException, JournalFailure {
        copy(journal, copy);
        var report = new ArrayList<String>();
        var verification = new Verification(report::add, Clock.UTC);
        try (var reader = Journals.open(copy)) {
            var verdict = verification.run(new JournalFold(reader), Window.ALL);
            assertEquals(Verdict.SAME, verdict, () -> journal + ":\n" + String.join("\n", report));
        }
        assertTrue(verification.events() > 0, () -> journal + " has no events");
        return verification.events();
    }

    /** The replay tool in its own process, as a user who may write nothing, on a copy; answers what it printed. */
    static String asNobody(Path journal, Path directory) throws IOException, InterruptedException {
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        var copy = directory.resolve("journal");
        copy(journal, copy);
        var parts = new ArrayList<Path>();
        for (var part : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (Files.exists(Path.of(part)) && !part.contains("junit")) {
                var target =
                        directory.resolve(parts.size() + "-" + Path.of(part).getFileName());
                copy(Path.of(part), target);
                parts.add(target);
            }
        }
        var command = new ArrayList<>(List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups"));
        command.addAll(List.of(System.getProperty("java.home") + "/bin/java", "-Xmx128m", "io.keepsake.replay.Replay"));
        command.addAll(List.of("verify", copy.toString()));
        var builder = new ProcessBuilder(command).directory(new File("/")).redirectErrorStream(true);
        builder.environment()
                .put("CLASSPATH", parts.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
        var process = builder.start();
        var printed = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), printed);
        return printed;
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (var file : files.toList()) {
                var target = to.resolve(from.relativize(file).toString());
                Files.copy(file, target);
                Files.setPosixFilePermissions(
                        target, PosixFilePermissions.fromString(Files.isDirectory(target) ? "rwxr-xr-x" : "rw-r--r--"));
            }
        }
    }

    /** The turns of all runs so far, also while the director writes. */
    static List<Turn> turns(Path journal) {
        var turns = new ArrayList<Turn>();
        try (var reader = Journals.open(journal)) {
            for (var item = reader.next(); item != null; item = reader.next()) {
                if (item instanceof JournalItem.TurnRead read) {
                    turns.add(read.turn());
                }
            }
        } catch (JournalFailure e) {
            throw new IllegalStateException(journal + ": " + e.getMessage(), e);
        }
        return turns;
    }

    /** The events and decisions of one kind, in their order. */
    static <E extends Event> List<E> events(Path journal, Class<E> kind) {
        return turns(journal).stream()
                .flatMap(turn -> Stream.concat(Stream.of(turn.recorded().event()), turn.decisions().stream()))
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    /** The effects of one kind, in their order. */
    static <E extends Effect> List<E> effects(Path journal, Class<E> kind) {
        return turns(journal).stream()
                .flatMap(turn -> turn.effects().stream())
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }
}
