package io.keepsake.daemon.probe;

import java.nio.ByteBuffer;

/** TCP_CHECK: nothing is said. */
final class TcpDialogue implements Dialogue {
    private static final Reply.End CONNECTED = new Reply.Passed("connected");

    @Override
    public Reply begin() {
        return CONNECTED;
    }

    @Override
    public Reply heard(ByteBuffer bytes) {
        return CONNECTED;
    }

    @Override
    public Reply ended() {
        return CONNECTED;
    }

    @Override
    public String waitsFor() {
        return "nothing";
    }
}
