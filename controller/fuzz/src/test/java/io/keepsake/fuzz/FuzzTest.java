package io.keepsake.fuzz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each target reads every input it begins with, and some that come of them; {@code -Dfuzz=N} makes N times as many. What
 * leads to code that nothing led to before is looked for by {@code ./run fuzz}.
 */
class FuzzTest {
    private static final int MUTATIONS = 1_000 * Integer.getInteger("fuzz", 1);
    private static final Path MODULE = Path.of("");

    private static List<byte[]> inputs(Target target) throws Exception {
        var inputs = new ArrayList<>(target.written(MODULE));
        for (var room : target.seeds(MODULE)) {
            try (var files = Files.list(room)) {
                for (var file : files.sorted().toList()) {
                    inputs.add(Files.readAllBytes(file));
                }
            }
        }
        return inputs;
    }

    private static void read(Target target, byte[] input) {
        try {
            target.entry().read(input);
        } catch (Exception | AssertionError | StackOverflowError failure) {
            throw new AssertionError(
                    target.word() + " fails on " + HexFormat.of().formatHex(input), failure);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whateverComesIsReadOrRefused(Target target) throws Exception {
        var inputs = inputs(target);
        inputs.forEach(input -> read(target, input));
        var random = new SplittableRandom(20_261_128);
        for (int i = 0; i < MUTATIONS; i++) {
            read(target, mutant(inputs, random));
        }
    }

    /** Bytes changed, taken out, or put in from another input. */
    private static byte[] mutant(List<byte[]> inputs, SplittableRandom random) {
        var input = inputs.get(random.nextInt(inputs.size())).clone();
        for (int changes = random.nextInt(1, 5); changes > 0; changes--) {
            int at = random.nextInt(input.length + 1);
            int end = Math.min(input.length, at + random.nextInt(9));
            switch (random.nextInt(3)) {
                case 0 -> Arrays.fill(input, at, end, (byte) random.nextInt());
                case 1 -> input = spliced(input, at, end, new byte[0]);
                default -> {
                    var other = inputs.get(random.nextInt(inputs.size()));
                    int from = random.nextInt(other.length + 1);
                    int to = Math.min(other.length, from + random.nextInt(33));
                    input = spliced(input, at, at, Arrays.copyOfRange(other, from, to));
                }
            }
        }
        return input;
    }

    private static byte[] spliced(byte[] input, int at, int end, byte[] piece) {
        var out = Arrays.copyOf(input, at + piece.length + input.length - end);
        System.arraycopy(piece, 0, out, at, piece.length);
        System.arraycopy(input, end, out, at + piece.length, input.length - end);
        return out;
    }

    /**
     * A JDK or a Jazzer that cannot instrument our classes finds nothing and says nothing; one that instruments the
     * JDK's expressions takes more memory for a line with many blanks, which is in the corpus, than that may cost.
     */
    @Test
    void jazzerSeesWhereAnInputLeadsAndCostsNothingThere(@TempDir Path room) throws Exception {
        var result = Campaign.run(Target.QUESTION, 2_000, MODULE, room);
        assertEquals("", result.finding());
        assertTrue(result.executions() >= 2_000, result::toString);
        assertTrue(result.edges() > 100, result::toString);
    }
}
