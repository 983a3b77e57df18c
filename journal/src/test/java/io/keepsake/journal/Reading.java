package io.keepsake.journal;

import io.keepsake.core.effect.Turn;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.TurnRead;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Everything that a journal gives. */
public record Reading(List<JournalItem> items) {
    public static Reading of(Path journal) throws JournalFailure {
        try (var reader = Journals.open(journal)) {
            return of(reader);
        }
    }

    public static Reading of(JournalReader reader) throws JournalFailure {
        var items = new ArrayList<JournalItem>();
        for (var item = reader.next(); item != null; item = reader.next()) {
            items.add(item);
        }
        return new Reading(items);
    }

    public List<Turn> turns() {
        return each(TurnRead.class).stream().map(TurnRead::turn).toList();
    }

    public List<Long> indexes() {
        return turns().stream().map(turn -> turn.recorded().index()).toList();
    }

    public List<Damaged> damage() {
        return each(Damaged.class);
    }

    public <T> List<T> each(Class<T> type) {
        return items.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
