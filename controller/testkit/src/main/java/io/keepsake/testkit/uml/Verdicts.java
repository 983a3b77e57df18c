package io.keepsake.testkit.uml;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.opentest4j.TestAbortedException;

/** What came of classes in guests. */
record Verdicts(Map<String, Verdict> byId, List<UserModeKernel.Ended> guests) {
    private static final String ENGINE = "[engine:junit-jupiter]";

    /** Fails as the guest did when it never came to the first test below the class {@code id}. */
    void throwUnlessBegun(String id) {
        var own = asInGuest(id);
        if (byId.keySet().stream().noneMatch(other -> other.startsWith(own + "/"))) {
            tell(id);
        }
    }

    /** Returns if the test or class {@code id} succeeded in the guest, and otherwise throws what it threw there. */
    void tell(String id) {
        var verdict = byId.get(asInGuest(id));
        if (verdict == null) {
            throw new IllegalStateException("no result from a guest of " + id + "; "
                    + guests.stream().map(Verdicts::end).collect(Collectors.joining("\n")));
        }
        switch (verdict.status()) {
            case SUCCESSFUL -> {}
            case FAILED -> throw Objects.requireNonNull(verdict.failure());
            case ABORTED -> throw new TestAbortedException("aborted in the guest", verdict.failure());
        }
    }

    private static String end(UserModeKernel.Ended guest) {
        return (guest.timedOut() ? "one was killed at its time limit" : "one ended with status " + guest.status())
                + " and printed:\n" + guest.output();
    }

    /** In the guest the engine stands alone; here it may be part of a suite. */
    private static String asInGuest(String id) {
        return id.substring(Math.max(0, id.indexOf(ENGINE)));
    }
}
