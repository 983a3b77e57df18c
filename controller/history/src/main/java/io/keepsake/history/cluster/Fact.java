package io.keepsake.history.cluster;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.RejectReason;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Role;
import io.keepsake.history.explain.AdvertIds;
import io.keepsake.history.show.Spans;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a journal tells that matters to more than the turn it is in. Adverts and rejected packets are summed up. */
public sealed interface Fact {
    /** When it was, or began. */
    Stamp stamp();

    /** Many of one kind, one after another. */
    sealed interface Sum extends Fact {
        Stamp first();

        Stamp last();

        @Override
        default Stamp stamp() {
            return first();
        }
    }

    /** A run of the director began, or what is left of its record does. */
    record Began(Stamp stamp, String version, String boot, long pid, boolean whole) implements Fact {}

    /** How a run ended. */
    enum End {
        /** A stop was asked for and done. */
        STOPPED,
        /** Its record just ends, and another run follows. */
        WITHOUT_A_WORD,
        /** What came last of it is missing, and another run follows. */
        MISSING,
        /** The journal ends with it: it runs on, or died there. */
        JOURNAL_ENDS
    }

    /** The last that was recorded of a run. */
    record Ended(Stamp stamp, End how) implements Fact {}

    /**
     * A configuration was accepted.
     *
     * @param differences from what was in force before, one line a field; empty for the first of a run
     */
    record Configured(Stamp stamp, ControllerConfig config, List<String> differences) implements Fact {
        public Configured {
            differences = List.copyOf(differences);
        }
    }

    /**
     * An instance has another role.
     *
     * @param decision null where a hole hid it
     * @param told the event that led to it
     */
    record Moved(
            Stamp stamp,
            InstanceName instance,
            Role from,
            Role to,
            @Nullable Decision decision,
            @Nullable Event told) implements Fact {}

    /** Something is missing or cannot be read. */
    record Hole(Stamp stamp, String what) implements Fact {}

    /** The loop woke so much later than it wanted to. */
    record Stalled(Stamp stamp, long nanos, long waitedNanos) implements Fact {
        boolean isCounted() {
            return waitedNanos != LoopStalled.UNKNOWN;
        }

        boolean wantedCpu() {
            return waitedNanos * 2 > nanos;
        }

        /** What kept it, as far as it is known. */
        String reason() {
            if (!isCounted()) {
                return "the process was stopped, or had no CPU, or the machine was paused";
            }
            return wantedCpu()
                    ? "it wanted a CPU for " + Spans.print(waitedNanos) + " of that and got none"
                    : "it did not wait for a CPU: the process was stopped or swapped out, or the machine was paused";
        }
    }

    /** The wall clock jumped. */
    record Stepped(Stamp stamp, long nanos) implements Fact {}

    /**
     * Adverts of one source, one after another without a break.
     *
     * @param first when the first of them arrived
     * @param last when the last of them arrived
     * @param longest silence between two of them, in nanoseconds
     * @param firstId IPv4 identification of the first, 0 for none
     * @param lastId that of the last
     * @param steps by how much it rose from one to the next
     * @param addresses the list that they carry
     */
    record Heard(
            Stamp first,
            Stamp last,
            InstanceName instance,
            Ip source,
            int priority,
            long intervalNanos,
            long count,
            long longest,
            int firstId,
            int lastId,
            AdvertIds.Steps steps,
            List<Ip> addresses)
            implements Sum {}

    /** Adverts that this node sent, one after another without a break. */
    record Sent(
            Stamp first,
            Stamp last,
            InstanceName instance,
            Ip source,
            int priority,
            long intervalNanos,
            long count,
            long longest,
            long failed)
            implements Sum {}

    /** Adverts that could not be sent, all for one reason. */
    record SendFailed(Stamp first, Stamp last, InstanceName instance, int errno, String detail, long count)
            implements Sum {}

    /** Packets that were no adverts for this node. */
    record Rejected(
            Stamp first, Stamp last, InstanceName instance, Ip source, RejectReason reason, String detail, long count)
            implements Sum {}

    /** Adverts in order that did not count. */
    record Discarded(
            Stamp first, Stamp last, InstanceName instance, Ip source, DiscardReason reason, String detail, long count)
            implements Sum {}

    /**
     * A link is there, another than before, or gone.
     *
     * @param link null when it is gone
     * @param before null when it was not there
     */
    record LinkMoved(
            Stamp stamp,
            InterfaceName name,
            @Nullable Link link,
            @Nullable Link before) implements Fact {}

    /**
     * An address came onto a link, or went.
     *
     * @param own by this director's doing
     * @param noticed whether it was seen to happen, and not found by a reading
     */
    record AddressMoved(Stamp stamp, LinkAddress address, boolean stands, boolean own, boolean noticed)
            implements Fact {}

    /**
     * The wall clock moved against the monotonic one within a run: it was set, or the machine was suspended and its
     * monotonic clock stood still.
     *
     * @param before the last moment before it
     */
    record ClockJumped(Stamp stamp, Stamp before, long nanos) implements Fact {}

    /** Gratuitous ARP or neighbour advertisements were sent. */
    record Announced(Stamp stamp, List<Ip> addresses) implements Fact {
        public Announced {
            addresses = List.copyOf(addresses);
        }
    }

    /**
     * The IPVS table was changed by the director.
     *
     * @param stamp when it asked for it
     * @param done when the kernel had taken it, or what it did not refuse of it; null where nothing of that is recorded
     */
    record Programmed(Stamp stamp, int changes, @Nullable Stamp done) implements Fact {}

    /** A change in the kernel failed. */
    record Failed(Stamp stamp, String effect, int errno, String detail) implements Fact {}

    /** A decision that changes no role. */
    record Decided(Stamp stamp, Decision decision, Event told) implements Fact {}

    record Asked(Stamp stamp, OperatorEvent event) implements Fact {}

    /**
     * The IPVS table was seen to be changed by somebody else.
     *
     * @param mended when the kernel had taken what the director did about it; null where nothing of that is recorded
     */
    record Drifted(Stamp stamp, IpvsEvent event, @Nullable Stamp mended) implements Fact {}
}
