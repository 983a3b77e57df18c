package io.keepsake.testkit.uml;

import org.jspecify.annotations.Nullable;

/**
 * What was thrown in a guest, told again on the host: message, stack trace, cause and suppressed failures are the
 * guest's, whatever their classes were.
 */
public final class GuestFailure extends AssertionError {
    private static final long serialVersionUID = 1L;

    GuestFailure(Throwable thrown) {
        super(thrown.toString(), of(thrown.getCause()));
        setStackTrace(thrown.getStackTrace());
        for (var suppressed : thrown.getSuppressed()) {
            addSuppressed(new GuestFailure(suppressed));
        }
    }

    static @Nullable GuestFailure of(@Nullable Throwable thrown) {
        return thrown == null ? null : new GuestFailure(thrown);
    }
}
