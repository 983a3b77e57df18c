package io.keepsake.simulator.fault;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.testkit.scenario.Scenario;
import io.keepsake.world.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A configuration that somebody edits: one line or one block of it is another. */
final class ConfigEdit {
    private final SeededRandom random;
    private final List<String> lines;

    private ConfigEdit(SeededRandom random, String text) {
        this.random = random;
        lines = new ArrayList<>(text.lines().toList());
    }

    /** A text and what it means. */
    record Written(String text, ControllerConfig config) {
        static Written of(String text) {
            return new Written(text, Scenario.parse(text));
        }
    }

    /** The text edited in a few places; null where the edits make no configuration. */
    static @Nullable Written of(SeededRandom random, String text) {
        var edited = new ConfigEdit(random, text);
        int edits = random.from(1, 3);
        for (int i = 0; i < edits; i++) {
            edited.edit();
        }
        try {
            var written = Written.of(String.join("\n", edited.lines) + "\n");
            return written.config().instances().isEmpty() ? null : written;
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private void edit() {
        switch (random.below(11)) {
            case 0, 1 -> value("priority ", random.any("50", "100", "150", "200"));
            case 2 -> value("weight ", random.any("0", "1", "2", "5"));
            case 3 -> value("quorum ", random.any("6", "7"));
            case 4 -> value("retry ", random.any("0", "1", "4"));
            case 5 -> value("lb_algo ", random.any("rr", "wrr", "lc"));
            case 6 -> drop("    real_server ", "    }");
            case 10 -> value("virtual_router_id ", "300");
            case 7 -> drop("virtual_server ", "}");
            case 8 -> {
                if (lines.stream().filter(l -> l.startsWith("vrrp_instance ")).count() > 1) {
                    drop("vrrp_instance ", "}");
                }
            }
            default -> value("vrrp_instance ", "VI_RENAMED {");
        }
    }

    /** Another value behind a keyword, in one of the lines that begin with it. */
    private void value(String keyword, String value) {
        int at = any(keyword);
        if (at >= 0) {
            var line = lines.get(at);
            lines.set(at, line.substring(0, line.indexOf(keyword) + keyword.length()) + value);
        }
    }

    private int any(String keyword) {
        var found = new ArrayList<Integer>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).strip().startsWith(keyword.strip() + " ")) {
                found.add(i);
            }
        }
        return found.isEmpty() ? -1 : found.get(random.below(found.size()));
    }

    private void drop(String begin, String end) {
        int at = any(begin);
        if (at < 0) {
            return;
        }
        int last = at;
        while (!lines.get(last).equals(end)) {
            last++;
        }
        lines.subList(at, last + 1).clear();
    }
}
