package io.keepsake.web.index;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.Event;
import io.keepsake.core.text.Fields;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Numbers for the kinds of events, decisions and effects; good within one process only. */
public final class Kinds {
    public static final int STARTED;
    public static final int DAMAGED;
    public static final int UNKNOWN;
    private static final List<String> NAMES;
    private static final Map<String, Integer> NUMBERS = new HashMap<>();

    static {
        var names = new ArrayList<>(Fields.EVENT_KINDS);
        names.addAll(Fields.EFFECT_KINDS);
        STARTED = names.size();
        names.add("RunStarted");
        DAMAGED = names.size();
        names.add("Damaged");
        UNKNOWN = names.size();
        names.add("Unknown");
        NAMES = List.copyOf(names);
        for (int i = 0; i < NAMES.size(); i++) {
            NUMBERS.put(NAMES.get(i), i);
        }
    }

    private Kinds() {}

    static int of(Event event) {
        return number(Fields.kind(event));
    }

    static int of(Effect effect) {
        return number(Fields.kind(effect));
    }

    private static int number(String kind) {
        return NUMBERS.getOrDefault(kind, UNKNOWN);
    }

    public static String name(int kind) {
        return NAMES.get(kind);
    }
}
