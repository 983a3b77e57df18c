package io.keepsake.testkit.uml;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Runs a test class in a guest, by a JVM that is like this one: same Java, class path, flags and properties. */
final class GuestJvm {
    private GuestJvm() {}

    /** Boots, runs all tests of the class and returns what came of them. */
    static Verdicts run(Class<?> tests) {
        var wanted = Objects.requireNonNull(tests.getAnnotation(InUserModeKernel.class), tests::getName);
        try {
            var directory = Files.createTempDirectory("keepsake-uml-verdicts-");
            try {
                var ended = kernel(wanted, directory).run(command(wanted, tests, directory), System.out::println);
                return new Verdicts(Verdict.readAll(directory), ended);
            } finally {
                Verdict.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot exchange results with a guest: " + e.getMessage(), e);
        }
    }

    /** The class path goes by the environment, where it does not drown a message that names the command. */
    private static UserModeKernel kernel(InUserModeKernel wanted, Path verdicts) {
        var classPath = System.getProperty("java.class.path");
        var kernel = UserModeKernel.plain()
                .memory(wanted.megabytes())
                .limit(Duration.ofSeconds(wanted.seconds()))
                .environment("CLASSPATH", classPath)
                .writing(verdicts);
        for (var part : classPath.split(File.pathSeparator, -1)) {
            kernel = kernel.reading(Path.of(part));
        }
        return kernel;
    }

    private static List<String> command(InUserModeKernel wanted, Class<?> tests, Path verdicts) {
        var words = new ArrayList<String>();
        words.add(System.getProperty("java.home") + "/bin/java");
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        words.add("-Xmx" + wanted.heapMegabytes() + "m");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-D"))
                .forEach(words::add);
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("keepsake."))
                .forEach(name -> words.add("-D" + name + "=" + System.getProperty(name)));
        words.addAll(List.of(Guest.class.getName(), tests.getName(), verdicts.toString()));
        return words;
    }
}
