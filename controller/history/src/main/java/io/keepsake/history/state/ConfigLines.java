package io.keepsake.history.state;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds where in the text of a {@code keepalived.conf} something is said. */
final class ConfigLines {
    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|[{}]|[^\\s{}\"]+");

    /** A line, from 1, and what it says. */
    record Place(int line, String text) {}

    private ConfigLines() {}

    /**
     * The last place where {@code keyword} begins a statement inside a block that begins with these words; null when there
     * is none.
     *
     * @param block the words of a block, such as {@code vrrp_instance VI_1}; within any block inside it counts too
     */
    static @Nullable Place find(String text, List<String> block, String keyword) {
        Deque<List<String>> open = new ArrayDeque<>();
        Place found = null;
        int number = 0;
        for (var line : text.split("\n", -1)) {
            number++;
            var words = new ArrayList<String>();
            var matcher = TOKEN.matcher(bare(line));
            while (matcher.find()) {
                var token = matcher.group();
                if (token.equals("{")) {
                    open.push(List.copyOf(words));
                    words.clear();
                } else if (token.equals("}")) {
                    open.poll();
                    words.clear();
                } else {
                    words.add(token);
                    boolean begins = words.size() == 1 && token.equals(keyword);
                    if (begins && open.stream().anyMatch(words1 -> beginsWith(words1, block))) {
                        found = new Place(number, line.strip());
                    }
                }
            }
        }
        return found;
    }

    private static boolean beginsWith(List<String> words, List<String> block) {
        return words.size() >= block.size() && words.subList(0, block.size()).equals(block);
    }

    private static String bare(String line) {
        int end = line.length();
        for (char mark : new char[] {'#', '!'}) {
            int at = line.indexOf(mark);
            end = at >= 0 ? Math.min(end, at) : end;
        }
        return line.substring(0, end);
    }
}
