package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Small configurations as people write them by mistake or by habit. Each file of {@code shapes} begins with what it
 * shows; behind {@code ----} stand the exit code of a real {@code keepalived -t}, our own, and what ours prints. Run with
 * {@code -Drewrite=true} to write the latter anew.
 */
class ShapesTest {
    private static final Path SHAPES = Path.of("src/test/resources/shapes");
    private static final String END = "----\n";
    private static final Path FILE = Path.of("k.conf");
    private static final ConfigOptions OPTIONS =
            new ConfigOptions("node1", "node1", Map.of(), 42, Set.of("lo", "eth0", "eth1"));

    @TempDir
    private Path directory;

    private static List<Path> shapes() throws IOException {
        try (Stream<Path> files = Files.list(SHAPES)) {
            return files.sorted().toList();
        }
    }

    /** What stands before the line of dashes; the first line is a comment to keepalived too. */
    private static String input(String shape) {
        return shape.substring(0, shape.indexOf(END)).replace("<NUL>", "\0");
    }

    private static String written(String shape) {
        return shape.substring(0, shape.indexOf(END) + END.length());
    }

    private static String answer(String shape) {
        return shape.substring(shape.indexOf(END) + END.length());
    }

    private static String ours(String shape) {
        var checked = ConfigFile.parse(FILE.toString(), input(shape), OPTIONS);
        var text = new StringBuilder("exit " + checked.testExitCode() + "\n");
        checked.problems().forEach(problem -> text.append(problem).append('\n'));
        return text + checked.verdict() + "\n";
    }

    private static String withoutFirstLine(String answer) {
        return answer.substring(answer.indexOf('\n') + 1);
    }

    @Test
    void there_are_sixty() throws IOException {
        assertTrue(shapes().size() >= 60, () -> "too few");
    }

    @TestFactory
    Stream<DynamicTest> each_shape_comes_to_the_messages_that_stand_behind_it() throws IOException {
        return shapes().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    var shape = Files.readString(file);
                    if (!Boolean.getBoolean("rewrite")) {
                        assertEquals(withoutFirstLine(answer(shape)), ours(shape));
                    }
                }));
    }

    /** Every message tells the consequence, a fault more than the line where it is, and the last line what runs. */
    @TestFactory
    Stream<DynamicTest> each_message_says_what_follows() throws IOException {
        return shapes().stream()
                .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> {
                    var checked = ConfigFile.parse(FILE.toString(), input(Files.readString(file)), OPTIONS);
                    for (var problem : checked.problems()) {
                        boolean says = problem.what().contains("; ")
                                || problem.what().contains(": ")
                                || problem.what().contains("ignored");
                        assertTrue(says, problem::toString);
                    }
                    assertEquals(checked.usable(), checked.testExitCode() == 0 || checked.testExitCode() == 5);
                }));
    }

    @Test
    void keepalived_ends_its_test_of_each_shape_as_is_written() throws IOException, InterruptedException {
        for (var file : shapes()) {
            RealKeepalived.write(directory, name(file), Map.of(FILE, input(Files.readString(file))));
        }
        var codes = RealKeepalived.exitCodes(directory);
        var expected = new TreeMap<String, String>();
        var actual = new TreeMap<String, String>();
        for (var file : shapes()) {
            var shape = Files.readString(file);
            var theirs = "keepalived " + codes.getOrDefault(name(file), -1);
            if (Boolean.getBoolean("rewrite")) {
                Files.writeString(file, written(shape) + theirs + "\n" + ours(shape));
            }
            expected.put(
                    name(file),
                    answer(Files.readString(file)).lines().findFirst().orElse(""));
            actual.put(name(file), theirs);
        }
        assertEquals(expected, actual);
    }

    private static String name(Path file) {
        return file.getFileName().toString().replace(".txt", "");
    }
}
