package io.keepsake.journal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Another process at the same journal: a JVM with this one's flags and class path. */
public final class ChildJvm {
    private ChildJvm() {}

    /** What a process said and how it ended. */
    public record Ended(int status, String output) {}

    public static void main(String[] args) throws Exception {
        var journal = Path.of(args[0]);
        switch (args[1]) {
            case "append" -> append(journal, Long.parseLong(args[2]), Long.parseLong(args[3]));
            case "read" -> print(Reading.of(journal));
            default -> throw new IllegalArgumentException(args[1]);
        }
    }

    private static void append(Path journal, long from, long to) throws JournalFailure {
        try (var writer = Journals.openWriter(journal, JournalOptions.of("child"))) {
            System.out.println("opened " + writer.run());
            for (long i = from; i <= to; i++) {
                writer.append(Turns.advert(i));
                if (i % 1000 == 0) {
                    System.out.println("appended " + i);
                }
            }
            writer.sync();
        }
    }

    private static void print(Reading read) {
        System.out.printf(
                Locale.ROOT,
                "turns %d damage %d%n",
                read.turns().size(),
                read.damage().size());
    }

    public static Ended run(Path journal, String... arguments) throws IOException, InterruptedException {
        return end(start(List.of(), journal, arguments));
    }

    public static Ended end(Process process) throws IOException, InterruptedException {
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), output);
    }

    /** Starts it behind {@code prefix}, which may be {@code unshare} or {@code strace}; both outputs are one. */
    public static Process start(List<String> prefix, Path journal, String... arguments) throws IOException {
        return start(prefix, System.getProperty("java.class.path"), journal, arguments);
    }

    static Process start(List<String> prefix, String classPath, Path journal, String... arguments) throws IOException {
        var command = new ArrayList<>(prefix);
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", classPath, ChildJvm.class.getName()));
        command.add(journal.toString());
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static final List<String> FLAGS = List.of(
            "--add-opens=java.base/java.lang.reflect=ALL-UNNAMED",
            "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-exports=java.base/jdk.internal.util=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-XX:+UseSerialGC",
            "-Xmx64m",
            "-XX:TieredStopAtLevel=1");
}
