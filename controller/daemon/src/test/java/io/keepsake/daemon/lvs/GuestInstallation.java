package io.keepsake.daemon.lvs;

import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Installation;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.uml.UserModeKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * An installation of the director for tests in a guest, which would need most of a minute to make it: it is made outside,
 * once for all classes, where the guest sees it. Stands before {@code @InUserModeKernel}.
 */
final class GuestInstallation implements BeforeAllCallback {
    private static final String PROPERTY = "keepsake.installation";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final String TRAINING = """
            virtual_server 192.0.2.1 80 {
                delay_loop 1
                lb_algo rr
                lb_kind DR
                protocol TCP
                real_server 127.0.0.1 80 {
                    TCP_CHECK {
                        connect_timeout 1
                    }
                }
            }
            """;

    @Override
    public void beforeAll(ExtensionContext context) {
        if (!UserModeKernel.inside()) {
            context.getRoot()
                    .getStore(Namespace.create(GuestInstallation.class))
                    .computeIfAbsent(PROPERTY, _ -> make());
        }
    }

    /** Not below /tmp, which is the guest's own. */
    private static AutoCloseable make() {
        try {
            var home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "installation-");
            Installation.make(home);
            train(home);
            System.setProperty(PROPERTY, home.toString());
            return () -> delete(home);
        } catch (IOException e) {
            throw new LabException("cannot make an installation: " + e.getMessage(), e);
        }
    }

    /** Lets it run for a moment where there is nothing, and keeps what it loaded: it starts in half the time then. */
    private static void train(Path home) throws IOException {
        var file = Files.writeString(home.resolve("training.conf"), TRAINING);
        var log = home.resolve("training.log");
        var builder = new ProcessBuilder("unshare", "--net", Installation.LAUNCHER.toString(), "director", "-n", "-l");
        builder.command()
                .addAll(List.of(
                        "-f",
                        file.toString(),
                        "-p",
                        home.resolve("training.pid").toString()));
        builder.command()
                .addAll(List.of("--journal", home.resolve("training-journal").toString()));
        builder.environment().putAll(Installation.environment(home));
        builder.environment().put("KEEPSAKE_JVM_FLAGS", "-XX:AOTCacheOutput=" + home.resolve("director.aot") + "\n");
        var process =
                builder.redirectErrorStream(true).redirectOutput(log.toFile()).start();
        try {
            Await.until("a director to learn from", SOON, () -> said(log).contains("LeftoversRecalled"));
            process.destroy();
            process.onExit().get(SOON.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new LabException("the director to learn from does not end:\n" + said(log), e);
        } finally {
            process.destroyForcibly();
        }
    }

    private static String said(Path log) {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new LabException("cannot read " + log + ": " + e.getMessage(), e);
        }
    }

    private static void delete(Path home) throws IOException {
        try (var files = Files.walk(home)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    /** What the launcher's environment must be to start it. */
    static Map<String, String> environment() {
        var home = System.getProperty(PROPERTY);
        if (home == null) {
            throw new LabException("no installation; the test class lacks @ExtendWith(GuestInstallation.class)");
        }
        return Installation.environment(Path.of(home));
    }
}
