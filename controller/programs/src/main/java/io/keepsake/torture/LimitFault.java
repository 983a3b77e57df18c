package io.keepsake.torture;

import io.keepsake.testkit.lab.LabException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Limits of the kernel that are suddenly low ({@code prlimit}). */
sealed interface LimitFault extends Fault {

    /** No file can be opened any more, nor a connection. */
    final class Descriptors implements LimitFault {
        private final Node node;
        private @Nullable String before;

        Descriptors(Node node) {
            this.node = node;
        }

        @Override
        public void begin() {
            var pid = Long.toString(node.director().pid());
            before = soft(pid, "--nofile");
            Shell.run("prlimit", "--pid", pid, "--nofile=" + node.footprint().descriptors() + ":");
        }

        @Override
        public void end() {
            Shell.run("prlimit", "--pid", Long.toString(node.director().pid()), "--nofile=" + before + ":");
        }
    }

    /**
     * No memory can be mapped any more. A JVM that needs some then may end itself, and nobody could help it: then it is
     * started again, and until then the others must do.
     */
    final class Memory implements LimitFault {
        private final Node node;
        private @Nullable String before;

        Memory(Node node) {
            this.node = node;
        }

        @Override
        public void begin() throws IOException {
            var pid = Long.toString(node.director().pid());
            before = soft(pid, "--as");
            Shell.run("prlimit", "--pid", pid, "--as=" + mapped(pid) + ":");
        }

        /** Bytes of its address space. */
        private static long mapped(String pid) throws IOException {
            var pages = Files.readString(Path.of("/proc/" + pid + "/statm")).split(" ", 2)[0];
            return Long.parseLong(pages) * 4_096;
        }

        @Override
        public void end() {
            if (!node.runs()) {
                node.forgetLife();
                node.start();
                return;
            }
            Shell.run("prlimit", "--pid", Long.toString(node.director().pid()), "--as=" + before + ":");
        }
    }

    private static String soft(String pid, String resource) {
        var said = Shell.run("prlimit", "--pid", pid, resource, "--output", "SOFT", "--noheadings");
        if (said.isBlank()) {
            throw new LabException("prlimit does not tell " + resource + " of process " + pid);
        }
        return said.strip();
    }
}
