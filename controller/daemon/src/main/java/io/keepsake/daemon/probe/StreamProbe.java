package io.keepsake.daemon.probe;

import io.keepsake.core.event.CheckFailure;
import io.keepsake.daemon.sys.Sockets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A check over a TCP connection, with TLS or without: connects, holds the dialogue, and goes. Where something was said,
 * what the server still says after the verdict is read to its end and thrown away, as long as the check may take: a
 * connection that is closed with bytes unread, or before the last of them came, is reset.
 */
final class StreamProbe implements Probe {

    /**
     * How it connects.
     *
     * @param tls whether the dialogue is inside TLS
     */
    record Settings(Target target, boolean tls, long timeoutNanos) {}

    /** The most that is read after the verdict. */
    private static final int DRAINED_MAX = 1 << 20;

    private enum Phase {
        IDLE,
        CONNECTING,
        SECURING,
        TALKING,
        EVALUATING
    }

    private final Tools tools;
    private final Settings settings;
    private final Dialogue dialogue;
    private final CheckReport report;
    private final Connection connection;
    private final PendingVerdict pending;

    private Phase phase = Phase.IDLE;
    private Reply afterOutput = Reply.MORE;
    private boolean said;
    private boolean answered;
    private boolean draining;
    private int drained;
    private @Nullable TlsSession session;

    StreamProbe(Tools tools, Settings settings, Dialogue dialogue, CheckReport report) {
        this.tools = tools;
        this.settings = settings;
        this.dialogue = dialogue;
        this.report = report;
        connection = new Connection(tools.sockets());
        pending = new PendingVerdict(tools);
    }

    @Override
    public boolean begin(long now) {
        endDraining();
        afterOutput = Reply.MORE;
        said = false;
        answered = false;
        phase = Phase.CONNECTING;
        if (!connection.open(settings.target(), report.token())) {
            finish(settings.target().failure());
        }
        return true;
    }

    @Override
    public void ready(int events) {
        if (draining) {
            drain();
            return;
        }
        switch (phase) {
            case CONNECTING -> connected(events);
            case SECURING, TALKING -> talk(events);
            case EVALUATING, IDLE -> {}
        }
        if (exchanging()) {
            connection.await(report.token());
        }
    }

    private boolean exchanging() {
        return phase == Phase.SECURING || phase == Phase.TALKING;
    }

    private void connected(int events) {
        int error = connection.connectError(events);
        if (error != 0) {
            finish(new Reply.Failed(Errno.reason(error), "connect: " + Errno.text(error)));
            return;
        }
        report.connected();
        if (settings.tls()) {
            secure();
        } else {
            phase = Phase.TALKING;
            follow(dialogue.begin());
        }
    }

    private void secure() {
        phase = Phase.SECURING;
        try {
            session = tools.tls().begin(dialogue.serverName());
            session.begin();
            flush();
        } catch (SSLException e) {
            finish(noTls(e));
        }
    }

    private void talk(int events) {
        if ((events & Sockets.WRITABLE) != 0) {
            flush();
        }
        if (exchanging() && (events & (Sockets.READABLE | Sockets.BROKEN)) != 0) {
            receive();
        }
    }

    /** Once for each time that the socket is ready, so that a server that says much holds up nobody else. */
    private void receive() {
        int count = connection.receive();
        if (count > 0) {
            hear(connection.received());
        } else if (count == 0) {
            ended();
        } else if (!Errno.later(-count)) {
            connection.close();
            finish(Errno.failed(-count));
        }
    }

    private void ended() {
        connection.closeEnded();
        if (phase == Phase.SECURING) {
            finish(new Reply.Failed(CheckFailure.TLS, "the server closed the connection during the handshake"));
            return;
        }
        dialogueEnded();
    }

    private void dialogueEnded() {
        follow(dialogue.ended());
        if (exchanging()) {
            finish(new Reply.Failed(CheckFailure.CLOSED, "the server closed the connection"));
        }
    }

    private void hear(ByteBuffer bytes) {
        if (session == null) {
            answer(bytes);
            return;
        }
        try {
            decrypt(session, bytes);
        } catch (SSLException e) {
            finish(noTls(e));
        }
    }

    private void decrypt(TlsSession tls, ByteBuffer bytes) throws SSLException {
        tls.take(bytes);
        boolean more = true;
        while (more && exchanging()) {
            more = tls.next();
            if (phase == Phase.SECURING && tls.established()) {
                report.secured();
                phase = Phase.TALKING;
                follow(dialogue.begin());
            }
            if (more && phase == Phase.TALKING) {
                answer(tls.plain());
            }
        }
        if (exchanging()) {
            flush();
        }
        if (exchanging() && tls.ended()) {
            dialogueEnded();
        }
    }

    private static Reply.Failed noTls(SSLException e) {
        return new Reply.Failed(CheckFailure.TLS, "TLS: " + e.getMessage());
    }

    private void answer(ByteBuffer bytes) {
        if (!answered) {
            answered = true;
            report.answered();
        }
        follow(dialogue.heard(bytes));
    }

    private void follow(Reply reply) {
        switch (reply) {
            case Reply.More _ -> {}
            case Reply.Send send -> send(send);
            case Reply.Evaluate evaluate -> evaluate(evaluate);
            case Reply.End end -> finish(end);
        }
    }

    private void send(Reply.Send send) {
        said = true;
        afterOutput = send.next();
        var bytes = send.text().getBytes(StandardCharsets.UTF_8);
        try {
            if (session == null) {
                connection.add(bytes);
            } else {
                session.say(bytes);
            }
            flush();
        } catch (SSLException e) {
            finish(noTls(e));
        }
    }

    private void flush() {
        if (session != null) {
            connection.add(session.output());
        }
        int error = connection.flush();
        if (error < 0) {
            finish(Errno.failed(-error));
        } else if (connection.flushed()) {
            var next = afterOutput;
            afterOutput = Reply.MORE;
            follow(next);
        }
    }

    /** All is heard: the connection goes its way while the verdict is found. */
    private void evaluate(Reply.Evaluate evaluate) {
        phase = Phase.EVALUATING;
        leaveConnection();
        pending.begin(evaluate, this::finish);
    }

    @Override
    public void expire() {
        connection.close();
        var after = "timed out after " + Spans.text(settings.timeoutNanos()) + ": ";
        finish(
                switch (phase) {
                    case IDLE, CONNECTING -> new Reply.Failed(CheckFailure.TIMEOUT, after + "no connection");
                    case SECURING -> new Reply.Failed(CheckFailure.TIMEOUT, after + "no TLS session");
                    case TALKING -> new Reply.Failed(CheckFailure.TIMEOUT, after + "waited for " + dialogue.waitsFor());
                    case EVALUATING -> new Reply.Failed(CheckFailure.REGEX, after + "gave up on the regex");
                });
    }

    @Override
    public void cancel() {
        connection.close();
        leave(false);
    }

    private void finish(Reply.End end) {
        if (phase != Phase.IDLE) {
            leave(end instanceof Reply.Passed);
            report.end(end);
        }
    }

    private void leave(boolean passed) {
        phase = Phase.IDLE;
        pending.stop();
        dialogue.over(passed);
        leaveConnection();
    }

    /** Nothing more is said on the connection, and nothing more of it counts. */
    private void leaveConnection() {
        session = null;
        if (!connection.isOpen()) {
            draining = false;
        } else if (!draining && (said || answered)) {
            draining = true;
            drained = 0;
            connection.awaitEnd(report.token());
        } else if (!draining) {
            connection.close();
        }
    }

    @Override
    public boolean draining() {
        return draining;
    }

    private void drain() {
        int count = connection.receive();
        drained += Math.max(0, count);
        if (count == 0) {
            connection.closeEnded();
            draining = false;
        } else if (drained > DRAINED_MAX || (count < 0 && !Errno.later(-count))) {
            endDraining();
        }
    }

    @Override
    public void endDraining() {
        connection.close();
        draining = false;
    }
}
