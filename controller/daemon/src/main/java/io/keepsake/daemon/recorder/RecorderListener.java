package io.keepsake.daemon.recorder;

import io.keepsake.journal.JournalReader;

/** What the recorder tells; called on its writer thread, which waits for the answer. */
public interface RecorderListener {

    /**
     * The journal is open.
     *
     * @param run the number of this run
     * @param tail the run before, from its last checkpoint or start to its end; closed when this returns
     */
    void opened(long run, JournalReader tail);

    /** A checkpoint is wanted: {@link Recorder#checkpointWanted} is true from now on. May wake the election thread. */
    void wantCheckpoint();

    /** Something failed, told once for each distinct text. Recording is tried again by itself. */
    void failed(String what);
}
