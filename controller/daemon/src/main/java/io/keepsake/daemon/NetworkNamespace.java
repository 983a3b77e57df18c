package io.keepsake.daemon;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The network namespace of this process. The launcher goes to the one that the file names: that needs more rights. */
final class NetworkNamespace {
    private static final Path NAMES = Path.of("/run/netns");

    private NetworkNamespace() {}

    /** Why this process must not serve a file that names {@code name}; null when it is there. */
    static @Nullable String defect(String name) {
        try {
            var there = NAMES.resolve(name);
            if (Files.isSameFile(there, Path.of("/proc/self/ns/net"))) {
                return null;
            }
            return "net_namespace " + name
                    + ": this process is in another network namespace; start it by the launcher as root,"
                    + " with net_namespace in the first 64 KiB of the main file, or with -s " + name;
        } catch (IOException | IllegalArgumentException e) {
            return "net_namespace " + name + ": there is no network namespace of this name (" + e
                    + "); ip netns add makes one";
        }
    }
}
