package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit code of {@code keepalived -t}, 0 or not, against ours, in a network namespace with the interfaces named. */
class DifferentialTest {
    private static final String NOTHING = "2.2.7 is content with nothing to run";

    /** Cases where the two differ on purpose, or where only the real one can know. */
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("traps", "2.2.7 has a fault where we only tell: an owner's weight, a peer that is ourselves"),
            Map.entry("conditions", "when @id drops the head of a definition, 2.2.7 reads its further lines as text"),
            Map.entry("comment-characters", NOTHING),
            Map.entry("comment-escapes", "2.2.7 drops what stands behind \\# and \\! in silence"),
            Map.entry("empty", NOTHING),
            Map.entry("global-flags", "2.2.7 looks at no value behind these flags, and says nothing"),
            Map.entry("checker-inheritance", "6, since it would run a script as root without script security"),
            Map.entry("lvs-globals", "its script_user does not exist here, nor does its mail server"),
            Map.entry("server-group-limit", "keepalived would ask the kernel for all of them"));

    /** Cases that only show our limits, a step of 0, and pipes that two keywords share: 2.2.7 does not end on these. */
    private static final Set<String> LIMITS =
            Set.of("repeat-limit", "definition-bomb", "definition-loop", "include-loop", "repeat-mistakes", "notices");

    @TempDir
    private Path directory;

    @Test
    void keepalived_finds_fault_with_the_same_files() throws IOException, InterruptedException {
        var ours = new TreeMap<String, Integer>();
        for (var input : CasesTest.cases()) {
            var name = input.getFileName().toString().replace(".conf", "");
            if (LIMITS.contains(name)) {
                continue;
            }
            var files = CasesTest.files(input);
            RealKeepalived.write(directory, name, files);
            var main = files.keySet().iterator().next();
            ours.put(
                    name,
                    ConfigFile.load(directory.resolve(name).resolve(main), ConfigDump.OPTIONS)
                            .testExitCode());
        }
        for (var example : ExamplesTest.examples()) {
            var name = "example-"
                    + ExamplesTest.EXAMPLES.relativize(example).toString().replace('/', '-');
            RealKeepalived.write(directory, name, Map.of(Path.of("k.conf"), Files.readString(example)));
            ours.put(name, ConfigFile.load(example, ConfigDump.OPTIONS).testExitCode());
        }
        var theirs = RealKeepalived.exitCodes(directory);
        var differences = new ArrayList<String>();
        for (var name : ours.keySet()) {
            int code = theirs.getOrDefault(name, -1);
            assertFalse(code < 0 || code == 124, "keepalived did not answer for " + name);
            boolean same = (code == 0) == (ours.getOrDefault(name, -1) == 0);
            if (same == KNOWN.containsKey(name)) {
                differences.add(name + ": keepalived " + code + ", ours " + ours.get(name)
                        + (same ? ", but listed as different" : ""));
            }
        }
        assertEquals(List.of(), differences);
    }
}
