package io.keepsake.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the files lie that may be planned by whoever may ask the director but may not read what it reads: what is found in
 * a file that is planned is answered line by line.
 *
 * @param directory by its real path
 */
record PlanRoom(Path directory) {

    /** That of the running configuration. */
    static PlanRoom of(Path running) {
        try {
            var file = running.toRealPath();
            var parent = file.getParent();
            return new PlanRoom(parent == null ? file : parent);
        } catch (IOException e) {
            throw new UncheckedIOException("plan: the configuration in force cannot be found: " + running, e);
        }
    }

    /**
     * The real path of a file in here, to be read instead of what was asked for.
     *
     * @throws IllegalArgumentException when it lies elsewhere; also when there is none, so that nobody learns where there are
     */
    Path permitted(Path asked) {
        try {
            var real = asked.toRealPath();
            if (real.startsWith(directory) && Files.isRegularFile(real)) {
                return real;
            }
        } catch (IOException _) {
            // as one that lies elsewhere
        }
        throw new IllegalArgumentException("plan: expected a file below " + directory
                + ", where the configuration in force is, found " + asked + "; put it there, or ask as root");
    }
}
