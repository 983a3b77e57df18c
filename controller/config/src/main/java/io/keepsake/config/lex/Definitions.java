package io.keepsake.config.lex;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What {@code $NAME} and <code>${NAME}</code> stand for. */
final class Definitions {
    private static final Pattern DEFINITION = Pattern.compile("\\$([A-Za-z0-9_]+)=");
    private static final int RANDOM_MOST = 32_767;

    private final Map<String, List<LocatedText>> values = new HashMap<>();
    private final Conditions conditions;
    private RandomGenerator random;
    private String directory = "";

    Definitions(Conditions conditions) {
        this.conditions = conditions;
        random = new Random(conditions.randomSeed());
    }

    void random(RandomGenerator other) {
        random = other;
    }

    /** Sets what {@code _PWD} stands for. */
    void directory(String path) {
        directory = path;
    }

    /** The name that {@code line} begins to define, or null. */
    static @Nullable String defined(LocatedText line) {
        if (!line.text().startsWith("$")) {
            return null;
        }
        var matcher = DEFINITION.matcher(line.text());
        return matcher.lookingAt() ? matcher.group(1) : null;
    }

    void define(String name, List<LocatedText> lines) {
        values.put(name, List.copyOf(lines));
    }

    /** Defines {@code name} while {@code body} runs. */
    void scoped(Map<String, LocatedText> names, Runnable body) {
        var before = new HashMap<String, @Nullable List<LocatedText>>();
        names.forEach((name, value) -> before.put(name, values.put(name, List.of(value))));
        body.run();
        before.forEach((name, old) -> {
            if (old == null) {
                values.remove(name);
            } else {
                values.put(name, old);
            }
        });
    }

    /**
     * The line with each definition replaced once, several lines when a definition has several; null when there is none
     * to replace. Unknown names stay. What grows beyond the limits is dropped.
     */
    @Nullable List<LocatedText> substitute(LocatedText line, Limits limits) {
        int at = line.text().indexOf('$');
        if (at < 0) {
            return null;
        }
        var done = new ArrayList<LocatedText>();
        var parts = new ArrayList<LocatedText>();
        boolean changed = false;
        int kept = 0;
        int length = line.length();
        while (at >= 0) {
            int end = useEnd(line.text(), at);
            var value = end < 0 ? null : value(line.sub(at, end));
            if (value != null) {
                changed = true;
                length += value.getFirst().length();
                if (!limits.substitutionFits(length, done.size() + value.size(), line)) {
                    return List.of();
                }
                parts.add(line.sub(kept, at));
                parts.add(value.getFirst());
                for (var next : value.subList(1, value.size())) {
                    done.add(LocatedText.join(parts));
                    parts.clear();
                    parts.add(next);
                }
                kept = end;
            }
            at = line.text().indexOf('$', value == null ? at + 1 : end);
        }
        parts.add(line.from(kept));
        done.add(LocatedText.join(parts));
        return changed ? done : null;
    }

    /** The end of the use that begins at {@code at}, or -1 if this dollar begins none. */
    private static int useEnd(String text, int at) {
        if (text.startsWith("${", at)) {
            int close = text.indexOf('}', at);
            return close < 0 ? -1 : close + 1;
        }
        int end = at + 1;
        while (end < text.length() && isNamePart(text.charAt(end))) {
            end++;
        }
        boolean ended = end == text.length()
                || LocatedText.isBlank(text.charAt(end))
                || text.charAt(end) == ')'
                || text.charAt(end) == ',';
        return end > at + 1 && ended ? end : -1;
    }

    private static boolean isNamePart(char c) {
        return c < 128 && (Character.isLetterOrDigit(c) || c == '_');
    }

    private @Nullable List<LocatedText> value(LocatedText use) {
        boolean braced = use.at(1) == '{';
        var name =
                braced ? use.text().substring(2, use.length() - 1) : use.text().substring(1);
        var defined = values.get(name);
        if (defined != null) {
            return defined;
        }
        var predefined = braced ? predefined(name) : null;
        return predefined == null ? null : List.of(LocatedText.generated(predefined, use));
    }

    private @Nullable String predefined(String use) {
        var words = use.strip().split("\\s+", -1);
        return switch (words[0]) {
            case "_PWD" -> directory;
            case "_INSTANCE" -> conditions.configId();
            case "_HASH" -> String.valueOf(Comments.HASH);
            case "_BANG" -> String.valueOf(Comments.BANG);
            case "_ENV" -> words.length == 2 ? conditions.environment().getOrDefault(words[1], "") : null;
            case "_RANDOM" -> number(words);
            default -> null;
        };
    }

    private @Nullable String number(String[] words) {
        UnaryOperator<String> digits = text -> text.matches("\\d{1,5}") ? text : "";
        var least = words.length > 1 ? digits.apply(words[1]) : "0";
        var most = words.length > 2 ? digits.apply(words[2]) : Integer.toString(RANDOM_MOST);
        if (least.isEmpty() || most.isEmpty() || Integer.parseInt(least) > Integer.parseInt(most)) {
            return null;
        }
        return Integer.toString(random.nextInt(Integer.parseInt(least), Integer.parseInt(most) + 1));
    }
}
