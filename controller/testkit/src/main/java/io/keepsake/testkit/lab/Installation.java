package io.keepsake.testkit.lab;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Pattern;

/** What the launcher expects to find, made of the class path of this JVM: {@code mvn test} comes before the jars. */
public final class Installation {
    /** The launcher, seen from any module of the controller. */
    public static final Path LAUNCHER =
            Path.of("../daemon/src/main/launcher/keepsake").toAbsolutePath().normalize();

    /** Not part of an installation; the replay tool's jar would also switch the director's log off. */
    private static final Pattern FOR_TESTS =
            Pattern.compile("test-classes|keepsake-(testkit|replay-tool)|replay-tool/");

    /** What {@link #shared} gives, made when it is first asked for. */
    private static final class Shared {
        static final Map<String, String> ENVIRONMENT = make(newHome());

        private Shared() {}
    }

    private Installation() {}

    /** An installation that all tests of this JVM share; what the launcher's environment must be to start it. */
    public static Map<String, String> shared() {
        return Shared.ENVIRONMENT;
    }

    /** A directory of our own that goes when this JVM ends. */
    private static Path newHome() {
        try {
            var target = Files.createDirectories(Path.of("target").toAbsolutePath());
            var home = Files.createTempDirectory(target, "installation-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(home)));
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path home) {
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            System.err.println("an installation stays behind: " + e);
        }
    }

    /** Makes an installation in {@code home}, class cache and all; what the launcher's environment must be. */
    public static Map<String, String> make(Path home) {
        copy(home, entry -> !FOR_TESTS.matcher(entry).find());
        train(home);
        return environment(home);
    }

    private static void train(Path home) {
        try {
            var builder = new ProcessBuilder(
                    LAUNCHER.resolveSibling("train").toString(),
                    home.resolve("director.aot").toString());
            builder.environment().putAll(environment(home));
            var process = builder.redirectErrorStream(true).start();
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new LabException("no class cache could be made:\n" + output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A new installation of every program on the class path; what the launcher's environment must be. */
    public static Map<String, String> ofEveryProgram() {
        var home = newHome();
        copy(home, _ -> true);
        var environment = new HashMap<>(shared());
        environment.put("KEEPSAKE_PROGRAMS_HOME", home.toString());
        environment.put("KEEPSAKE_WEB_HOME", home.toString());
        environment.put("KEEPSAKE_REPLAY_HOME", home.toString());
        return environment;
    }

    private static void copy(Path home, Predicate<String> wanted) {
        try {
            var lib = Files.createDirectories(home.resolve("lib"));
            int number = 0;
            for (var entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
                var path = Path.of(entry).toAbsolutePath();
                var jar = lib.resolve(++number + ".jar");
                if (entry.isEmpty() || !wanted.test(entry)) {
                    continue;
                }
                if (Files.isRegularFile(path)) {
                    Files.createSymbolicLink(jar, path);
                } else if (Files.isDirectory(path)) {
                    pack(path, jar);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the launcher's environment must be to start the installation in {@code home}; dumps are written there too. */
    public static Map<String, String> environment(Path home) {
        return Map.of(
                "KEEPSAKE_HOME",
                home.toString(),
                "KEEPSAKE_JAVA_HOME",
                System.getProperty("java.home"),
                "TMPDIR",
                home.toString());
    }

    /** The words that start a director in the foreground, logging to its output; {@code more} come last, where they win. */
    public static List<String> director(String id, Path config, Path pidFile, Path journal, String... more) {
        var words = new ArrayList<>(List.of(LAUNCHER.toString(), "director", "-n", "-l", "-i", id));
        words.addAll(List.of("-f", config.toString(), "-p", pidFile.toString(), "--journal", journal.toString()));
        words.addAll(List.of(more));
        return words;
    }

    private static void pack(Path classes, Path jar) throws IOException {
        try (var out = new JarOutputStream(Files.newOutputStream(jar));
                var files = Files.walk(classes)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                out.putNextEntry(new JarEntry(classes.relativize(file).toString()));
                Files.copy(file, out);
            }
        }
    }

    /** The words before the name of a main class of ours that is not one of the launcher's programs. */
    public static List<String> java() {
        return List.of(
                System.getProperty("java.home") + "/bin/java",
                "-cp",
                System.getProperty("java.class.path"),
                "-Xmx128m");
    }
}
