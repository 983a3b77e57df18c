package io.keepsake.daemon.probe;

import io.keepsake.core.event.CheckFailure;
import io.keepsake.daemon.sys.SocketKind;
import io.keepsake.daemon.sys.Sockets;

/** A check by one datagram and its answer. */
final class DatagramProbe implements Probe {
    /** So that a server that floods holds up nobody else. */
    private static final int AT_ONCE_MAX = 16;

    private final Sockets sockets;
    private final Target target;
    private final boolean echo;
    private final Query query;
    private final long timeoutNanos;
    private final CheckReport report;
    private int fd = -1;

    DatagramProbe(Tools tools, Target target, boolean echo, Query query, long timeoutNanos, CheckReport report) {
        sockets = tools.sockets();
        this.target = target;
        this.echo = echo;
        this.query = query;
        this.timeoutNanos = timeoutNanos;
        this.report = report;
    }

    @Override
    public boolean begin(long now) {
        var kind = echo ? SocketKind.ECHO : SocketKind.DATAGRAM;
        fd = target.open(kind);
        if (fd < 0 && echo && target.notPermitted()) {
            kind = SocketKind.RAW_ECHO;
            fd = target.open(kind);
        }
        if (fd < 0) {
            report.end(target.failure());
        } else {
            ask(query.ask(kind));
        }
        return true;
    }

    private void ask(byte[] datagram) {
        int watched = sockets.watch(fd, Sockets.READABLE, report.token());
        int sent = watched < 0 ? watched : sockets.send(fd, datagram, 0, datagram.length);
        if (sent < 0) {
            broken(-sent);
        } else {
            report.connected();
        }
    }

    @Override
    public void ready(int events) {
        for (int i = 0; i < AT_ONCE_MAX && fd >= 0; i++) {
            int count = sockets.receive(fd);
            if (count < 0) {
                receivedNothing(-count);
                return;
            }
            hear(query.heard(sockets.received()));
        }
    }

    private void receivedNothing(int errno) {
        if (errno == Errno.EACCES) {
            finish(new Reply.Failed(CheckFailure.UNREACHABLE, "a router or the host prohibits it (EACCES)"));
        } else if (!Errno.later(errno)) {
            broken(errno);
        }
    }

    private void hear(Reply reply) {
        if (reply instanceof Reply.End end) {
            report.answered();
            finish(end);
        }
    }

    private void broken(int errno) {
        finish(Errno.failed(errno));
    }

    @Override
    public void expire() {
        var end = query.silence();
        finish(end instanceof Reply.Failed failed ? timedOut(failed) : end);
    }

    private Reply.Failed timedOut(Reply.Failed failed) {
        return new Reply.Failed(
                CheckFailure.TIMEOUT, "timed out after " + Spans.text(timeoutNanos) + ": " + failed.detail());
    }

    @Override
    public void cancel() {
        sockets.close(fd);
        fd = -1;
    }

    private void finish(Reply.End end) {
        cancel();
        report.end(end);
    }
}
