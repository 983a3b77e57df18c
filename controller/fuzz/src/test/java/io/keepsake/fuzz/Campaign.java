package io.keepsake.fuzz;

import io.keepsake.journal.JournalFailure;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Jazzer with one target, in a JVM of its own with this one's flags and class path: it mutates what it has, and keeps what
 * reaches code that nothing before did.
 */
final class Campaign {
    private static final Pattern DONE = Pattern.compile("^Done (\\d+) runs in (\\d+) second");
    private static final Pattern COVERED = Pattern.compile("\\bcov: (\\d+)");

    /** Unless they are named they go into the JDK whatever else is asked for; then a match takes ten times as long. */
    private static final String REGEX_HOOKS = "com.code_intelligence.jazzer.sanitizers.RegexRoadblocks";

    /** An input that is not read within so many seconds of any clock hangs; work is bounded by {@link Bounds}. */
    private static final int HANG_SECONDS = 1_200;

    private Campaign() {}

    /**
     * What came of it.
     *
     * @param corpus files that were kept, with those it began with
     * @param edges of the control flow of our classes that were taken
     * @param finding the end of what Jazzer said of an input that failed; empty when none did
     */
    record Result(Target target, long executions, long seconds, long corpus, long edges, String finding) {}

    /**
     * Runs a target.
     *
     * @param module this module's directory
     * @param room where what is found, kept and said goes; what an earlier run kept is used
     */
    static Result run(Target target, long executions, Path module, Path room)
            throws IOException, InterruptedException, JournalFailure {
        var corpus = Files.createDirectories(room.resolve("corpus"));
        var written = Files.createDirectories(room.resolve("written"));
        int number = 0;
        for (var input : target.written(module)) {
            Files.write(written.resolve(Integer.toString(number++)), input);
        }
        var rooms = new ArrayList<>(List.of(corpus, written));
        rooms.addAll(target.seeds(module));
        var log = room.resolve("log");
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElseThrow());
        command.addAll(flags());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "com.code_intelligence.jazzer.Jazzer"));
        command.add("--target_class=" + target.type().getName());
        command.add("--instrumentation_includes=io.keepsake.**");
        command.add("--instrumentation_excludes=io.keepsake.fuzz.**");
        // Hooks look for injections into commands and files, which a configuration may well name; and a hook at each
        // comparison of texts would cost more than the reading.
        command.add("--custom_hook_includes=none.**");
        command.add("--disabled_hooks=" + REGEX_HOOKS);
        command.add("--trace=cov" + (target.tracesComparisons() ? ":cmp" : ""));
        command.add("--reproducer_path=" + room);
        // what takes long is tried the less: else most of the time goes to a few repeats and includes at their limits
        command.addAll(List.of(
                "-runs=" + executions,
                "-max_len=" + target.lengthMax(),
                "-timeout=" + HANG_SECONDS,
                "-rss_limit_mb=0",
                "-entropic_scale_per_exec_time=1",
                "-artifact_prefix=" + room + "/",
                "-print_final_stats=1"));
        rooms.forEach(each -> command.add(each.toString()));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            int status = process.waitFor();
            return result(target, status, Files.readAllLines(log), count(rooms));
        } finally {
            process.destroy();
        }
    }

    private static List<String> flags() {
        var flags = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> !flag.startsWith("-Xm") && !flag.startsWith("-javaagent"))
                .toList());
        flags.addAll(List.of("-Xmx768m", "-XX:+UseSerialGC", "-XX:+EnableDynamicAgentLoading"));
        return flags;
    }

    private static long count(List<Path> rooms) throws IOException {
        long count = 0;
        for (var room : rooms) {
            try (Stream<Path> files = Files.list(room)) {
                count += files.count();
            }
        }
        return count;
    }

    private static Result result(Target target, int status, List<String> said, long corpus) {
        long executions = 0;
        long seconds = 0;
        long edges = 0;
        for (var line : said) {
            var done = DONE.matcher(line);
            if (done.find()) {
                executions = Long.parseLong(done.group(1));
                seconds = Long.parseLong(done.group(2));
            }
            var covered = COVERED.matcher(line);
            while (covered.find()) {
                edges = Long.parseLong(covered.group(1));
            }
        }
        var finding = status == 0 ? "" : String.join("\n", said.subList(Math.max(0, said.size() - 60), said.size()));
        return new Result(target, executions, seconds, corpus, edges, finding);
    }
}
