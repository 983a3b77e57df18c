package io.keepsake.daemon.upgrade;

import io.keepsake.daemon.Director;
import io.keepsake.history.show.Clock;
import io.keepsake.history.verify.DecisionCheck;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.Journals;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * The command {@code keepsake upgrade-check}: whether this version decides otherwise than the one that wrote a journal, before
 * it takes that one's place.
 */
public final class UpgradeCheck {
    private static final String DEFAULT = "/var/lib/keepsake/journal";
    private static final int DAYS = 14;
    private static final int DAYS_MAX = 36_500;
    private static final String SEE = "; see keepsake upgrade-check --help";

    /** What it takes, a line each. */
    public static final String OPTIONS = """
              --since=DAYS  compare the last days before the end of each journal, 14 by default
              --json        answer with one JSON document
              --help        print this""".indent(2).stripTrailing();

    private static final String USAGE = """
            Usage: keepsake upgrade-check [OPTION]... [DIR]...
            Gives what other versions recorded in journals (by default in %s) to this version, and says
            whether it decides anything else. Reads only, also while the director runs.
            %s

            Examples:
              keepsake upgrade-check
              keepsake upgrade-check --since=3 /mnt/node-a/journal /mnt/node-b/journal

            Exit codes: 0 the same, 1 it differs, 2 wrong usage, or nothing that could be compared""".formatted(DEFAULT, OPTIONS);

    private final List<Path> journals = new ArrayList<>();
    private int days = DAYS;
    private boolean json;
    private boolean help;

    private UpgradeCheck() {}

    /** The command line cannot be answered. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String what) {
            super(what);
        }
    }

    public static void main(String[] args) {
        System.exit(run(List.of(args), new Clock(ZoneId.systemDefault()), System.out, System.err));
    }

    /** Gives the exit code. */
    static int run(List<String> words, Clock clock, PrintStream out, PrintStream err) {
        var asked = new UpgradeCheck();
        try {
            asked.read(words);
            if (asked.help) {
                out.println(USAGE);
                return 0;
            }
            var answer = asked.compare();
            if (asked.json) {
                out.println(AnswerText.json(answer));
            } else {
                AnswerText.lines(answer, clock).forEach(out::println);
            }
            return switch (answer.verdict()) {
                case SAME -> 0;
                case DIFFERS -> 1;
                case UNKNOWN -> 2;
            };
        } catch (Wrong | JournalFailure e) {
            err.println("keepsake upgrade-check: " + e.getMessage());
            return 2;
        }
    }

    private void read(List<String> words) throws Wrong {
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            switch (word) {
                case "--json" -> json = true;
                case "--help" -> help = true;
                case "--since" -> {
                    i++;
                    days = days(i < words.size() ? words.get(i) : "nothing");
                }
                default -> {
                    if (word.startsWith("--since=")) {
                        days = days(word.substring("--since=".length()));
                    } else if (word.startsWith("-")) {
                        throw new Wrong("there is no option " + word + SEE);
                    } else {
                        journals.add(Path.of(word));
                    }
                }
            }
        }
        if (journals.isEmpty()) {
            journals.add(Path.of(DEFAULT));
        }
    }

    private static int days(String text) throws Wrong {
        int days = text.matches("\\d{1,5}") ? Integer.parseInt(text) : 0;
        if (days < 1 || days > DAYS_MAX) {
            throw new Wrong("--since: expected days, 1 to " + DAYS_MAX + ", found " + text + SEE);
        }
        return days;
    }

    private Answer compare() throws Wrong, JournalFailure {
        for (var journal : journals) {
            checkJournal(journal);
        }
        var results = new LinkedHashMap<Path, DecisionCheck.Result>();
        for (var journal : journals) {
            try (var reader = Journals.open(journal)) {
                results.put(journal, DecisionCheck.of(reader, Duration.ofDays(days)));
            }
        }
        return new Answer(Director.VERSION, results);
    }

    private static void checkJournal(Path journal) throws Wrong {
        if (!Files.isDirectory(journal)) {
            throw new Wrong("no journal at " + journal + ": expected a directory, found "
                    + (Files.exists(journal) ? "a file" : "nothing")
                    + "; give the one that the director has in --journal");
        }
        try (var runs = Files.newDirectoryStream(journal, "run-*")) {
            if (!runs.iterator().hasNext()) {
                throw new Wrong(
                        "no journal at " + journal + ": expected directories run-1, run-2 ... in it, found none; "
                                + "give the one that the director has in --journal");
            }
        } catch (IOException | DirectoryIteratorException e) {
            throw new Wrong("journal " + journal + " may not be read by this user: " + e + "; try as root");
        }
    }
}
