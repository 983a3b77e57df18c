package io.keepsake.testkit.uml;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.platform.engine.TestExecutionResult.Status;

/**
 * What came of one test or one class in the guest. Each travels in a file of its own, so that those before a crash
 * survive it.
 *
 * @param id JUnit's unique id
 * @param failure what was thrown, when it did not succeed
 */
record Verdict(String id, Status status, @Nullable GuestFailure failure) implements Serializable {

    void write(Path file) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var stream = new ObjectOutputStream(bytes)) {
            stream.writeObject(this);
        }
        Files.write(file, bytes.toByteArray());
    }

    /** All verdicts of guests by their ids. */
    static Map<String, Verdict> readAll(Path directory) throws IOException {
        var verdicts = new TreeMap<String, Verdict>();
        for (var file : files(directory)) {
            if (Files.isDirectory(file)) {
                continue;
            }
            try (var stream = new ObjectInputStream(Files.newInputStream(file))) {
                var verdict = (Verdict) stream.readObject();
                verdicts.put(verdict.id(), verdict);
            } catch (ClassNotFoundException e) {
                throw new IOException(file + " is no verdict: " + e.getMessage(), e);
            }
        }
        return verdicts;
    }

    static void delete(Path directory) throws IOException {
        for (var file : files(directory)) {
            Files.delete(file);
        }
        Files.delete(directory);
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toList();
        }
    }
}
