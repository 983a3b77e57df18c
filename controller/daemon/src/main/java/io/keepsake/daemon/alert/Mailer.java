package io.keepsake.daemon.alert;

import io.keepsake.core.config.MailConfig;
import io.keepsake.core.effect.Effect.SendMail;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.daemon.handover.BoundedQueue;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sends alerts one after another. A mail is tried again twice when the server could not be reached or asked for patience;
 * then, or at once when it was refused for good, it is told as {@code EffectFailed}, and so is one that finds the queue
 * full. Methods are called on one thread, take no lock and never wait.
 */
public final class Mailer implements AutoCloseable {
    private static final int WAITING_MAX = 1_000;
    private static final int ENOBUFS = 105;
    private static final List<Duration> PAUSES = List.of(Duration.ofSeconds(5), Duration.ofSeconds(30));

    private final Consumer<Event> inbox;
    private final List<Duration> pauses;
    private final BoundedQueue<QueuedMail> waiting = new BoundedQueue<>(WAITING_MAX);
    private final Thread thread = Thread.ofPlatform().daemon().name("mail").unstarted(this::run);
    private volatile @Nullable MailConfig config;

    private record QueuedMail(long effect, SendMail mail, MailConfig to) {}

    /** @param inbox thread-safe */
    public Mailer(Consumer<Event> inbox) {
        this(inbox, PAUSES);
    }

    /** @param pauses before the second try, the third ... */
    Mailer(Consumer<Event> inbox, List<Duration> pauses) {
        this.inbox = inbox;
        this.pauses = List.copyOf(pauses);
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
        if (to != null && !waiting.offer(new QueuedMail(effect, mail, to))) {
            inbox.accept(new EffectFailed(effect, ENOBUFS, "mail: " + WAITING_MAX + " mails wait already"));
        }
    }

    private void run() {
        try {
            while (true) {
                deliver(waiting.take());
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(QueuedMail queued) throws InterruptedException {
        var failure = attempt(queued);
        for (int i = 0; failure != null && failure.passing() && i < pauses.size(); i++) {
            Thread.sleep(pauses.get(i));
            failure = attempt(queued);
        }
        if (failure != null) {
            inbox.accept(new EffectFailed(
                    queued.effect(), failure.errno(), "mail to " + queued.to().server() + ": " + failure.what()));
        }
    }

    /** Null when the server has taken it. */
    private static @Nullable MailFailure attempt(QueuedMail queued) throws InterruptedException {
        try {
            Smtp.send(queued.to(), Message.of(queued.to(), queued.mail()));
            return null;
        } catch (MailFailure failure) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return failure;
        } catch (RuntimeException | Error mistake) {
            return MailFailure.mistake(mistake);
        }
    }

    /** Ends the thread; what waits is not sent. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
