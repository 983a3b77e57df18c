package io.keepsake.replay;

import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.fold.Window;
import io.keepsake.journal.JournalFailure;
import io.keepsake.replay.verify.Verification;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code replay verify}. */
@Command(
        name = "verify",
        description = {
            "Feeds every recorded event to this program's rules again and compares what they decide with what was "
                    + "decided then. A difference means another version of the rules, or a defect."
        },
        footer = {
            "",
            "Examples:",
            "  replay verify",
            "  replay verify /mnt/node-b/journal --run 3",
            "",
            "Exit codes: 0 all the same, 1 something differs, 2 wrong usage,",
            "            3 nothing differs, but something is missing or damaged and cannot be compared"
        },
        mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
    private final Output out;

    @Mixin
    private final JournalArgument journal = new JournalArgument();

    @Mixin
    private final ZoneOptions zone = new ZoneOptions();

    @Option(names = "--run", paramLabel = "N", description = "only this run of the director")
    private long run;

    VerifyCommand(Output out) {
        this.out = out;
    }

    @Override
    public Integer call() throws WrongUsage, JournalFailure {
        long began = System.nanoTime();
        var clock = zone.clock();
        try (var reader = out.watched(journal.open(), "verify", clock)) {
            WindowOptions.cover(reader, run, clock);
            var window = new Window(null, null, run);
            window.seekState(reader);
            var verification = new Verification(out::line, clock);
            var verdict = verification.run(new JournalFold(reader), window);
            double seconds = (System.nanoTime() - began) / 1e9;
            out.line(String.format(
                    Locale.ROOT,
                    "%d events in %.2f s, %.0f a second",
                    verification.events(),
                    seconds,
                    verification.events() / seconds));
            return switch (verdict) {
                case SAME -> Exit.FINE;
                case INCOMPLETE -> Exit.INCOMPLETE;
                case DIVERGED -> Exit.DIVERGED;
            };
        }
    }
}
