package io.keepsake.daemon.script;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunnerPipeTest {
    @TempDir
    Path directory;

    /** A library's file can have the number that the launcher's pipe had; it must not be written to. */
    @Test
    void aDescriptorThatIsNoPipeIsLeftAlone() throws IOException {
        var library = Files.writeString(directory.resolve("library.jar"), "classes");
        try (var _ = FileChannel.open(library)) {
            int number = numberOf(library);
            var failure = assertThrows(IOException.class, RunnerPipe.inherited(number, number)::open);
            assertTrue(String.valueOf(failure.getMessage()).contains("is no pipe"), failure.getMessage());
        }
        assertEquals("classes", Files.readString(library));
        assertThrows(IOException.class, RunnerPipe.inherited(999_999, 999_999)::open);
    }

    private static int numberOf(Path file) throws IOException {
        var real = file.toRealPath();
        try (var descriptors = Files.list(Path.of("/proc/self/fd"))) {
            return descriptors
                    .filter(it -> Files.isSymbolicLink(it) && leadsTo(it, real))
                    .mapToInt(it -> Integer.parseInt(it.getFileName().toString()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static boolean leadsTo(Path descriptor, Path file) {
        try {
            return Files.readSymbolicLink(descriptor).equals(file);
        } catch (IOException closedMeanwhile) {
            return false;
        }
    }
}
