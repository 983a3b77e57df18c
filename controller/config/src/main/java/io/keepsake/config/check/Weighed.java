package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code weight N [reverse|noreverse]} of something that is tracked. */
record Weighed(int weight, boolean reverse) {

    /**
     * How a keyword reads its weights.
     *
     * @param most the largest weight, and with a minus the smallest
     */
    record Kind(String keyword, int most) {}

    /** What a block says with {@code weight N [reverse]} for everyone who tracks it; what it leaves open is as here. */
    Weighed ofBlock(Problems problems, Kind kind, List<Token> words) {
        int number = number(problems, kind, words.getFirst());
        boolean turned = reverse;
        for (var word : words.subList(1, words.size())) {
            if (word.text().equals("reverse")) {
                turned = true;
            } else {
                problems.warn(
                        word.place(),
                        "\"" + word.text() + "\" is no option of weight; it is ignored",
                        "known is reverse");
            }
        }
        return new Weighed(number, turned);
    }

    /**
     * What a line that tracks {@code name} says; what it leaves open is as its block has it. Null when the line does not
     * count, as in keepalived: what was meant is not known, and a weight of 0 would be a fault.
     */
    @Nullable Weighed ofLine(Problems problems, Kind kind, Token name, List<Token> words) {
        if (words.isEmpty()) {
            return this;
        }
        var word = words.getFirst();
        if (!word.text().equals("weight")) {
            return unknown(problems, kind, name, word);
        }
        if (words.size() == 1) {
            problems.warn(word.place(), "weight needs a value, has none; it is ignored");
            return this;
        }
        int number = number(problems, kind, words.get(1));
        boolean turned = reverse;
        for (var last : words.subList(2, words.size())) {
            switch (last.text()) {
                case "reverse" -> turned = true;
                case "noreverse" -> turned = false;
                default -> {
                    return unknown(problems, kind, name, last);
                }
            }
        }
        return new Weighed(number, turned);
    }

    private static @Nullable Weighed unknown(Problems problems, Kind kind, Token name, Token word) {
        problems.warn(
                word.place(),
                "\"" + word.text() + "\" is no option of " + kind.keyword() + " here; " + name.text()
                        + " is not tracked, as in keepalived",
                "known is weight N [reverse|noreverse]");
        return null;
    }

    /** A weight beyond the range is taken as the end of it; what is no number is not there. */
    private int number(Problems problems, Kind kind, Token value) {
        var all = Values.whole(value);
        if (all == null) {
            problems.warn(
                    value.place(),
                    "weight of " + kind.keyword() + " must be a number, was \"" + value.text() + "\"; taken as "
                            + weight);
            return weight;
        }
        int number = Math.clamp(all, -kind.most(), kind.most());
        if (number != all) {
            problems.warn(
                    value.place(),
                    "weight of " + kind.keyword() + " must be " + -kind.most() + ".." + kind.most() + ", was \""
                            + value.text() + "\"; taken as " + number);
        }
        return number;
    }
}
