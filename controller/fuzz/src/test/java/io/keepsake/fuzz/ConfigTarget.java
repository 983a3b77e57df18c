package io.keepsake.fuzz;

import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.config.lex.SourceFiles;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * A configuration of up to five files: {@code k.conf}, and behind each byte 1C the next of those that it may include. What
 * is accepted can be recorded.
 */
public final class ConfigTarget {
    private static final String[] NAMES = {"k.conf", "a.conf", "b.conf", "d/c.conf", "d/e.conf"};
    private static final ConfigOptions OPTIONS =
            new ConfigOptions("node1", "host", Map.of("IF", "eth0"), 7, Set.of("eth0", "eth1"));
    private static final Set<Integer> EXITS = Set.of(0, 2, 4, 5);

    /** A definition or a repeat of few letters makes up to {@code Limits.EXPANDED_CHARS} of text. */
    private static final long EXPANSION = 3L << 30;

    private ConfigTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        var files = new HashMap<Path, String>();
        var texts = Text.of(input).split("\u001c", NAMES.length);
        for (int i = 0; i < texts.length; i++) {
            files.put(Path.of(NAMES[i]), texts[i]);
        }
        Bounds.check(input.length, EXPANSION, 0, () -> read(SourceFiles.of(files)));
    }

    private static void read(SourceFiles files) {
        var checked = ConfigFile.load(files, Path.of(NAMES[0]), OPTIONS);
        if (!EXITS.contains(checked.testExitCode())) {
            throw new AssertionError("exit code " + checked.testExitCode());
        }
        for (var problem : checked.problems()) {
            if (problem.toString().isBlank() || problem.toString().indexOf('\0') >= 0) {
                throw new AssertionError("a problem says: " + problem);
            }
        }
        if (checked instanceof Checked.Valid<LoadedConfig> valid) {
            Recordable.check(
                    new ConfigAccepted(valid.value().config(), valid.value().text()));
        }
    }
}
