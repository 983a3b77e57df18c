package io.keepsake.daemon.control;

/** Whoever answers the requests of the control socket; called on many threads at once, none of them the election's. */
public interface Requests {

    /** What is sent back. */
    record Reply(boolean ok, String body) {}

    /**
     * Answers one request.
     *
     * @param line without its end, and without control characters
     * @param by the name of the user who asks
     * @throws IllegalArgumentException saying what is wrong with the request
     */
    Reply answer(String line, String by);
}
