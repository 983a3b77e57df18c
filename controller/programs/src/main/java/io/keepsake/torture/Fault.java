package io.keepsake.torture;

import java.io.IOException;

/** Something that goes wrong on purpose. */
sealed interface Fault permits ProcessFault, DiskFault, OutsideFault, LimitFault, FileFault {
    /** It goes wrong from now on; returns when it does. */
    void begin() throws IOException;

    /** All is as it was: every director runs, with the good file, and nothing hinders it. Called once. */
    void end() throws IOException;
}
