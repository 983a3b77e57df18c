package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** {@code keepalived -t}, in a network namespace with the interfaces that the test files name. */
final class RealKeepalived {
    private RealKeepalived() {}

    /** The interfaces that there are. */
    static final Set<String> LINKS =
            Set.of("lo", "eth0", "eth1", "eth7", "ens33", "peer-eth0", "peer-eth1", "peer-eth7", "peer-ens33");

    private static final Pattern ANSWER = Pattern.compile("[\\w.-]+ \\d+");

    private static final String SCRIPT = """
            set -e
            ip link set lo up
            for name in eth0 eth1 eth7 ens33; do
              ip link add $name type veth peer name peer-$name
              ip link set $name up; ip link set peer-$name up
            done
            ip addr add 10.0.0.2/24 dev eth0
            while ip -6 addr show tentative | grep -q inet6; do sleep 0.1; done
            for main in */main; do
              cd ${main%/main}
              code=0; IF=eth7 timeout -s KILL 60 keepalived -t -i node1 -f "$(cat main)" >/dev/null 2>&1 || code=$?
              cd ..
              [ $code = 137 ] || echo ${main%/main} $code # it never ends where a tracked track_file is missing
            done
            """;

    /** Puts the files of one configuration, the main file first, where {@link #exitCodes} looks for them. */
    static void write(Path directory, String name, Map<Path, String> files) throws IOException {
        for (var file : files.entrySet()) {
            var path = directory.resolve(name).resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        Files.writeString(
                directory.resolve(name).resolve("main"),
                files.keySet().iterator().next().toString());
    }

    /** The exit code for each configuration that was written; none where it did not answer. */
    static Map<String, Integer> exitCodes(Path directory) throws IOException, InterruptedException {
        var output = directory.resolve("output");
        var process = new ProcessBuilder("unshare", "-n", "bash", "-c", SCRIPT)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        int status = process.waitFor();
        var text = Files.readString(output);
        assertEquals(0, status, text);
        var codes = new TreeMap<String, Integer>();
        // the shell adds a line when keepalived dies of a signal, as it does of a url without a path
        text.lines().filter(line -> ANSWER.matcher(line).matches()).forEach(line -> {
            int blank = line.lastIndexOf(' ');
            codes.put(line.substring(0, blank), Integer.parseInt(line.substring(blank + 1)));
        });
        return codes;
    }
}
