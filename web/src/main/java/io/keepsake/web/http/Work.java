package io.keepsake.web.http;

import io.keepsake.history.json.Json;
import io.keepsake.journal.JournalFailure;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.metrics.Own;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads for one kind of requests, so that slow ones of one kind keep none of another waiting. Each request has a budget,
 * which ends also when its client goes.
 */
final class Work {
    /** An answer that may read a journal; on a thread of its kind. */
    interface Answer {
        void to(RoutingContext ctx, Query query, Budget budget) throws JournalFailure, IOException;
    }

    /**
     * What one kind of requests may take.
     *
     * @param threads that answer them
     * @param waiting how many may wait for a thread
     * @param cpu time for each
     * @param characters of each answer
     * @param retry seconds after which one that found no room may ask again
     */
    record Limits(int threads, int waiting, Duration cpu, int characters, int retry) {}

    private final WorkerExecutor threads;
    private final Limits limits;
    private final Answers answers;
    private final Own own;
    private final AtomicInteger present = new AtomicInteger();

    Work(Vertx vertx, String name, Limits limits, Answers answers, Own own) {
        // the budget ends them; that a thread works for long is no news
        this.threads = vertx.createSharedWorkerExecutor(name, limits.threads(), 1, TimeUnit.HOURS);
        this.limits = limits;
        this.answers = answers;
        this.own = own;
    }

    void get(Router router, String path, Answer answer) {
        router.get(path).handler(ctx -> take(ctx, answer));
    }

    /** On the event loop. */
    private void take(RoutingContext ctx, Answer answer) {
        if (!answers.room() || !enter()) {
            own.refused().incrementAndGet();
            Answers.busy(ctx, "too much is asked for at once", limits.retry());
            return;
        }
        var gone = new AtomicBoolean();
        ctx.response().closeHandler(_ -> gone.set(true)).exceptionHandler(_ -> gone.set(true));
        var inside = new AtomicBoolean(true);
        // whoever asks again on the answer finds the place free
        ctx.addHeadersEndHandler(_ -> {
            if (!ctx.response().isChunked()) {
                leave(inside);
            }
        });
        var budget = Budget.of(limits.cpu(), limits.characters(), gone::get);
        threads.executeBlocking(() -> answer(ctx, answer, budget), false)
                .onComplete(_ -> leave(inside))
                .onSuccess(whole -> end(ctx, whole))
                .onFailure(ctx::fail);
    }

    /** One that was written while it was made ends only now, when its place is free again. */
    private static void end(RoutingContext ctx, boolean whole) {
        var response = ctx.response();
        if (whole && response.isChunked() && !response.ended() && !response.closed()) {
            response.end();
        }
    }

    private boolean enter() {
        boolean room = present.incrementAndGet() <= limits.threads() + limits.waiting();
        if (!room) {
            present.decrementAndGet();
        }
        return room;
    }

    private void leave(AtomicBoolean inside) {
        if (inside.getAndSet(false)) {
            present.decrementAndGet();
        }
    }

    /** Whether nothing went wrong. */
    private boolean answer(RoutingContext ctx, Answer answer, Budget budget) throws IOException {
        try {
            budget.step();
            answer.to(ctx, Query.of(ctx), budget);
            return true;
        } catch (BadQuestion e) {
            Answers.problem(ctx, e);
        } catch (IllegalArgumentException e) {
            Answers.problem(ctx, 400, String.valueOf(e.getMessage()));
        } catch (JournalFailure e) {
            Answers.problem(ctx, 503, String.valueOf(e.getMessage()));
        } catch (Budget.Spent | Json.TooLong e) {
            own.refused().incrementAndGet();
            Answers.problem(ctx, 422, e.getMessage() + ": ask for a shorter window, or for less of it");
        } catch (Budget.Abandoned e) {
            own.abandoned().incrementAndGet();
        }
        return false;
    }
}
