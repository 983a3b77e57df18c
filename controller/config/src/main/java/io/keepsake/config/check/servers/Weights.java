package io.keepsake.config.check.servers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import java.util.regex.Pattern;

/** {@code weight}, as IPVS counts it. */
final class Weights {
    private static final int MOST = 65_535;
    private static final Pattern NUMBER = Pattern.compile("0*[1-9][0-9]{4,}");

    private Weights() {}

    /** The last {@code weight}, cut to what IPVS takes. */
    static int read(Problems problems, Values values, int least, int otherwise) {
        var word = values.value("weight");
        if (word == null) {
            return otherwise;
        }
        if (NUMBER.matcher(word.text()).matches()
                && (word.text().length() > 9 || Integer.parseInt(word.text()) > MOST)) {
            problems.warn(word.place(), "weight is at most " + MOST + ", was " + word.text() + "; taken as " + MOST);
            return MOST;
        }
        var weight = Values.whole(problems, "weight", word, least, MOST, "taken as " + otherwise);
        return weight == null ? otherwise : weight;
    }
}
