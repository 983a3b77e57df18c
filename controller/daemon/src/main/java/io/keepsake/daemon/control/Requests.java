package io.keepsake.daemon.control;

/** Whoever answers the requests of the control socket; called on many threads at once, none of them the election's. */
public interface Requests {

    /** What is sent back. */
    record Reply(boolean ok, String body) {}

    /**
     * Who asks.
     *
     * @param name of the user
     * @param ours whether that is root, or the user of this director: then it may read what the director may
     */
    record Peer(String name, boolean ours) {}

    /**
     * Answers one request.
     *
     * @param line without its end, and without control characters
     * @throws IllegalArgumentException saying what is wrong with the request
     */
    Reply answer(String line, Peer by);
}
