package io.keepsake.fuzz;

import io.keepsake.core.event.Event;
import io.keepsake.core.text.EventText;

/** What was read becomes an event, and must come back from the journal's text as it was. */
public final class Recordable {
    private Recordable() {}

    public static void check(Event event) {
        var line = EventText.print(event);
        Event back;
        try {
            back = EventText.parseEvent(line);
        } catch (IllegalArgumentException e) {
            throw new AssertionError("what was recorded cannot be read: " + line, e);
        }
        if (!back.equals(event)) {
            throw new AssertionError("recorded as\n" + line + "\nand read as\n" + EventText.print(back));
        }
    }
}
