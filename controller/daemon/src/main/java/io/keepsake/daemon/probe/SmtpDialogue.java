package io.keepsake.daemon.probe;

import io.keepsake.core.event.CheckFailure;
import io.keepsake.daemon.probe.wire.SmtpReader;
import java.nio.ByteBuffer;

/** SMTP_CHECK: hears 220, says HELO, hears 250, says QUIT and goes. */
final class SmtpDialogue implements Dialogue {
    private static final int GREETING = 220;
    private static final int COMPLETED = 250;
    private static final String QUIT = "QUIT\r\n";

    private final String hello;
    private final SmtpReader reader = new SmtpReader();
    private boolean greeted;

    SmtpDialogue(String heloName) {
        hello = "HELO " + heloName + "\r\n";
    }

    @Override
    public Reply begin() {
        greeted = false;
        reader.begin();
        return Reply.MORE;
    }

    @Override
    public Reply heard(ByteBuffer bytes) {
        var error = reader.read(bytes);
        if (error != null) {
            return new Reply.Failed(error.reason(), waited() + error.text());
        }
        return reader.complete() ? answer() : Reply.MORE;
    }

    private Reply answer() {
        int wanted = greeted ? COMPLETED : GREETING;
        if (reader.code() != wanted) {
            return new Reply.Failed(CheckFailure.STATUS, waited() + "code " + reader.code() + ", expected " + wanted);
        }
        if (greeted) {
            return new Reply.Send(QUIT, new Reply.Passed("HELO: code " + COMPLETED));
        }
        greeted = true;
        reader.begin();
        return new Reply.Send(hello, Reply.MORE);
    }

    private String waited() {
        return greeted ? "HELO: " : "greeting: ";
    }

    @Override
    public Reply ended() {
        return new Reply.Failed(CheckFailure.CLOSED, waited() + "the server closed the connection");
    }

    @Override
    public String waitsFor() {
        return greeted ? "the answer to HELO" : "the greeting";
    }
}
