package io.keepsake.daemon.probe;

import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.event.HealthEvent;

/** Where a probe says how its check ended, once, and when the parts of it were over. */
interface CheckReport {
    /** The token of the check under way, for its socket. */
    long token();

    /** The connection stands, or what needs none was sent. */
    void connected();

    /** The TLS session stands. */
    void secured();

    /** The first byte of the answer came. */
    void answered();

    void passed(String detail, int weight);

    void failed(CheckFailure reason, String detail);

    /** The check ended without saying anything of the server. */
    void unknown(String detail);

    /** A check of a file ended with the number it read; told only when it is another. */
    void read(long number);

    default void passed(String detail) {
        passed(detail, HealthEvent.NO_WEIGHT);
    }

    /** Says how it ended. */
    default void end(Reply.End end) {
        switch (end) {
            case Reply.Passed e -> passed(e.detail());
            case Reply.Failed e -> failed(e.reason(), e.detail());
        }
    }
}
