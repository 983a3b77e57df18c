package io.keepsake.daemon;

import io.keepsake.config.Checked;
import io.keepsake.config.LoadedConfig;
import io.keepsake.core.config.ControllerConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;

/**
 * What is otherwise where the director was started as {@code keepalived}: for scripts, probes and playbooks that know that
 * one. Measured on 2.2.7; see docs/reference/contracts.md.
 *
 * @param vrrpPid {@code -r}: a pid file for who looks for keepalived's VRRP child
 * @param checkersPid {@code -c}: the same of the process that checks
 */
record Alias(Path vrrpPid, Path checkersPid) {
    /** The name that the launcher gives, and a director of its own has not. */
    static final String PROPERTY = "keepsake.as";

    static final String NAME = "keepalived";

    private static final int CANNOT_RUN = 4;
    private static final int WARNED = 5;
    private static final int SCRIPT_SECURITY = 6;

    /** Which keepalived it is like, in a form that the parsers of Ansible and Neutron take. */
    static final String LIKE = "Keepalived v2.2.7 (keepsake-" + Director.VERSION + ")";

    static boolean called() {
        return NAME.equals(System.getProperty(PROPERTY));
    }

    /** {@code -v}. The options that exporters look for are those of Debian's build. */
    static String version() {
        return LIKE + """


                Keepsake, which runs in place of keepalived

                Built with kernel headers for Linux 6.1.0
                Running on Linux %s
                Distro: %s

                configure options: --enable-json --enable-sha1 --enable-regex

                Config options:  LVS REGEX VRRP VRRP_AUTH JSON INIT=systemd SYSTEMD_NOTIFY

                System options:  IPV6_MULTICAST_ALL""".formatted(kernel(), distribution());
    }

    static String kernel() {
        return System.getProperty("os.version", "");
    }

    private static String distribution() {
        try (var lines = Files.lines(Path.of("/etc/os-release"))) {
            return lines.filter(line -> line.startsWith("PRETTY_NAME="))
                    .map(line -> line.substring("PRETTY_NAME=".length()).replace("\"", ""))
                    .findFirst()
                    .orElse("");
        } catch (IOException unknown) {
            return "";
        }
    }

    /** What {@code -t} ends with: the highest class of what was found; a file that is missing or empty is fine. */
    static int testExitCode(Path file, Checked<LoadedConfig> loaded, boolean scriptsInsecure, boolean warned)
            throws IOException {
        if (!Files.exists(file) || Files.isRegularFile(file) && Files.size(file) == 0) {
            return 0;
        }
        return scriptsInsecure
                ? SCRIPT_SECURITY
                : loaded instanceof Checked.Invalid<LoadedConfig>
                        ? CANNOT_RUN
                        : loaded.problems().isEmpty() && !warned ? 0 : WARNED;
    }

    static String missing(Path file) {
        return "Config files missing '" + file + "'.";
    }

    /**
     * Writes the pid files of the children that keepalived would have, with this process's number; the director's own pid
     * file says whether another runs.
     *
     * @throws IOException when one cannot be written; then none is left
     */
    PidFiles takePidFiles(ControllerConfig config) throws IOException {
        var wanted = new LinkedHashMap<Path, Boolean>();
        wanted.put(vrrpPid, !config.instances().isEmpty());
        wanted.put(checkersPid, !config.virtualServers().isEmpty());
        return PidFiles.take(wanted.entrySet().stream()
                .filter(entry -> entry.getValue())
                .map(entry -> entry.getKey())
                .toList());
    }

    /** Pid files beside the director's own. */
    static final class PidFiles implements AutoCloseable {
        private final List<Path> paths;

        private PidFiles(List<Path> paths) {
            this.paths = paths;
        }

        static PidFiles take(List<Path> paths) throws IOException {
            var written = new ArrayList<Path>();
            try {
                for (var path : paths) {
                    write(path);
                    written.add(path);
                }
            } catch (IOException e) {
                new PidFiles(written).close();
                throw e;
            }
            return new PidFiles(paths);
        }

        private static void write(Path path) throws IOException {
            var number = ProcessHandle.current().pid() + "\n";
            var bytes = number.getBytes(StandardCharsets.US_ASCII);
            Path beside;
            try {
                beside = Files.createTempFile(path.toAbsolutePath().getParent(), ".pid", "", PidFile.READABLE_BY_ALL);
            } catch (AccessDeniedException inDirectoryOfAnother) {
                // see PidFile: the launcher has made it
                Files.write(path, bytes, StandardOpenOption.TRUNCATE_EXISTING, LinkOption.NOFOLLOW_LINKS);
                return;
            }
            try {
                Files.write(beside, bytes);
                Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        }

        @Override
        public void close() throws IOException {
            for (var path : paths) {
                PidFile.remove(path);
            }
        }
    }
}
