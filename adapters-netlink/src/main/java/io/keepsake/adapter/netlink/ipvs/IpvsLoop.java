package io.keepsake.adapter.netlink.ipvs;

import io.keepsake.adapter.netlink.socket.Errno;
import io.keepsake.adapter.netlink.socket.Mailbox;
import io.keepsake.adapter.netlink.socket.PollSet;
import io.keepsake.adapter.netlink.socket.WakeFd;
import io.keepsake.adapter.netlink.sys.SystemCalls;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.ProgramRefused;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The work of the IPVS thread: programs as they come, and between them readings of the table. */
final class IpvsLoop {
    private final WakeFd wake;
    private final Mailbox<Request> mailbox;
    private final Consumer<Event> inbox;
    private final PollSet poll;
    private final Programs programs;
    private final Watch watch;
    private Request.@Nullable Apply unanswered;

    IpvsLoop(
            SystemCalls sys,
            IpvsSocket socket,
            WakeFd wake,
            Mailbox<Request> mailbox,
            Consumer<Event> inbox,
            Duration interval) {
        this.wake = wake;
        this.mailbox = mailbox;
        this.inbox = inbox;
        poll = new PollSet(sys, wake.fd());
        programs = new Programs(socket);
        watch = new Watch(socket, inbox, interval);
    }

    /** Runs until the mailbox is closed and everything that was asked for is done. */
    void run() {
        boolean open = true;
        while (open) {
            var request = watch.isFirst() ? null : mailbox.next();
            if (request != null) {
                take(request);
            } else if (watch.isAsked()) {
                watch.step();
            } else {
                open = awaitWork();
            }
        }
    }

    private boolean awaitWork() {
        if (mailbox.isFinished()) {
            return false;
        }
        int pause = watch.pauseMillis();
        if (pause == 0 || !poll.await(pause)) {
            watch.step();
        }
        wake.clear();
        return true;
    }

    private void take(Request request) {
        switch (request) {
            case Request.Apply apply -> {
                unanswered = apply;
                var answer = answer(apply);
                unanswered = null;
                inbox.accept(answer);
            }
            case Request.Read _ -> watch.readWhole();
            case Request.Count count -> watch.count(count.asker());
        }
    }

    private Event answer(Request.Apply apply) {
        var changes = apply.program().changes();
        try {
            var result = programs.run(changes);
            if (result.isRefusedBy(Errno.EPERM)) {
                return new EffectFailed(
                        apply.effect(),
                        Errno.EPERM,
                        "ipvs: " + changes.size() + " changes: " + Errno.text(Errno.EPERM) + Errno.advice(Errno.EPERM));
            }
            watch.learn(changes, result);
            return result.isRefused()
                    ? new ProgramRefused(apply.effect(), result.refusals())
                    : new EffectApplied(apply.effect());
        } catch (KernelRefusal refusal) {
            return new EffectFailed(apply.effect(), refusal.errno(), refusal.detail());
        }
    }

    /** Answers the program that was being made; the thread ends without an answer. */
    void abandon() {
        var left = unanswered;
        if (left != null) {
            inbox.accept(IpvsNetlink.cancelled(left));
        }
    }
}
