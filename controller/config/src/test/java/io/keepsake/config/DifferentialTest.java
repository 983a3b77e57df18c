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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The exit code of {@code keepalived -t}, 0 or not, against ours, in a network namespace with the interfaces named. */
class DifferentialTest {
    /** Cases where the two differ on purpose, or where only the real one can know. */
    private static final Map<String, String> KNOWN = Map.ofEntries(
            Map.entry("distribution-default", "vrrp_garp_interval 0 is off for us, out of range for 2.2.7"),
            Map.entry("known-not-applied", "6, since it would run a script as root without script security"),
            Map.entry("conditions", "when @id drops the head of a definition, 2.2.7 reads its further lines as text"),
            Map.entry("global-defaults", "2.2.7 deprecates check_unicast_src without unicast_peer"),
            Map.entry("predefined", "${_ENV NAME} is newer than 2.2.7"));

    /** Cases that only show our limits, and a step of 0: 2.2.7 does not end on these. */
    private static final Set<String> LIMITS =
            Set.of("repeat-limit", "definition-bomb", "definition-loop", "include-loop", "repeat-mistakes");

    private static final String SCRIPT = """
            set -e
            ip link set lo up
            for name in eth0 eth1 eth7 ens33; do
              ip link add $name type veth peer name peer-$name
              ip link set $name up; ip link set peer-$name up
            done
            ip addr add 10.0.0.2/24 dev eth0
            for main in */main; do
              cd ${main%/main}
              code=0; IF=eth7 timeout 5 keepalived -t -i node1 -f "$(cat main)" >/dev/null 2>&1 || code=$?
              cd ..
              echo ${main%/main} $code
            done
            """;

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
            write(name, files);
            var main = files.keySet().iterator().next();
            ours.put(
                    name,
                    ConfigFile.load(directory.resolve(name).resolve(main), ConfigDump.OPTIONS)
                            .testExitCode());
        }
        for (var example : ExamplesTest.examples()) {
            var name = "example-"
                    + ExamplesTest.EXAMPLES.relativize(example).toString().replace('/', '-');
            write(name, Map.of(Path.of("k.conf"), Files.readString(example)));
            ours.put(name, ConfigFile.load(example, ConfigDump.OPTIONS).testExitCode());
        }
        var theirs = run();
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

    private void write(String name, Map<Path, String> files) throws IOException {
        for (var file : files.entrySet()) {
            var path = directory.resolve(name).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Files.writeString(
                directory.resolve(name).resolve("main"),
                files.keySet().iterator().next().toString());
    }

    private Map<String, Integer> run() throws IOException, InterruptedException {
        var output = directory.resolve("output");
        var process = new ProcessBuilder("unshare", "-n", "bash", "-c", SCRIPT)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(120, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly();
        }
        var text = Files.readString(output);
        assertEquals(true, ended && process.exitValue() == 0, text);
        var codes = new TreeMap<String, Integer>();
        text.lines().forEach(line -> {
            int blank = line.lastIndexOf(' ');
            codes.put(line.substring(0, blank), Integer.parseInt(line.substring(blank + 1)));
        });
        return codes;
    }
}
