package io.keepsake.daemon.log;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ClockEvent;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.DiscardReason;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.event.ScriptEvent;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.text.EventText;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prints what an operator waits for, in the form the journal shows it, each line with its index. Called on the journal's
 * thread, never on the election's.
 */
public final class TimelineLogger {
    private static final Logger LOG = LoggerFactory.getLogger("keepsake");

    /** Says of a turn what is worth a line; adverts that came and went as they should are not. */
    public void tell(Turn turn) {
        tell(turn.recorded().index(), turn.recorded().event());
        for (int i = 0; i < turn.decisions().size(); i++) {
            tell(turn.decisionIndex(i), turn.decisions().get(i));
        }
    }

    private static void tell(long index, Event event) {
        switch (event) {
            case VrrpEvent.AdvertReceived _, ClockEvent.DeadlineReached _, OutcomeEvent.EffectApplied _ -> {}
            case JournalEvent.Checkpoint _, OperatorEvent.ConfigAccepted _, IpvsEvent.IpvsRead _ -> {}
            case HealthEvent.CheckPassed _, HealthEvent.CheckFailed _, HealthEvent.FileRead _ -> {}
            case VrrpEvent.AdvertRejected _,
                    ClockEvent.LoopStalled _,
                    ClockEvent.DeadlineRepeated _,
                    ClockEvent.WallClockStepped _,
                    OutcomeEvent.EffectFailed _,
                    OutcomeEvent.EventsDropped _,
                    JournalEvent.RecordingGap _,
                    OutcomeEvent.ProgramRefused _,
                    IpvsEvent.IpvsUnavailable _,
                    IpvsEvent.ServiceGone _,
                    IpvsEvent.DestinationSeen _,
                    IpvsEvent.DestinationGone _,
                    ScriptEvent.ScriptUnavailable _,
                    OperatorEvent.ConfigRefused _,
                    Decision.RealServerDown _,
                    Decision.QuorumLost _,
                    Decision.AddressListDiffers _,
                    Decision.AddressTaken _ -> warn(index, event);
            case ScriptEvent.ScriptEnded ended when ended.end() == ScriptEvent.End.UNKNOWN -> warn(index, event);
            case Decision.AdvertDiscarded discarded
            when discarded.reason() != DiscardReason.LOWER_PRIORITY -> warn(index, event);
            default -> LOG.info("index={} {}", index, EventText.print(event));
        }
    }

    /** Something about recording itself, which cannot be in the journal. */
    public void say(String what) {
        LOG.info(what);
    }

    /** As {@link #say}, and somebody should look. */
    public void warn(String what) {
        LOG.warn(what);
    }

    private static void warn(long index, Event event) {
        LOG.warn("index={} {}", index, EventText.print(event));
    }
}
