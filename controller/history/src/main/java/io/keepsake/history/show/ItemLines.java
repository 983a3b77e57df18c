package io.keepsake.history.show;

import io.keepsake.core.effect.Turn;
import io.keepsake.journal.JournalItem;
import java.util.function.Consumer;

/** A form in which the items of a journal are shown. */
public interface ItemLines {

    /** Gives {@code out} the lines of {@code item}, without their line ends. */
    default void print(JournalItem item, Consumer<String> out) {
        switch (item) {
            case JournalItem.RunStarted started -> started(started, out);
            case JournalItem.TurnRead read -> turn(read.run(), read.turn(), out);
            case JournalItem.Unknown unknown -> unknown(unknown, out);
            case JournalItem.Damaged damaged -> damaged(damaged, out);
        }
    }

    void started(JournalItem.RunStarted started, Consumer<String> out);

    void turn(long run, Turn turn, Consumer<String> out);

    void unknown(JournalItem.Unknown unknown, Consumer<String> out);

    void damaged(JournalItem.Damaged damaged, Consumer<String> out);
}
