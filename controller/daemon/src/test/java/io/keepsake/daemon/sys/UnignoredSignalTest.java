package io.keepsake.daemon.sys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

/** A reload that comes between the launcher's ignoring and the director's hearing ends nothing. */
class UnignoredSignalTest {
    /** One that ends a process of which nothing is said, and that the JVM does not use. */
    private static final int SIGNAL = 40;

    @Test
    void endsNothingBeforeItIsHeard() throws Exception {
        new Alarm().unignore(SIGNAL);
        long self = ProcessHandle.current().pid();
        for (int i = 0; i < 3; i++) {
            var kill = new ProcessBuilder("kill", "-" + SIGNAL, Long.toString(self)).start();
            assertEquals(0, kill.waitFor());
        }
    }
}
