package io.keepsake.testkit.uml;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
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

/**
 * Runs test classes in a guest and writes down what came of each test: {@code Guest DIRECTORY NUMBER CLASS ...}. Guests
 * that share a directory share the classes: whoever comes first takes one.
 */
final class Guest implements TestExecutionListener {
    private final Path directory;
    private final String number;
    private final Map<String, Long> begun = new ConcurrentHashMap<>();
    private int written;

    private Guest(Path directory, String number) {
        this.directory = directory;
        this.number = number;
    }

    public static void main(String[] args) {
        var guest = new Guest(Path.of(args[0]), args[1]);
        Arrays.stream(args).skip(2).filter(guest::takes).forEach(guest::run);
        // Whatever threads a test has left.
        System.exit(0);
    }

    /** A directory, since making one is what the file system that is shared does for one of two at once. */
    private boolean takes(String tests) {
        try {
            Files.createDirectory(directory.resolve(tests));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot take " + tests, e);
        }
    }

    private void run(String tests) {
        System.out.println("guest " + number + ": " + tests);
        DiscoverySelector selector = DiscoverySelectors.selectClass(tests);
        var request =
                LauncherDiscoveryRequestBuilder.request().selectors(selector).build();
        LauncherFactory.create().execute(request, this);
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
            System.out.printf(
                    "guest %s: %s %s after %d ms%n",
                    number, test.getDisplayName(), result.getStatus(), took.toMillis());
        }
        var failure = GuestFailure.of(result.getThrowable().orElse(null));
        write(new Verdict(test.getUniqueId(), result.getStatus(), failure));
    }

    private synchronized void write(Verdict verdict) {
        try {
            verdict.write(directory.resolve(number + "-" + written++));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the verdict of " + verdict.id(), e);
        }
    }
}
