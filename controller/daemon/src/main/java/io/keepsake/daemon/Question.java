package io.keepsake.daemon;

import io.keepsake.core.event.Hold;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.Endpoint;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What people ask over the control socket.
 *
 * <pre>
 * status [json]
 * table [json]
 * journal
 * reload
 * plan PATH
 * drain SERVER [REAL] [for SECONDS] because REASON
 * undrain SERVER [REAL]
 * demote NAME [for SECONDS] because REASON
 * hold NAME [for SECONDS] because REASON
 * release NAME
 * </pre>
 */
sealed interface Question {
    record Status(boolean json) implements Question {}

    record Table(boolean json) implements Question {}

    /** Where the journal lies. */
    record Journal() implements Question {}

    record Reload() implements Question {}

    record Plan(Path file) implements Question {}

    /**
     * Takes servers out.
     *
     * @param server as the configuration calls it
     * @param real null for all of them
     * @param nanos for how long; above 0, or {@link #WITHOUT_END}
     */
    record Drain(String server, @Nullable Endpoint real, long nanos, String reason) implements Question {}

    record Undrain(String server, @Nullable Endpoint real) implements Question {}

    /**
     * Keeps an instance or a sync group from being master.
     *
     * @param name of either, as the configuration calls it
     * @param nanos for how long; above 0, or {@link #WITHOUT_END}
     */
    record Keep(Hold.Kind kind, String name, long nanos, String reason) implements Question {}

    record Release(String name) implements Question {}

    long WITHOUT_END = Long.MAX_VALUE;

    /** Thirty years: together with the time since the host started it is still a moment. */
    long NANOS_MAX = 1_000_000_000L * 1_000_000_000;

    Pattern DRAIN = Pattern.compile(
            "drain\\s+(?<server>\\S+)(?:\\s+(?!(?:for|because)\\s)(?<real>\\S+))?"
                    + "(?:\\s+for\\s+(?<seconds>\\S+))?\\s+because\\s+(?<reason>.+)",
            Pattern.DOTALL);

    Pattern KEEP = Pattern.compile(
            "(?<kind>demote|hold)\\s+(?<name>\\S+)(?:\\s+for\\s+(?<seconds>\\S+))?\\s+because\\s+(?<reason>.+)",
            Pattern.DOTALL);

    /**
     * The question that {@code line} asks.
     *
     * @throws IllegalArgumentException saying what is wrong with it
     */
    static Question parse(String line) {
        var asked = line.strip();
        var words = List.of(asked.split("\\s+"));
        return switch (words.getFirst()) {
            case "status" -> new Status(json(words));
            case "table" -> new Table(json(words));
            case "journal" -> new Journal();
            case "reload" -> new Reload();
            case "plan" -> new Plan(Path.of(asked.substring(4).strip()));
            case "drain" -> drain(asked);
            case "undrain" -> undrain(words);
            case "demote", "hold" -> keep(words.getFirst(), asked);
            case "release" -> release(words);
            default ->
                throw new IllegalArgumentException("unknown request \"" + words.getFirst()
                        + "\": status, table, journal, reload, plan, drain, undrain, demote, hold or release");
        };
    }

    private static boolean json(List<String> words) {
        return words.size() > 1 && words.get(1).equals("json");
    }

    private static Drain drain(String asked) {
        var form = DRAIN.matcher(asked);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "expected drain SERVER [REAL] [for SECONDS] because REASON, found " + asked);
        }
        var seconds = form.group("seconds");
        return new Drain(
                form.group("server"),
                real(form.group("real")),
                seconds == null ? WITHOUT_END : nanos(seconds),
                form.group("reason"));
    }

    private static Keep keep(String word, String asked) {
        var form = KEEP.matcher(asked);
        if (!form.matches()) {
            throw new IllegalArgumentException(
                    "expected " + word + " NAME [for SECONDS] because REASON, found " + asked);
        }
        var seconds = form.group("seconds");
        return new Keep(
                form.group("kind").equals("hold") ? Hold.Kind.HOLD : Hold.Kind.DEMOTE,
                form.group("name"),
                seconds == null ? WITHOUT_END : nanos(seconds),
                form.group("reason"));
    }

    private static Release release(List<String> words) {
        if (words.size() != 2) {
            throw new IllegalArgumentException("expected release NAME, of an instance or a sync group");
        }
        return new Release(words.get(1));
    }

    private static long nanos(String seconds) {
        try {
            long nanos = TextSource.fromSeconds(seconds);
            if (nanos > 0 && nanos <= NANOS_MAX) {
                return nanos;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("expected seconds such as 600 or 0.5, found " + seconds, e);
        }
        throw new IllegalArgumentException("it lasts more than 0 and at most 1000000000 seconds, was " + seconds);
    }

    private static Undrain undrain(List<String> words) {
        if (words.size() < 2) {
            throw new IllegalArgumentException("undrain SERVER [REAL]; the server is missing");
        }
        return new Undrain(words.get(1), words.size() < 3 ? null : real(words.get(2)));
    }

    private static @Nullable Endpoint real(@Nullable String text) {
        return text == null
                ? null
                : Endpoint.tryParse(text)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "expected a real server such as 10.0.0.1:80, found " + text));
    }
}
