package io.keepsake.daemon;

import io.keepsake.config.LoadedConfig;
import io.keepsake.daemon.log.TimelineLogger;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What keepalived logs of its own life: the lines of its first process, which name children that there are none of here. */
final class ProcessLines {
    private ProcessLines() {}

    /**
     * At the start.
     *
     * @param words the command line, without the command
     */
    static void begun(TimelineLogger log, List<String> words, Options options, LoadedConfig loaded) {
        long pid = ProcessHandle.current().pid();
        log.sayAsKeepalived("Starting " + Alias.LIKE, false);
        log.sayAsKeepalived("Running on Linux " + Alias.kernel() + ", Keepsake in place of keepalived", false);
        log.sayAsKeepalived(
                "Command line: '" + Alias.NAME + "'"
                        + words.stream().map(word -> " '" + word + "'").collect(Collectors.joining()),
                false);
        log.sayAsKeepalived("Opening file '" + options.configFile() + "'.", true);
        log.sayAsKeepalived("Configuration file " + options.configFile(), false);
        if (!loaded.config().virtualServers().isEmpty()) {
            log.sayAsKeepalived("Starting Healthcheck child process, pid=" + pid, false);
        }
        if (!loaded.config().instances().isEmpty()) {
            log.sayAsKeepalived("Starting VRRP child process, pid=" + pid, false);
        }
        var kinds = new TreeSet<String>();
        ConfiguredScripts.forEach(
                loaded.config(),
                (subject, _) -> kinds.add(subject.endsWith(" MISC_CHECK") ? "check scripts" : "scripts"));
        if (!loaded.config().scripts().security()) {
            kinds.forEach(kind -> log.sayAsKeepalived(
                    "SECURITY VIOLATION - " + kind + " are being executed but script_security not enabled.", false));
        }
    }

    static void ended(TimelineLogger log) {
        var used = ProcessHandle.current().info().totalCpuDuration();
        log.sayAsKeepalived("Stopped", false);
        used.ifPresent(cpu -> log.sayAsKeepalived("CPU usage: %.6f".formatted(cpu.toNanos() / 1_000_000_000.0), true));
        log.sayAsKeepalived("Stopped " + Alias.LIKE, false);
    }
}
