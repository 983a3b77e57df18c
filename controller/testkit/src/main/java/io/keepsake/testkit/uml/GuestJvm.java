package io.keepsake.testkit.uml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Runs test classes in guests, each by a JVM that is like this one: same Java, class path, flags and properties. */
final class GuestJvm {
    private GuestJvm() {}

    /**
     * Boots a guest for each CPU, but no more than there are classes, lets each take one class after the other, and returns
     * what came of all of them.
     */
    static Verdicts run(List<Class<?>> classes) {
        int guests = Math.min(classes.size(), Runtime.getRuntime().availableProcessors());
        try {
            var directory = Files.createTempDirectory("keepsake-uml-verdicts-");
            try {
                var running = IntStream.range(0, guests)
                        .mapToObj(number -> CompletableFuture.supplyAsync(
                                () -> run(number, classes, directory), guest -> Thread.ofPlatform()
                                        .daemon()
                                        .name("guest-" + number)
                                        .start(guest)))
                        .toList();
                var ended = running.stream().map(CompletableFuture::join).toList();
                return new Verdicts(Verdict.readAll(directory), ended);
            } finally {
                Verdict.delete(directory);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot exchange results with a guest: " + e.getMessage(), e);
        }
    }

    private static UserModeKernel.Ended run(int number, List<Class<?>> classes, Path verdicts) {
        var kernel = UserModeKernel.plain()
                .memory(largest(classes, InUserModeKernel::megabytes))
                .limit(Duration.ofSeconds(classes.size() * (long) largest(classes, InUserModeKernel::seconds)))
                // The class path goes by the environment, where it does not drown a message that names the command.
                .classPath(System.getProperty("java.class.path"))
                .writing(verdicts)
                .on(number);
        var writable = asked(classes)
                .flatMap(asked -> Arrays.stream(asked.writable()))
                .distinct()
                .toList();
        for (var directory : writable) {
            kernel = kernel.writing(Path.of(directory));
        }
        return kernel.run(command(number, classes, verdicts), System.out::println);
    }

    private static Stream<InUserModeKernel> asked(List<Class<?>> classes) {
        return classes.stream()
                .map(tests -> Objects.requireNonNull(tests.getAnnotation(InUserModeKernel.class), tests::getName));
    }

    private static int largest(List<Class<?>> classes, ToIntFunction<InUserModeKernel> of) {
        return asked(classes).mapToInt(of).max().orElseThrow();
    }

    private static List<String> command(int number, List<Class<?>> classes, Path verdicts) {
        var words = new ArrayList<String>();
        words.add(System.getProperty("java.home") + "/bin/java");
        words.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        words.add("-Xmx" + largest(classes, InUserModeKernel::heapMegabytes) + "m");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-D"))
                .forEach(words::add);
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("keepsake.") || name.equals("rewrite"))
                .forEach(name -> words.add("-D" + name + "=" + System.getProperty(name)));
        words.addAll(List.of(Guest.class.getName(), verdicts.toString(), Integer.toString(number)));
        classes.forEach(tests -> words.add(tests.getName()));
        return words;
    }
}
