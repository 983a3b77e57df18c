package io.keepsake.daemon.alert;

import io.keepsake.core.config.MailConfig;
import io.keepsake.core.effect.Effect.SendMail;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import java.io.IOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends alerts one after another. A mail that cannot be sent is tried three times and then told as {@code EffectFailed};
 * so is one that finds the queue full. Methods may be called from any thread and never wait.
 */
public final class Mailer implements AutoCloseable {
    private static final int WAITING_MAX = 1_000;
    private static final int TRIES = 3;
    private static final int EIO = 5;
    private static final int ENOBUFS = 105;

    private final Consumer<Event> inbox;
    private final BlockingQueue<Letter> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final Thread thread = Thread.ofPlatform().daemon().name("mail").unstarted(this::run);
    private volatile @Nullable MailConfig config;

    private record Letter(long effect, SendMail mail, MailConfig to) {}

    /** @param inbox thread-safe */
    public Mailer(Consumer<Event> inbox) {
        this.inbox = inbox;
    }

    /** Where mails go from now on; the thread begins with the first configuration that wants mail. */
    public void configure(@Nullable MailConfig mail) {
        config = mail;
        if (mail != null && thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /** Hands over a mail; without a server to send it to it is dropped, as nobody asked for it. */
    public void handle(long effect, SendMail mail) {
        var to = config;
        if (to != null && !waiting.offer(new Letter(effect, mail, to))) {
            inbox.accept(new EffectFailed(effect, ENOBUFS, "mail: " + WAITING_MAX + " mails wait already"));
        }
    }

    private void run() {
        try {
            while (true) {
                send(waiting.take());
            }
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(Letter letter) {
        var last = "";
        for (int i = 0; i < TRIES && !Thread.currentThread().isInterrupted(); i++) {
            try {
                new Smtp(letter.to()).send(letter.mail());
                return;
            } catch (IOException e) {
                last = String.valueOf(e.getMessage());
            }
        }
        inbox.accept(
                new EffectFailed(letter.effect(), EIO, "mail to " + letter.to().server() + ": " + last));
    }

    /** Ends the thread; what waits is not sent. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
