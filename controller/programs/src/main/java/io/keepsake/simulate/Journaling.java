package io.keepsake.simulate;

import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalOptions;
import io.keepsake.journal.JournalWriter;
import io.keepsake.journal.Journals;
import io.keepsake.world.Machine;
import io.keepsake.world.Watcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Writes a journal for each machine of a world, as its director's recorder would: one run after another. */
public final class Journaling implements Watcher, AutoCloseable {
    private final Path directory;
    private final Map<Machine, JournalWriter> writers = new HashMap<>();

    /** Writes below this directory: {@code n1}, {@code n2} and so on. */
    public Journaling(Path directory) {
        this.directory = directory;
    }

    @Override
    public void onStart(Machine machine) {
        try {
            var room = Files.createDirectories(directory.resolve(machine.name()));
            writers.put(machine, Journals.openWriter(room, JournalOptions.of("simulated")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (JournalFailure e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void onTurn(Machine machine, NodeState before, Turn turn, NodeState after) {
        var writer = writers.get(machine);
        if (writer != null) {
            try {
                writer.append(turn);
            } catch (JournalFailure e) {
                throw new IllegalStateException(e);
            }
        }
    }

    @Override
    public void onEnd(Machine machine) {
        var writer = writers.remove(machine);
        if (writer != null) {
            close(writer);
        }
    }

    private static void close(JournalWriter writer) {
        try {
            writer.close();
        } catch (JournalFailure e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        writers.values().forEach(Journaling::close);
        writers.clear();
    }
}
