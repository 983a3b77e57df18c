package io.keepsake.core.event;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.value.LinkAddress;
import java.util.List;

/** What people and the process that serves them did. */
public sealed interface OperatorEvent extends Event {

    /**
     * The director began to run.
     *
     * @param node the host name, or what {@code -i} names
     * @param version of this program
     * @param bootId the kernel's id of this boot: moments of different boots do not compare
     */
    record ProcessStarted(String node, String version, long pid, String bootId) implements OperatorEvent {}

    /**
     * A configuration was checked and is in force from here on.
     *
     * @param text the files as read, in one text, with every secret replaced by {@code ***}
     */
    record ConfigAccepted(ControllerConfig config, String text) implements OperatorEvent {}

    /** A configuration was refused and nothing of it applied. */
    record ConfigRefused(List<String> problems) implements OperatorEvent {
        public ConfigRefused {
            problems = List.copyOf(problems);
        }
    }

    /**
     * The journal said which addresses an earlier run put on links and did not take away. The journal is opened beside
     * the election, so this comes when it comes.
     */
    record LeftoversRecalled(List<LinkAddress> addresses) implements OperatorEvent {
        public LeftoversRecalled {
            addresses = List.copyOf(addresses);
        }
    }

    /** A signal came that asks for nothing here: its number, and what was made of it. */
    record SignalHeard(int number, String answer) implements OperatorEvent {}

    /** Someone asked the director to end: SIGTERM, SIGINT. */
    record StopRequested(String by) implements OperatorEvent {}
}
