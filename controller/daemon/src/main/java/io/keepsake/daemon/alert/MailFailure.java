package io.keepsake.daemon.alert;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;

/** Why a mail was not sent. */
final class MailFailure extends Exception {
    private static final long serialVersionUID = 1;

    private static final int EIO = 5;
    private static final int EPROTO = 71;
    private static final int ETIMEDOUT = 110;
    private static final int ECONNREFUSED = 111;
    private static final int EHOSTUNREACH = 113;

    private final int errno;
    private final boolean passing;

    private MailFailure(int errno, boolean passing, String what) {
        super(what, null, false, false);
        this.errno = errno;
        this.passing = passing;
    }

    /** The server said something else than it should; what begins with 4 may pass. */
    static MailFailure said(String expected, String reply) {
        return new MailFailure(EPROTO, !reply.startsWith("5"), "expected " + expected + ", found: " + reply);
    }

    /** The conversation broke off, or never began. */
    static MailFailure broke(IOException e) {
        int errno =
                switch (e) {
                    case SocketTimeoutException _ -> ETIMEDOUT;
                    case ConnectException _ -> ECONNREFUSED;
                    case NoRouteToHostException _, UnknownHostException _ -> EHOSTUNREACH;
                    default -> EIO;
                };
        var what =
                e instanceof UnknownHostException ? "unknown host " + e.getMessage() : String.valueOf(e.getMessage());
        return new MailFailure(errno, true, what);
    }

    /** A mistake of ours, which another try would make again. */
    static MailFailure mistake(Throwable mistake) {
        return new MailFailure(EIO, false, "this mail cannot be sent: " + mistake);
    }

    int errno() {
        return errno;
    }

    /** Whether another try may succeed. */
    boolean passing() {
        return passing;
    }

    String what() {
        return String.valueOf(getMessage());
    }
}
