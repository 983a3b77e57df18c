package io.keepsake.web.http;

import io.keepsake.history.json.Json;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.concurrent.atomic.AtomicLong;

/** Sends what a route found, and knows how much of it clients have not taken yet. Any thread may send. */
final class Answers {
    /** While clients leave more than this untaken there are no more answers. */
    private static final long UNSENT_MAX = 32 << 20;

    private final AtomicLong unsent = new AtomicLong();

    /** Whether there is room for another answer. */
    boolean room() {
        return unsent.get() <= UNSENT_MAX;
    }

    /**
     * JSON that holds as long as {@code tag} stays the same.
     *
     * @param tag without quotes
     */
    void json(RoutingContext ctx, String tag, String json) {
        if (!fresh(ctx, tag)) {
            ctx.response().putHeader("content-type", "application/json");
            send(ctx, json);
        }
    }

    private void send(RoutingContext ctx, String text) {
        var buffer = Buffer.buffer(text);
        int length = buffer.length();
        unsent.addAndGet(length);
        ctx.response().end(buffer).onComplete(_ -> unsent.addAndGet(-length));
    }

    /** Sends the tag; answers 304 and true when the client has that already. */
    static boolean fresh(RoutingContext ctx, String tag) {
        var quoted = "\"" + tag + "\"";
        ctx.response().putHeader("etag", quoted);
        var shown = ctx.request().getHeader("if-none-match");
        boolean same = shown != null && (shown.contains(quoted) || shown.equals("*"));
        if (same) {
            ctx.response().setStatusCode(304).end();
        }
        return same;
    }

    /** An error as RFC 9457 has it. */
    static void problem(RoutingContext ctx, int status, String what) {
        problem(ctx, status, new Json().open().member("status", status).member("title", what));
    }

    /** A parameter that means nothing: 400, and what would. */
    static void problem(RoutingContext ctx, BadQuestion bad) {
        var json = new Json().open().member("status", 400).member("title", bad.getMessage());
        json.member("what", bad.what()).member("expected", bad.expected()).member("found", bad.found());
        problem(ctx, 400, json);
    }

    /** There is no room or time for it now. */
    static void busy(RoutingContext ctx, String what, int seconds) {
        ctx.response().putHeader("retry-after", Integer.toString(seconds));
        problem(ctx, 503, what);
    }

    private static void problem(RoutingContext ctx, int status, Json json) {
        var response = ctx.response();
        if (response.headWritten()) {
            response.reset();
        } else if (!response.ended()) {
            response.setStatusCode(status)
                    .putHeader("content-type", "application/problem+json")
                    .end(json.close().toString());
        }
    }
}
