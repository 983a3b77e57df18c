package io.keepsake.config.check.servers;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.Ip;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads {@code persistence_timeout}, {@code persistence_granularity} and {@code persistence_engine}. */
record PersistenceCheck(int seconds, int prefix, String engine) {
    /** What the bare keyword means, and what a service of every port gets. */
    private static final int DEFAULT = 360;

    private static final int MOST = 31 * 86_400;
    private static final int ENGINE_MOST = 15;
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,3}");

    static PersistenceCheck read(Problems problems, Values values, Token header, Header service, Family family) {
        var prefix = prefix(problems, values.value("persistence_granularity"), family);
        int seconds = seconds(values);
        if (seconds == 0 && prefix != null) {
            seconds = DEFAULT;
        }
        if (seconds == 0 && service.everyPort()) {
            problems.warn(
                    header.place(),
                    service + " without a port is every port, which needs persistence; persistence_timeout is taken as "
                            + DEFAULT);
            seconds = DEFAULT;
        }
        return new PersistenceCheck(seconds, prefix == null ? family.bits() : prefix, engine(problems, values));
    }

    private static int seconds(Values values) {
        var line = values.last("persistence_timeout");
        if (line == null) {
            return 0;
        }
        if (line.values().isEmpty()) {
            return DEFAULT;
        }
        var seconds = values.whole("persistence_timeout", 0, MOST, "ignored");
        return seconds == null ? 0 : seconds;
    }

    private static @Nullable Integer prefix(Problems problems, @Nullable Token word, Family family) {
        if (word == null) {
            return null;
        }
        if (family == Family.IPV4 && word.text().indexOf('.') >= 0) {
            return mask(problems, word);
        }
        int length = LENGTH.matcher(word.text()).matches() ? Integer.parseInt(word.text()) : 0;
        if (length < 1 || length > family.bits()) {
            problems.warn(
                    word.place(),
                    "persistence_granularity must be " + (family == Family.IPV4 ? "a netmask" : "1..128") + ", was \""
                            + word.text() + "\"; ignored");
            return null;
        }
        if (family == Family.IPV4) {
            problems.warn(
                    word.place(),
                    "persistence_granularity of IPv4 is a netmask, was " + length + "; taken as /" + length,
                    "keepalived reads it as 0.0.0." + length);
        }
        return length;
    }

    private static @Nullable Integer mask(Problems problems, Token word) {
        long bits = Ip.tryParse(word.text()).map(Ip::low).orElse(0L);
        int length = Long.bitCount(bits);
        if (length == 0 || bits != (0xffff_ffffL << (32 - length) & 0xffff_ffffL)) {
            problems.warn(
                    word.place(),
                    "persistence_granularity must be a netmask such as 255.255.255.0, was \"" + word.text()
                            + "\"; ignored");
            return null;
        }
        return length;
    }

    private static String engine(Problems problems, Values values) {
        var word = values.value("persistence_engine");
        if (word == null) {
            return "";
        }
        if (word.text().length() > ENGINE_MOST) {
            problems.warn(
                    word.place(),
                    "persistence_engine has at most " + ENGINE_MOST + " characters, was \"" + word.text()
                            + "\"; ignored");
            return "";
        }
        return word.text();
    }
}
