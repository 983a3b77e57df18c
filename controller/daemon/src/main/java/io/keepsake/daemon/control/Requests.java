package io.keepsake.daemon.control;

/** Whoever answers the requests of the control socket; called on many threads at once. */
public interface Requests {

    /** What is sent back; the body ends with a newline. */
    record Reply(boolean ok, String body) {}

    /**
     * Answers one request.
     *
     * @param by the name of the user who asks
     * @throws IllegalArgumentException saying what is wrong with the request
     */
    Reply answer(String line, String by);
}
