package io.keepsake.config.check;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code [weight N] [reverse]} of something that is tracked. */
record Weighed(int weight, boolean reverse) {

    /**
     * How a keyword reads its weights.
     *
     * @param most the largest weight, and with a minus the smallest
     * @param instead what follows from a weight that is none
     */
    record Kind(String keyword, int most, String instead) {}

    /**
     * What {@code words} say, and what they leave open as {@code this}.
     *
     * @param weightAt where the number of the weight stands without its keyword; null when it has one
     */
    Weighed read(Problems problems, String what, Kind kind, List<Token> words, @Nullable Integer weightAt) {
        int number = weight;
        boolean turned = reverse;
        for (int i = 0; i < words.size(); i++) {
            var word = words.get(i);
            boolean keyword = weightAt == null && word.text().equals("weight");
            if (word.text().equals("reverse")) {
                turned = true;
            } else if (keyword && i + 1 == words.size()) {
                problems.warn(word.place(), "weight needs a value, has none; it is ignored");
            } else if (keyword || weightAt != null && i == weightAt) {
                var value = words.get(keyword ? ++i : i);
                var whole = Values.whole(problems, what, value, -kind.most(), kind.most(), kind.instead());
                number = whole == null ? 0 : whole;
            } else {
                problems.warn(
                        word.place(),
                        "\"" + word.text() + "\" is no option of " + kind.keyword() + "; it is ignored",
                        "known are weight N and reverse");
            }
        }
        return new Weighed(number, turned);
    }
}
