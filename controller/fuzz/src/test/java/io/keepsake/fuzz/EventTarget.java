package io.keepsake.fuzz;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.Event;
import io.keepsake.core.text.EventText;

/** One line that may be an event or an effect. What it is can be recorded, and is read as the same. */
public final class EventTarget {
    private EventTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        var line = Text.of(input);
        Bounds.check(input.length, 262_144, 2_048, () -> {
            event(line);
            effect(line);
        });
    }

    private static void event(String line) {
        Event event;
        try {
            event = EventText.parseEvent(line);
        } catch (IllegalArgumentException refused) {
            return;
        }
        Recordable.check(event);
    }

    private static void effect(String line) {
        Effect effect;
        try {
            effect = EventText.parseEffect(line);
        } catch (IllegalArgumentException refused) {
            return;
        }
        var again = EventText.parseEffect(EventText.print(effect));
        if (!again.equals(effect)) {
            throw new AssertionError(line + "\nprints as\n" + EventText.print(effect));
        }
    }
}
