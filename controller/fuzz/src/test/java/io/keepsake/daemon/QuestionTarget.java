package io.keepsake.daemon;

import io.keepsake.core.value.Moment;
import io.keepsake.fuzz.Bounds;
import io.keepsake.fuzz.Text;

/** A line that comes over the control socket. */
public final class QuestionTarget {
    private QuestionTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        var line = Text.of(input).strip();
        if (line.chars().noneMatch(Character::isISOControl)) {
            Bounds.check(input.length, 65_536, 256, () -> ask(line));
        }
    }

    private static void ask(String line) {
        try {
            if (Question.parse(line) instanceof Question.Drain drain) {
                check(drain, line);
            }
        } catch (IllegalArgumentException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("a refusal says nothing", refused);
            }
        }
    }

    private static void check(Question.Drain drain, String line) {
        var started = new Moment(1_000_000_000L * 1_000_000);
        boolean later = drain.nanos() == Question.Drain.WITHOUT_END
                || started.plus(drain.nanos()).compareTo(started) > 0;
        if (!later || drain.reason().isBlank() || !line.endsWith(drain.reason())) {
            throw new AssertionError(line + " is " + drain);
        }
    }
}
