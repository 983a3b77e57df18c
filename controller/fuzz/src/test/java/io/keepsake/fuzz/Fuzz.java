package io.keepsake.fuzz;

import io.keepsake.journal.JournalFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code ./run fuzz [TARGET ...] [--runs N]}: long campaigns, one after another, and a table of what came of them. */
final class Fuzz {
    private static final long RUNS = 10_000_000;

    private Fuzz() {}

    public static void main(String[] args) throws IOException, InterruptedException, JournalFailure {
        var targets = new ArrayList<Target>();
        long runs = RUNS;
        try {
            for (int i = 0; i < args.length; i++) {
                if (args[i].equals("--runs") && i + 1 < args.length) {
                    runs = Long.parseLong(args[++i]);
                } else {
                    targets.add(Target.of(args[i]));
                }
            }
        } catch (IllegalArgumentException wrong) {
            System.err.println("fuzz [TARGET ...] [--runs N]: " + wrong.getMessage());
            System.exit(2);
        }
        var module = Path.of(System.getProperty("keepsake.fuzz", "."));
        boolean failed = false;
        System.out.println("| target | executions | seconds | corpus files | edges | findings |");
        System.out.println("|---|---|---|---|---|---|");
        for (var target : targets.isEmpty() ? List.of(Target.values()) : targets) {
            var room = module.resolve("target").resolve("fuzz").resolve(target.word());
            var result = Campaign.run(target, runs, module, room);
            System.out.printf(
                    "| %s | %d | %d | %d | %d | %s |%n",
                    target.word(),
                    result.executions(),
                    result.seconds(),
                    result.corpus(),
                    result.edges(),
                    result.finding().isEmpty() ? "none" : "one, see " + room + "/log");
            failed |= !result.finding().isEmpty();
        }
        System.exit(failed ? 1 : 0);
    }
}
