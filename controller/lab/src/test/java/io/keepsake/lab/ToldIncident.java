package io.keepsake.lab;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.LabException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * What {@code replay} is to tell of an incident that was made on purpose, and the place in the corpus of {@code
 * IncidentsTest} for its journals. Journals are given as the tool takes them: {@code NAME=DIRECTORY}.
 */
public record ToldIncident(String name, List<Saying> sayings) {
    /** Where incidents are kept, seen from the module. */
    public static final String CORPUS = "../../replay-tool/src/test/resources/incidents";

    public ToldIncident {
        sayings = List.copyOf(sayings);
    }

    /**
     * What a verb of replay is to say.
     *
     * @param verb with the name of a node behind it where the verb reads one journal: {@code explain a}
     * @param said a regular expression, found in what is printed
     */
    public record Saying(String verb, String said) {}

    /** Waits until each is said, since journals come behind what happens. */
    public void await(Duration within, Supplier<List<String>> journals) {
        sayings.forEach(saying -> await(saying, within, journals));
    }

    private void await(Saying saying, Duration within, Supplier<List<String>> journals) {
        var said = Pattern.compile(saying.said());
        var printed = new String[1];
        try {
            Await.until(name, within, () -> {
                printed[0] = replay(saying.verb(), journals.get());
                return said.matcher(printed[0]).find();
            });
        } catch (LabException e) {
            throw new AssertionError("expected " + saying.said() + "\n" + printed[0], e);
        }
    }

    /**
     * Puts it into the corpus, what is to be said and the journals, where that is asked for: {@code -Drewrite=true}.
     *
     * @param truth what was done when, for people; empty for nothing
     */
    public void keep(List<String> journals, String truth) {
        if (!Boolean.getBoolean("rewrite")) {
            return;
        }
        var file = Path.of(CORPUS, name.replaceAll("\\W+", "-") + ".zip");
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("said.txt"));
            for (var saying : sayings) {
                zip.write((saying.verb() + "\n" + saying.said() + "\n").getBytes(StandardCharsets.UTF_8));
            }
            if (!truth.isEmpty()) {
                zip.putNextEntry(new ZipEntry("truth.txt"));
                zip.write(truth.getBytes(StandardCharsets.UTF_8));
            }
            for (var journal : journals) {
                var parts = journal.split("=", 2);
                add(zip, parts[0], Path.of(parts[1]));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot keep " + file, e);
        }
    }

    private static void add(ZipOutputStream zip, String node, Path journal) throws IOException {
        try (var files = Files.walk(journal)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                zip.putNextEntry(new ZipEntry(node + "/" + journal.relativize(file)));
                zip.write(Files.readAllBytes(file));
            }
        }
    }

    /** What the tool prints, in a process of its own, as its user has it. */
    private static String replay(String verb, List<String> journals) {
        var command = new ArrayList<>(List.of(
                System.getProperty("java.home") + "/bin/java",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "io.keepsake.replay.Replay"));
        command.addAll(words(verb, journals));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        try {
            var process = builder.start();
            var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            process.waitFor();
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static List<String> words(String verb, List<String> journals) {
        var words = new ArrayList<String>();
        int space = verb.indexOf(' ');
        if (space < 0) {
            words.add(verb);
            words.addAll(journals);
        } else {
            var node = verb.substring(space + 1) + "=";
            words.add(verb.substring(0, space));
            journals.stream()
                    .filter(journal -> journal.startsWith(node))
                    .map(journal -> journal.substring(node.length()))
                    .forEach(words::add);
        }
        return words;
    }
}
