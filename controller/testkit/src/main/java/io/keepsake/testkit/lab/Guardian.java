package io.keepsake.testkit.lab;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The shell that makes the lab's namespaces, signals its processes, and outlives the JVM long enough to clean up: it
 * notices the end of its stdin however the JVM ended. Without root it runs in a namespace of users of its own, with all
 * capabilities but under the user's own number: tcpdump started by root wants to become another user, which such a
 * namespace does not have. Any thread may use it.
 */
final class Guardian implements AutoCloseable {
    private static final Duration CLEANING = Duration.ofSeconds(20);

    private static final List<String> AS_USER = List.of("unshare", "--user", "--map-current-user", "--keep-caps");

    private final Path directory;
    private final boolean root;
    private final Process shell;
    private final Writer orders;
    private final BufferedReader answers;

    private Guardian(Path directory, boolean root, Process shell) {
        this.directory = directory;
        this.root = root;
        this.shell = shell;
        this.orders = shell.outputWriter(StandardCharsets.UTF_8);
        this.answers = shell.inputReader(StandardCharsets.UTF_8);
    }

    /** Starts the guardian of a lab that keeps its files in {@code directory}, which goes with it. */
    static Guardian start(Path directory) {
        boolean root = userNumber() == 0;
        var command = new ArrayList<String>(root ? List.of() : AS_USER);
        command.addAll(List.of("setsid", "sh", "-c", script(), "keepsake-lab-guardian", directory.toString()));
        command.add(root ? "" : "--user --map-root-user");
        var errors = directory.resolve("guardian.err");
        var builder = new ProcessBuilder(command).redirectError(errors.toFile());
        builder.environment().put("PATH", Tool.PATH);
        try {
            var guardian = new Guardian(directory, root, builder.start());
            if (guardian.answers.readLine() == null) {
                throw new LabException("lab: cannot make namespaces: "
                        + Files.readString(errors).strip()
                        + (root
                                ? "; root needs CAP_SYS_ADMIN and CAP_NET_ADMIN"
                                : "; run as root, or allow user namespaces: sysctl kernel.unprivileged_userns_clone=1,"
                                        + " user.max_user_namespaces above 0,"
                                        + " kernel.apparmor_restrict_unprivileged_userns=0"));
            }
            return guardian;
        } catch (IOException e) {
            throw new LabException("lab: cannot start the guardian: " + e.getMessage(), e);
        }
    }

    private static int userNumber() {
        try {
            return (Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        } catch (IOException e) {
            throw new LabException("lab: cannot read the owner of /proc/self: " + e.getMessage(), e);
        }
    }

    private static String script() {
        try (InputStream script = Objects.requireNonNull(Guardian.class.getResourceAsStream("guardian.sh"))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LabException("lab: cannot read guardian.sh from the class path", e);
        }
    }

    /** Runs one line in the guardian's shell, outside every namespace of the lab, and returns what it printed. */
    synchronized String tell(String line) {
        try {
            orders.write(line + "\n");
            orders.flush();
            var status = answers.readLine();
            if (status == null) {
                throw new LabException("lab: the guardian is gone; it was told: " + line);
            }
            var said = Files.readString(directory.resolve("said")).strip();
            if (!status.equals("0")) {
                throw new LabException("lab: exit status " + status + " of: " + line + "\n" + said);
            }
            return said;
        } catch (IOException e) {
            throw new LabException("lab: lost the guardian: " + e.getMessage() + "; it was told: " + line, e);
        }
    }

    /** Makes a network namespace; the pid of the process that holds it. */
    long hold() {
        return Long.parseLong(tell("hold"));
    }

    /** The words before a command of the JVM that make it run in a namespace, as the root user there. */
    List<String> entering(long holder) {
        return root
                ? List.of("nsenter", "-t", Long.toString(holder), "-n")
                : List.of("nsenter", "-t", Long.toString(holder), "-U", "--preserve-credentials", "-n");
    }

    /** {@code text} as one word of the shell. */
    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }

    /** Ends every process of the lab and removes its directory; returns when that is done. */
    @Override
    public void close() {
        try {
            orders.close();
        } catch (IOException e) {
            throw new LabException("lab: cannot end the guardian: " + e.getMessage(), e);
        }
        try {
            var patience = Patience.of(CLEANING);
            while (!shell.waitFor(20, TimeUnit.MILLISECONDS)) {
                if (patience.over()) {
                    throw new LabException(
                            "lab: the guardian, process " + shell.pid() + ", is still cleaning up after " + patience);
                }
            }
        } catch (InterruptedException e) {
            // The guardian cleans up whether we watch or not.
            Thread.currentThread().interrupt();
        }
    }
}
