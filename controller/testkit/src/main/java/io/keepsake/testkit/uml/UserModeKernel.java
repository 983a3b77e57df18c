package io.keepsake.testkit.uml;

import io.keepsake.testkit.lab.Patience;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A Linux for one command, with IPVS, on this machine's files and on one of its CPUs. What the command may write, apart
 * from its own empty /tmp, /run and /var, is named here; everything else it can only read. Several may run at once.
 *
 * @param memoryMegabytes only what the guest touches is used
 * @param limit for the boot and the command together; then the guest is killed
 * @param writable directories the guest shares with this machine
 * @param readable directories below /tmp, /run or /var that the guest must see; the others, and the working copy around
 *     the working directory, it sees anyhow
 * @param cpu as {@link #on} counts them; -1 for any
 */
public record UserModeKernel(
        int memoryMegabytes,
        Duration limit,
        List<Path> writable,
        List<Path> readable,
        Map<String, String> environment,
        int cpu) {
    private static final List<String> SCRIPTS = List.of("uml.sh", "init.sh", "xstate.c");
    private static final List<Path> OWN = List.of(Path.of("/tmp"), Path.of("/run"), Path.of("/var"));
    private static final int NOT_INSTALLED = 126;
    private static final int TIMED_OUT = 124;
    private static final int ANY_CPU = -1;

    public UserModeKernel {
        writable = List.copyOf(writable);
        readable = List.copyOf(readable);
        environment = Map.copyOf(environment);
    }

    /** How a command ended: its exit status, and what it printed on both streams. */
    public record Ended(int status, String output) {
        public boolean timedOut() {
            return status == TIMED_OUT;
        }
    }

    /** One gigabyte and five minutes. */
    public static UserModeKernel plain() {
        return new UserModeKernel(1024, Duration.ofMinutes(5), List.of(), List.of(), Map.of(), ANY_CPU);
    }

    /** Whether this JVM runs in such a kernel. */
    public static boolean inside() {
        return Files.exists(Path.of("/run/uml/command"));
    }

    public UserModeKernel memory(int megabytes) {
        return new UserModeKernel(megabytes, limit, writable, readable, environment, cpu);
    }

    public UserModeKernel limit(Duration longest) {
        return new UserModeKernel(memoryMegabytes, longest, writable, readable, environment, cpu);
    }

    /** Runs on this one of the CPUs, counted from 0 and round again, and not on whichever has fewest guests. */
    public UserModeKernel on(int number) {
        return new UserModeKernel(memoryMegabytes, limit, writable, readable, environment, number);
    }

    /** Lets the guest write to a directory of this machine. */
    public UserModeKernel writing(Path directory) {
        return new UserModeKernel(memoryMegabytes, limit, with(writable, directory), readable, environment, cpu);
    }

    /** Lets the guest see the class path and gives it to the JVMs that start there. */
    public UserModeKernel classPath(String classPath) {
        var kernel = environment("CLASSPATH", classPath);
        for (var part : classPath.split(File.pathSeparator, -1)) {
            kernel = kernel.reading(Path.of(part));
        }
        return kernel;
    }

    /** Lets the guest see a file or directory of this machine, wherever it lies. */
    public UserModeKernel reading(Path path) {
        var real = path.toAbsolutePath().normalize();
        var directory = Files.isDirectory(real) ? real : Objects.requireNonNull(real.getParent());
        boolean seen = OWN.stream().noneMatch(directory::startsWith)
                || readable.stream().anyMatch(directory::startsWith)
                || !Files.exists(directory);
        return seen
                ? this
                : new UserModeKernel(memoryMegabytes, limit, writable, with(readable, directory), environment, cpu);
    }

    public UserModeKernel environment(String name, String value) {
        var more = new TreeMap<>(environment);
        more.put(name, value);
        return new UserModeKernel(memoryMegabytes, limit, writable, readable, more, cpu);
    }

    private static List<Path> with(List<Path> some, Path more) {
        return Stream.concat(some.stream(), Stream.of(more)).toList();
    }

    /**
     * Boots, runs the command and returns when the guest is gone, which it also is a moment after this JVM. Throws
     * {@link IllegalStateException} with what to install when the machine lacks something.
     *
     * @param heard is given each line of the output as it comes
     */
    public Ended run(List<String> command, Consumer<String> heard) {
        try {
            var scripts = Files.createTempDirectory("keepsake-uml-scripts-");
            try {
                unpack(scripts);
                return run(scripts, command, heard);
            } finally {
                for (var name : SCRIPTS) {
                    Files.deleteIfExists(scripts.resolve(name));
                }
                Files.delete(scripts);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot run a user-mode kernel: " + e.getMessage(), e);
        }
    }

    private static void unpack(Path directory) throws IOException {
        for (var name : SCRIPTS) {
            try (InputStream script = Objects.requireNonNull(UserModeKernel.class.getResourceAsStream(name))) {
                Files.copy(script, directory.resolve(name));
            }
        }
    }

    private Ended run(Path scripts, List<String> command, Consumer<String> heard) throws IOException {
        var process = new ProcessBuilder(words(scripts, command))
                .redirectErrorStream(true)
                .start();
        var output = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                output.append(line).append('\n');
                heard.accept(line);
            }
            int status = process.waitFor();
            if (status == NOT_INSTALLED) {
                throw new IllegalStateException(output.toString().strip());
            }
            return new Ended(status, output.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a user-mode kernel ran", e);
        } finally {
            process.destroy();
        }
    }

    private List<String> words(Path scripts, List<String> command) {
        var words = new ArrayList<>(List.of("bash", scripts.resolve("uml.sh").toString(), "-w"));
        words.addAll(List.of("-m", Integer.toString(memoryMegabytes), "-t", Long.toString(limit.toSeconds())));
        if (cpu != ANY_CPU) {
            words.addAll(List.of("-c", Integer.toString(cpu)));
        }
        words.addAll(List.of("-e", "KEEPSAKE_SLOWNESS=" + Patience.slowness()));
        writable.forEach(directory -> words.addAll(List.of("-s", directory.toString())));
        readable.forEach(directory -> words.addAll(List.of("-r", directory.toString())));
        environment.forEach((name, value) -> words.addAll(List.of("-e", name + "=" + value)));
        words.add("--");
        words.addAll(command);
        return words;
    }
}
