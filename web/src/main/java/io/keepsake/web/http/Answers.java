package io.keepsake.web.http;

import io.keepsake.web.json.Json;
import io.vertx.ext.web.RoutingContext;

/** Sends what a route found. */
final class Answers {
    private Answers() {}

    /**
     * JSON that holds as long as {@code tag} stays the same.
     *
     * @param tag without quotes
     */
    static void json(RoutingContext ctx, String tag, String json) {
        if (!fresh(ctx, tag)) {
            ctx.response().putHeader("content-type", "application/json").end(json);
        }
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
        var json =
                new Json().open().member("status", status).member("title", what).close();
        ctx.response()
                .setStatusCode(status)
                .putHeader("content-type", "application/problem+json")
                .end(json.toString());
    }
}
