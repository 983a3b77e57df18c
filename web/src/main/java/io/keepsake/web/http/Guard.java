package io.keepsake.web.http;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every route: only reading, only by those who may, and from a page of our own. Sends the headers that tell
 * a browser to run and load nothing but what this server sends.
 */
final class Guard {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private final Listen listen;

    Guard(Listen listen) {
        this.listen = listen;
    }

    void pass(RoutingContext ctx) {
        headers(ctx);
        if (!ctx.request().method().equals(HttpMethod.GET)) {
            ctx.response().putHeader("allow", "GET");
            Answers.problem(ctx, 405, "this server only answers GET: it changes nothing");
        } else if (!knownHost(ctx)) {
            Answers.problem(ctx, 421, "this server is reached by another name");
        } else if (!admitted(ctx.request().getHeader("authorization"))) {
            ctx.response().putHeader("www-authenticate", "Basic realm=\"keepsake\", charset=\"UTF-8\"");
            Answers.problem(ctx, 401, "a token or a user and password are needed");
        } else {
            ctx.next();
        }
    }

    private void headers(RoutingContext ctx) {
        ctx.response()
                .putHeader("content-security-policy", POLICY)
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("cross-origin-opener-policy", "same-origin")
                .putHeader("cross-origin-resource-policy", "same-origin")
                .putHeader("cache-control", "no-cache");
        if (listen.tls()) {
            ctx.response().putHeader("strict-transport-security", "max-age=31536000");
        }
    }

    /** On loopback without a secret a foreign page could have a name of its own point here. */
    private boolean knownHost(RoutingContext ctx) {
        if (!Listen.loopback(listen.host()) || secret()) {
            return true;
        }
        var authority = ctx.request().authority();
        return authority != null
                && (Listen.loopback(authority.host()) || authority.host().equals("[::1]"));
    }

    private boolean secret() {
        return listen.token() != null || listen.basic() != null;
    }

    private boolean admitted(@Nullable String authorization) {
        if (!secret()) {
            return true;
        }
        if (authorization == null) {
            return false;
        }
        var token = listen.token();
        var basic = listen.basic();
        if (authorization.startsWith("Bearer ")) {
            return token != null && same(token, authorization.substring("Bearer ".length()));
        }
        if (!authorization.startsWith("Basic ")) {
            return false;
        }
        var shown = decoded(authorization.substring("Basic ".length()));
        boolean byToken = token != null && same(token, shown.substring(shown.indexOf(':') + 1));
        return byToken || basic != null && same(basic, shown);
    }

    private static String decoded(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64.strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }

    /** Takes as long for a wrong one as for the right one. */
    private static boolean same(String expected, String shown) {
        return MessageDigest.isEqual(expected.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }
}
