package io.keepsake.adapter.netlink;

import io.keepsake.adapter.netlink.sys.NamespaceCalls;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.LinkAddress;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * A network namespace without a name: it lasts as long as its thread, the threads and processes begun on that thread,
 * and their sockets.
 */
public final class Network implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());

    public Network() {
        on(() -> {
            NamespaceCalls.enterNewNetwork();
            return true;
        });
    }

    public <T> T on(Callable<T> task) {
        try {
            return thread.submit(task).get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } catch (InterruptedException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Runs the task on a thread of this network that gave up every capability; threads it starts have none either. */
    public <T> T onThreadWithoutCapabilities(Callable<T> task) {
        return on(() -> {
            var work = new FutureTask<>(() -> {
                NamespaceCalls.dropCapabilities();
                return task.call();
            });
            Thread.ofPlatform().daemon().start(work);
            return work.get();
        });
    }

    /** Begins many {@code ip} commands, one a line, in one process, and returns while it runs. */
    Process beginIpBatch(List<String> lines) {
        return on(() -> {
            var process = new ProcessBuilder("ip", "-batch", "-")
                    .inheritIO()
                    .redirectInput(Redirect.PIPE)
                    .start();
            try (var stdin = process.outputWriter()) {
                stdin.write(String.join("\n", lines) + "\n");
            }
            return process;
        });
    }

    /** Every address that {@code ip} shows. */
    Set<LinkAddress> standing() {
        var addresses = new TreeSet<LinkAddress>();
        for (var line : ip("-o addr show").lines().toList()) {
            var words = line.split("\\s+", -1);
            addresses.add(new LinkAddress(new InterfaceName(words[1]), InterfaceAddress.parse(words[3])));
        }
        return addresses;
    }

    /** Runs {@code ip} with these words, and returns what it printed. */
    public String ip(String words) {
        return run(
                Stream.concat(Stream.of("ip"), Stream.of(words.split(" ", -1))).toList(), "");
    }

    /** Runs many {@code ip} commands, one a line, in one process. */
    void ipBatch(List<String> lines) {
        run(List.of("ip", "-batch", "-"), String.join("\n", lines) + "\n");
    }

    /** A link pair, both ends up and with carrier. They make no link-local addresses, which would come when they like. */
    public void veth(String name, String peer) {
        ip("link add name " + name + " type veth peer name " + peer);
        ip("link set " + name + " addrgenmode none up");
        ip("link set " + peer + " addrgenmode none up");
    }

    /** Runs a command, and returns what it printed. */
    public String run(String... command) {
        return run(List.of(command), "");
    }

    /** Runs a command with this on its standard input, and returns what it printed. */
    public String run(List<String> command, String input) {
        return on(() -> {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            try (var stdin = process.outputWriter()) {
                stdin.write(input);
            }
            var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + output);
            }
            return output;
        });
    }

    @Override
    public void close() {
        thread.close();
    }
}
