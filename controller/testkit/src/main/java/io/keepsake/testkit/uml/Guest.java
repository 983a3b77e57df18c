package io.keepsake.testkit.uml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.platform.engine.DiscoverySelector;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs one test class in the guest and writes down what came of each test: {@code Guest CLASS DIRECTORY}. */
final class Guest implements TestExecutionListener {
    private final Path directory;
    private final Map<String, Long> begun = new ConcurrentHashMap<>();
    private int written;

    private Guest(Path directory) {
        this.directory = directory;
    }

    public static void main(String[] args) {
        DiscoverySelector tests = DiscoverySelectors.selectClass(args[0]);
        var request = LauncherDiscoveryRequestBuilder.request().selectors(tests).build();
        LauncherFactory.create().execute(request, new Guest(Path.of(args[1])));
        // Whatever threads a test has left.
        System.exit(0);
    }

    @Override
    public void executionStarted(TestIdentifier test) {
        begun.put(test.getUniqueId(), System.nanoTime());
    }

    @Override
    public void executionSkipped(TestIdentifier test, String reason) {
        write(new Verdict(test.getUniqueId(), Status.ABORTED, new GuestFailure(new IllegalStateException(reason))));
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        if (test.isTest()) {
            var took = Duration.ofNanos(System.nanoTime() - begun.getOrDefault(test.getUniqueId(), 0L));
            System.out.printf("guest: %s %s after %d ms%n", test.getDisplayName(), result.getStatus(), took.toMillis());
        }
        var failure = GuestFailure.of(result.getThrowable().orElse(null));
        write(new Verdict(test.getUniqueId(), result.getStatus(), failure));
    }

    private synchronized void write(Verdict verdict) {
        try {
            verdict.write(directory, written++);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the verdict of " + verdict.id(), e);
        }
    }
}
