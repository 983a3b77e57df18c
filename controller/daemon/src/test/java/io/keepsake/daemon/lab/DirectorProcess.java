package io.keepsake.daemon.lab;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** How this JVM's class path becomes a director in a process of its own. */
final class DirectorProcess {
    private static final List<String> SMALL =
            List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx48m", "-Xss512k");

    private DirectorProcess() {}

    /** The words that start a director in the foreground, logging to its output. */
    static List<String> command(String node, Path config, Path pidFile, Path journal) {
        return Stream.concat(
                        java("io.keepsake.daemon.Director").stream(),
                        Stream.of(
                                "-n",
                                "-l",
                                "-i",
                                node,
                                "-f",
                                config.toString(),
                                "-p",
                                pidFile.toString(),
                                "--journal",
                                journal.toString()))
                .toList();
    }

    /** The class path goes by the environment, where it does not drown a message that names the command. */
    static Map<String, String> environment() {
        return Map.of("CLASSPATH", System.getProperty("java.class.path"));
    }

    /** The words that start {@code main} with a small heap and the flags that this JVM was given. */
    static List<String> java(String main) {
        var words = new ArrayList<String>();
        words.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(flag -> flag.startsWith("--") || flag.startsWith("-Dchronicle."))
                .forEach(words::add);
        words.addAll(SMALL);
        // The replay tool, which is on this class path too, brings a file that turns the log off.
        words.add("-Dorg.slf4j.simpleLogger.defaultLogLevel=info");
        words.add(main);
        return words;
    }
}
