package io.keepsake.history.explain;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.text.ConfigFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The fields in which two configurations differ, by the names that the journal and {@code replay show} give them. */
public final class ConfigDifference {
    private ConfigDifference() {}

    /** One line a field: {@code VI_1 priority: 100 -> 140}. */
    public static List<String> between(ControllerConfig was, ControllerConfig is) {
        var lines = new ArrayList<String>();
        compare("", fields(was), fields(is), lines);
        return lines;
    }

    private static Map<String, Object> fields(ControllerConfig config) {
        var fields = new FieldMap();
        ConfigFields.writeConfig(config, fields);
        return fields.values();
    }

    private static void compare(String of, Map<String, Object> was, Map<String, Object> is, List<String> lines) {
        var names = new LinkedHashSet<>(was.keySet());
        names.addAll(is.keySet());
        for (var name : names) {
            var before = was.get(name);
            var after = is.get(name);
            if (before instanceof List<?> b && after instanceof List<?> a) {
                lists(of, name, elements(b), elements(a), lines);
            } else if (before == null || !before.equals(after)) {
                lines.add(of + name + ": " + text(before) + " -> " + text(after));
            }
        }
    }

    /** Elements that keep their name are compared field by field; others come and go. */
    private static void lists(
            String of, String name, Map<String, FieldMap> was, Map<String, FieldMap> is, List<String> lines) {
        for (var each : was.entrySet()) {
            var after = is.get(each.getKey());
            if (after == null) {
                lines.add(of + name + ": " + each.getKey() + " was removed");
            } else {
                compare(of + each.getKey() + " ", each.getValue().values(), after.values(), lines);
            }
        }
        is.keySet().stream()
                .filter(key -> !was.containsKey(key))
                .forEach(key -> lines.add(of + name + ": " + key + " was added"));
    }

    private static Map<String, FieldMap> elements(List<?> list) {
        var byKey = new LinkedHashMap<String, FieldMap>();
        for (var element : list) {
            var fields = (FieldMap) element;
            var key = fields.key();
            byKey.put(byKey.containsKey(key) ? key + " (" + byKey.size() + ")" : key, fields);
        }
        return byKey;
    }

    private static String text(@Nullable Object value) {
        return value == null ? "none" : value.toString();
    }
}
