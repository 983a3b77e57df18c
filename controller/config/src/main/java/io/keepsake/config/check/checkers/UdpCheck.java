package io.keepsake.config.check.checkers;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.CheckerConfig;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code UDP_CHECK}. */
final class UdpCheck {
    private static final Pattern HEX = Pattern.compile("[0-9a-fA-F]+");
    private static final Pattern MASKED = Pattern.compile("[0-9a-fA-FxX]+");

    private final Problems problems;
    private final ProbeCheck probe;

    UdpCheck(Problems problems, Node block, CheckedServer server) {
        this.problems = problems;
        probe = new ProbeCheck(problems, block, server);
    }

    CheckerConfig checker() {
        var payload = hex(probe.values().value("payload"), "payload", HEX, "hexadecimal digits, two a byte");
        var required = probe.values().last("require_reply");
        var pattern = required == null || required.values().isEmpty()
                ? null
                : required.values().getFirst();
        var reply = hex(pattern, "require_reply", MASKED, "hexadecimal digits, two a byte, X for any digit");
        var least = probe.values().whole("min_reply_length", 0, 65_535, "taken as 0");
        var most = probe.values().whole("max_reply_length", 0, 65_535, "taken as 255");
        int min = least == null ? 0 : least;
        int max = most == null ? 255 : most;
        warnOfNeverRight(min, max);
        return probe.checker(new Check.Udp(payload, required != null, reply, min, max));
    }

    private void warnOfNeverRight(int min, int max) {
        var line = probe.values().last("min_reply_length", "max_reply_length");
        if (min > max && line != null) {
            problems.warn(
                    line.keyword().place(),
                    "min_reply_length " + min + " is above max_reply_length " + max + ": no reply is ever right");
        }
    }

    /** Pairs of digits, small, X large; empty when there is nothing or something else, which has been reported. */
    private String hex(@Nullable Token word, String keyword, Pattern digits, String expected) {
        if (word == null) {
            return "";
        }
        if (!digits.matcher(word.text()).matches()) {
            problems.warn(word.place(), keyword + " must be " + expected + ", was \"" + word.text() + "\"; ignored");
            return "";
        }
        var text = word.text().toLowerCase(Locale.ROOT).replace('x', 'X');
        if (text.length() % 2 == 0) {
            return text;
        }
        int last = text.length() - 1;
        problems.warn(
                word.place(),
                keyword + " has an odd number of digits; the last byte is taken as 0" + text.charAt(last));
        return text.substring(0, last) + "0" + text.substring(last);
    }
}
