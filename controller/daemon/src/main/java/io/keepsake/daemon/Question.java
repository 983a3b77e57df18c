package io.keepsake.daemon;

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
 * reload
 * plan PATH
 * drain SERVER [REAL] [for SECONDS] because REASON
 * undrain SERVER [REAL]
 * </pre>
 */
sealed interface Question {
    record Status(boolean json) implements Question {}

    record Table(boolean json) implements Question {}

    record Reload() implements Question {}

    record Plan(Path file) implements Question {}

    /**
     * Takes servers out.
     *
     * @param server as the configuration calls it
     * @param real null for all of them
     * @param nanos for how long; above 0, or {@link #WITHOUT_END}
     */
    record Drain(String server, @Nullable Endpoint real, long nanos, String reason) implements Question {
        static final long WITHOUT_END = Long.MAX_VALUE;
    }

    record Undrain(String server, @Nullable Endpoint real) implements Question {}

    /** Thirty years: together with the time since the host started it is still a moment. */
    long DRAIN_NANOS_MAX = 1_000_000_000L * 1_000_000_000;

    Pattern DRAIN = Pattern.compile(
            "drain\\s+(?<server>\\S+)(?:\\s+(?!(?:for|because)\\s)(?<real>\\S+))?"
                    + "(?:\\s+for\\s+(?<seconds>\\S+))?\\s+because\\s+(?<reason>.+)",
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
            case "reload" -> new Reload();
            case "plan" -> new Plan(Path.of(asked.substring(4).strip()));
            case "drain" -> drain(asked);
            case "undrain" -> undrain(words);
            default ->
                throw new IllegalArgumentException(
                        "unknown request \"" + words.getFirst() + "\": status, table, reload, plan, drain or undrain");
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
                seconds == null ? Drain.WITHOUT_END : nanos(seconds),
                form.group("reason"));
    }

    private static long nanos(String seconds) {
        try {
            long nanos = TextSource.fromSeconds(seconds);
            if (nanos > 0 && nanos <= DRAIN_NANOS_MAX) {
                return nanos;
            }
        } catch (ArithmeticException | NumberFormatException e) {
            throw new IllegalArgumentException("expected seconds such as 600 or 0.5, found " + seconds, e);
        }
        throw new IllegalArgumentException("a drain lasts more than 0 and at most 1000000000 seconds, was " + seconds);
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
