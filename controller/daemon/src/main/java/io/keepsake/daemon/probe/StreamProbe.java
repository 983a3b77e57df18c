package io.keepsake.daemon.probe;

import io.keepsake.core.event.CheckFailure;
import io.keepsake.daemon.sys.SocketKind;
import io.keepsake.daemon.sys.Sockets;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** A check over a TCP connection, with TLS or without: connects, holds the dialogue, and goes. */
final class StreamProbe implements Probe {

    /**
     * How it connects.
     *
     * @param tls whether the dialogue is inside TLS
     * @param name the name that TLS tells the server, or null
     */
    record Way(Target target, boolean tls, @Nullable SNIServerName name, long timeoutNanos) {}

    private enum Phase {
        IDLE,
        CONNECTING,
        SECURING,
        TALKING,
        PONDERING
    }

    private static final byte[] NOTHING = new byte[0];

    private final Tools tools;
    private final Sockets sockets;
    private final Way way;
    private final Dialogue dialogue;
    private final Findings findings;

    private Phase phase = Phase.IDLE;
    private int fd = -1;
    private int wanted;
    private byte[] output = NOTHING;
    private int sent;
    private Reply afterOutput = Reply.MORE;
    private boolean answered;
    private @Nullable TlsSession session;
    private @Nullable Runnable stopThought;
    private int thoughts;

    StreamProbe(Tools tools, Way way, Dialogue dialogue, Findings findings) {
        this.tools = tools;
        sockets = tools.sockets();
        this.way = way;
        this.dialogue = dialogue;
        this.findings = findings;
    }

    @Override
    public boolean begin(long now) {
        output = NOTHING;
        afterOutput = Reply.MORE;
        answered = false;
        phase = Phase.CONNECTING;
        fd = way.target().open(SocketKind.STREAM);
        if (fd < 0) {
            finish(way.target().failure());
            return true;
        }
        wanted = Sockets.WRITABLE;
        int answer = sockets.watch(fd, wanted, findings.token());
        if (answer < 0) {
            finish(broken(-answer));
        }
        return true;
    }

    @Override
    public void ready(int events) {
        switch (phase) {
            case CONNECTING -> connected(events);
            case SECURING, TALKING -> talk(events);
            case PONDERING, IDLE -> {}
        }
    }

    private void connected(int events) {
        int error = (events & Sockets.BROKEN) == 0 ? 0 : sockets.takeError(fd);
        if (error != 0) {
            finish(new Reply.Failed(Errno.reason(error), "connect: " + Errno.text(error)));
            return;
        }
        findings.connected();
        if (way.tls()) {
            secure();
        } else {
            begun();
        }
    }

    private void begun() {
        phase = Phase.TALKING;
        follow(dialogue.begin());
        wantWhatIsNeeded();
    }

    private void secure() {
        phase = Phase.SECURING;
        try {
            session = tools.tls().begin(way.name());
            session.begin();
            flush();
        } catch (SSLException e) {
            finish(noTls(e));
        }
        wantWhatIsNeeded();
    }

    private void talk(int events) {
        if ((events & Sockets.WRITABLE) != 0) {
            flush();
        }
        if (talking() && (events & (Sockets.READABLE | Sockets.BROKEN)) != 0) {
            receive();
        }
        wantWhatIsNeeded();
    }

    private boolean talking() {
        return phase == Phase.SECURING || phase == Phase.TALKING;
    }

    /** Once for each time that the socket is ready, so that a server that says much holds up nobody else. */
    private void receive() {
        int count = sockets.receive(fd);
        if (count > 0) {
            hear(sockets.received());
        } else if (count == 0) {
            finish(phase == Phase.SECURING ? closedEarly() : dialogue.ended());
        } else if (!Errno.later(-count)) {
            finish(broken(-count));
        }
    }

    private static Reply.End closedEarly() {
        return new Reply.Failed(CheckFailure.TLS, "the server closed the connection during the handshake");
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
        while (more) {
            more = tls.next();
            if (phase == Phase.SECURING && tls.established()) {
                findings.secured();
                phase = Phase.TALKING;
                follow(dialogue.begin());
            }
            if (more && phase == Phase.TALKING) {
                answer(tls.plain());
            }
            more &= talking();
        }
        flush();
        if (phase == Phase.TALKING && tls.ended()) {
            finish(dialogue.ended());
        }
    }

    private static Reply.Failed noTls(SSLException e) {
        return new Reply.Failed(CheckFailure.TLS, "TLS: " + e.getMessage());
    }

    private void answer(ByteBuffer bytes) {
        if (!answered) {
            answered = true;
            findings.answered();
        }
        follow(dialogue.heard(bytes));
    }

    private void follow(Reply reply) {
        switch (reply) {
            case Reply.More _ -> {}
            case Reply.Say say -> say(say);
            case Reply.Ponder ponder -> ponder(ponder);
            case Reply.End end -> finish(end);
        }
    }

    private void say(Reply.Say say) {
        afterOutput = say.next();
        var bytes = say.text().getBytes(StandardCharsets.UTF_8);
        if (session == null) {
            append(bytes);
        } else {
            try {
                session.say(bytes);
            } catch (SSLException e) {
                finish(noTls(e));
                return;
            }
        }
        flush();
    }

    private void append(byte[] bytes) {
        if (sent == output.length) {
            output = bytes;
        } else {
            var rest = Arrays.copyOfRange(output, sent, output.length - sent + bytes.length + sent);
            System.arraycopy(bytes, 0, rest, output.length - sent, bytes.length);
            output = rest;
        }
        sent = 0;
    }

    private void flush() {
        if (session != null) {
            var records = session.output();
            if (records.length > 0) {
                append(records);
            }
        }
        while (sent < output.length && fd >= 0) {
            int count = sockets.send(fd, output, sent, output.length - sent);
            if (count < 0) {
                sendFailed(-count);
                return;
            }
            sent += count;
        }
        var next = afterOutput;
        afterOutput = Reply.MORE;
        if (talking()) {
            follow(next);
        }
    }

    private void sendFailed(int errno) {
        if (!Errno.later(errno)) {
            finish(broken(errno));
        }
    }

    private static Reply.Failed broken(int errno) {
        return new Reply.Failed(Errno.reason(errno), Errno.text(errno));
    }

    /** All is heard: the connection goes before the thinking begins. */
    private void ponder(Reply.Ponder ponder) {
        phase = Phase.PONDERING;
        close();
        stopThought = ponder.cancel();
        int thought = ++thoughts;
        tools.thinker().execute(() -> {
            var end = ponder.thought().get();
            tools.home().execute(() -> pondered(thought, end));
        });
    }

    private void pondered(int thought, Reply.End end) {
        if (phase == Phase.PONDERING && thought == thoughts) {
            finish(end);
        }
    }

    private void wantWhatIsNeeded() {
        switch (phase) {
            case IDLE, CONNECTING, PONDERING -> {}
            case SECURING, TALKING -> want(Sockets.READABLE | (sent < output.length ? Sockets.WRITABLE : 0));
        }
    }

    private void want(int events) {
        if (wanted != events) {
            wanted = events;
            sockets.watchAnew(fd, events, findings.token());
        }
    }

    @Override
    public void expire() {
        var after = "timed out after " + Spans.text(way.timeoutNanos()) + ": ";
        finish(
                switch (phase) {
                    case IDLE, CONNECTING -> new Reply.Failed(CheckFailure.TIMEOUT, after + "no connection");
                    case SECURING -> new Reply.Failed(CheckFailure.TIMEOUT, after + "no TLS session");
                    case TALKING -> new Reply.Failed(CheckFailure.TIMEOUT, after + "waited for " + dialogue.waitsFor());
                    case PONDERING -> new Reply.Failed(CheckFailure.REGEX, after + "gave up on the regex");
                });
    }

    @Override
    public void cancel() {
        leave(false);
    }

    private void finish(Reply.End end) {
        if (phase == Phase.IDLE) {
            return;
        }
        leave(end instanceof Reply.Passed);
        findings.end(end);
    }

    private void leave(boolean passed) {
        phase = Phase.IDLE;
        if (stopThought != null) {
            stopThought.run();
            stopThought = null;
        }
        dialogue.over(passed);
        close();
    }

    private void close() {
        session = null;
        output = NOTHING;
        sent = 0;
        if (fd >= 0) {
            sockets.close(fd);
            fd = -1;
        }
    }
}
