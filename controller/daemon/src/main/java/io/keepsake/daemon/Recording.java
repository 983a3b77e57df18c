package io.keepsake.daemon;

import io.keepsake.adapter.netlink.RouteNetlink;
import io.keepsake.core.event.OperatorEvent.LeftoversRecalled;
import io.keepsake.daemon.log.TimelineLogger;
import io.keepsake.daemon.loop.ElectionLoop;
import io.keepsake.daemon.loop.Inbox;
import io.keepsake.daemon.recorder.RecorderListener;
import io.keepsake.daemon.sys.Alarm;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalReader;

/** What the director does when the recorder speaks: recall leftovers, wake the loop for a checkpoint, print. */
final class Recording implements RecorderListener {
    private final TimelineLogger log;
    private final Inbox inbox;
    private final RouteNetlink netlink;
    private final Alarm alarm;
    private final String boot;

    Recording(TimelineLogger log, Inbox inbox, RouteNetlink netlink, Alarm alarm, String boot) {
        this.log = log;
        this.inbox = inbox;
        this.netlink = netlink;
        this.alarm = alarm;
        this.boot = boot;
    }

    @Override
    public void opened(long run, JournalReader tail) {
        log.opened(run);
        log.say("journal opened, run " + run);
        try {
            // also when there are none: it tells the next run that it need not look further back
            var left = Recall.before(run, tail, boot, ElectionLoop.stamp());
            var _ = netlink.watch(left.watched()).thenAccept(_ -> inbox.offer(new LeftoversRecalled(left)));
        } catch (JournalFailure | IllegalArgumentException e) {
            log.warn("the journal of the run before cannot be folded, so its leftovers are not known: "
                    + e.getMessage());
        }
    }

    @Override
    public void wantCheckpoint() {
        alarm.ring();
    }

    @Override
    public void failed(String what) {
        log.warn(what);
    }
}
