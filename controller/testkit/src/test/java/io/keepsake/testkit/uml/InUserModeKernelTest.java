package io.keepsake.testkit.uml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** What is told on the host of tests that ran in a guest; this class itself runs on the host. */
class InUserModeKernelTest {

    @InUserModeKernel(megabytes = 512, heapMegabytes = 64)
    static class Told {
        private boolean prepared;

        @BeforeEach
        void prepare() {
            assertTrue(UserModeKernel.inside());
            prepared = true;
        }

        @Test
        void succeeds() {
            assertTrue(prepared);
        }

        @Test
        void fails() {
            assertEquals("black", "white", "the colour of the swan");
        }

        @Test
        void breaks() {
            throw new IllegalArgumentException("outer", new IllegalStateException("inner"));
        }

        @Test
        void aborts() {
            Assumptions.abort("not today");
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void isOne(int number) {
            assertEquals(1, number);
        }

        @Nested
        class Deeper {
            @Test
            void isInTheSameGuest() {
                assertTrue(prepared);
            }
        }
    }

    @InUserModeKernel(megabytes = 512, heapMegabytes = 64)
    static class Crashing {
        @Test
        void endsTheGuest() throws Exception {
            System.out.println("famous last words");
            Runtime.getRuntime().halt(3);
        }
    }

    @InUserModeKernel(megabytes = 512, heapMegabytes = 64, writable = "target/test-classes")
    static class Writing {
        static final Path WRITTEN = Path.of("target/test-classes/written-by-a-guest");

        @Test
        void writesWhereItMay() throws Exception {
            Files.writeString(WRITTEN, "hello");
        }

        @Test
        void writesNowhereElse() {
            assertThrows(IOException.class, () -> Files.writeString(Path.of("target/written-by-a-guest"), "hello"));
        }
    }

    @Test
    void itWritesIntoTheDirectoriesThatItsClassNames() throws Exception {
        Files.deleteIfExists(Writing.WRITTEN);
        var told = run(Writing.class);
        assertEquals(Status.SUCCESSFUL, of(told, "writesWhereItMay()").getStatus());
        assertEquals(Status.SUCCESSFUL, of(told, "writesNowhereElse()").getStatus());
        assertEquals("hello", Files.readString(Writing.WRITTEN));
        Files.delete(Writing.WRITTEN);
    }

    @Test
    void everyTestTellsWhatItsGuestSaid() {
        var told = run(Told.class);
        assertEquals(Status.SUCCESSFUL, of(told, "succeeds()").getStatus());
        assertEquals(Status.SUCCESSFUL, of(told, "isInTheSameGuest()").getStatus());
        assertEquals(Status.ABORTED, of(told, "aborts()").getStatus());
        assertEquals(Status.SUCCESSFUL, of(told, "[1] number = 1").getStatus());
        assertEquals(Status.FAILED, of(told, "[2] number = 2").getStatus());

        var failed = thrown(of(told, "fails()"));
        assertTrue(failed.toString().contains("the colour of the swan ==> expected: <black> but was: <white>"));
        assertTrue(Arrays.stream(failed.getStackTrace())
                .anyMatch(frame -> frame.getMethodName().equals("fails")));
        assertEquals(
                "io.keepsake.testkit.uml.GuestFailure: java.lang.IllegalStateException: inner",
                String.valueOf(thrown(of(told, "breaks()")).getCause()));
    }

    @Test
    void aGuestThatEndsWithoutAnAnswerIsAFailureWithItsOutput() {
        var failed =
                thrown(of(run(Crashing.class), "InUserModeKernelTest$Crashing")).toString();
        assertTrue(failed.contains("ended with status 3") && failed.contains("famous last words"), failed);
    }

    /** Also where the guest has directories of its own, and whatever its name. */
    @Test
    void theWorkingCopyIsSeenWhereverItLies(@TempDir Path temporary) throws Exception {
        var script =
                Path.of("src/main/resources/io/keepsake/testkit/uml/uml.sh").toAbsolutePath();
        var copy = Files.createDirectories(temporary.resolve("a b").resolve("working copy"));
        Files.createDirectory(copy.resolve(".mvn"));
        Files.writeString(copy.resolve("the file"), "seen\n");
        var process = new ProcessBuilder("bash", script.toString(), "-t", "3600", "--", "cat", "../the file")
                .directory(Files.createDirectory(copy.resolve("module")).toFile())
                .redirectErrorStream(true)
                .start();
        var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals("0 seen\n", process.waitFor() + " " + printed);
    }

    private static TestExecutionResult of(Map<String, TestExecutionResult> told, String name) {
        return Objects.requireNonNull(told.get(name), () -> name + " is not among " + told.keySet());
    }

    private static Throwable thrown(TestExecutionResult result) {
        return result.getThrowable().orElseThrow();
    }

    private static Map<String, TestExecutionResult> run(Class<?> tests) {
        var results = new TreeMap<String, TestExecutionResult>();
        var request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(tests))
                .build();
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                results.put(test.getDisplayName(), result);
            }
        });
        return results;
    }
}
