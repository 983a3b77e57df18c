package io.keepsake.web.http;

import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Stands before every route: only reading, only by those who may, and from a page of our own. Sends the headers that tell
 * a browser to run and load nothing but what this server sends.
 *
 * <p>A link with the token in it leaves the token in a cookie, which no request of another site's page carries, and leads to
 * the address without it. The page itself needs none: whoever comes to it by a link of another site does not show the
 * cookie, but what the page then asks for does.
 */
final class Guard {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private static final String TOKEN = "token";

    private final Listen listen;
    private final Secrets secrets;

    Guard(Listen listen) {
        this.listen = listen;
        this.secrets = listen.secrets();
    }

    void pass(RoutingContext ctx) {
        headers(ctx);
        if (!ctx.request().method().equals(HttpMethod.GET)) {
            ctx.response().putHeader("allow", "GET");
            Answers.problem(ctx, 405, "this server only answers GET: it changes nothing");
        } else if (!knownHost(ctx)) {
            Answers.problem(ctx, 421, "this server is reached by another name");
        } else if (foreign(ctx)) {
            Answers.problem(ctx, 403, "the pages of another site may not ask here");
        } else if (isLink(ctx)) {
            enter(ctx);
        } else if (isOpen(ctx) || admitted(ctx)) {
            ctx.next();
        } else if (secrets.made()) {
            // no question of the browser's own: nobody knows this token by heart
            Answers.problem(
                    ctx, 401, "a token is needed: open the link that the web printed, or show what its file holds");
        } else {
            ctx.response().putHeader("www-authenticate", "Basic realm=\"keepsake\", charset=\"UTF-8\"");
            Answers.problem(ctx, 401, "a token or a user and password are needed");
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

    /** A foreign page could have a name of its own point to loopback; with a secret of the administrator's a proxy may. */
    private boolean knownHost(RoutingContext ctx) {
        if (listen.socket() != null || !Listen.loopback(listen.host()) || !secrets.none() && !secrets.made()) {
            return true;
        }
        var authority = ctx.request().authority();
        return authority != null
                && (Listen.loopback(authority.host()) || authority.host().equals("[::1]"));
    }

    /** Whether a page of another site asks, other than by a link that somebody followed to a page of ours. */
    private static boolean foreign(RoutingContext ctx) {
        var origin = ctx.request().getHeader("origin");
        if (origin != null
                && !origin.substring(origin.indexOf("://") + 1)
                        .equals("//" + ctx.request().authority())) {
            return true;
        }
        return elsewhere(ctx) && !(navigates(ctx) && Assets.isPage(path(ctx)));
    }

    /** Whether the browser says that another site's page is where this comes from. */
    private static boolean elsewhere(RoutingContext ctx) {
        var site = ctx.request().getHeader("sec-fetch-site");
        return site != null && !site.equals("same-origin") && !site.equals("none");
    }

    private static boolean navigates(RoutingContext ctx) {
        return "navigate".equals(ctx.request().getHeader("sec-fetch-mode"))
                && "document".equals(ctx.request().getHeader("sec-fetch-dest"));
    }

    private boolean isLink(RoutingContext ctx) {
        var token = secrets.token();
        var shown = ctx.queryParams().get(TOKEN);
        return token != null && shown != null && Assets.isPage(path(ctx)) && same(token, shown);
    }

    private void enter(RoutingContext ctx) {
        var query = ctx.request().query();
        var rest = Arrays.stream((query == null ? "" : query).split("&", -1))
                .filter(part -> !part.startsWith(TOKEN + "="))
                .collect(Collectors.joining("&"));
        ctx.response()
                .addCookie(Cookie.cookie(cookie(ctx), String.valueOf(secrets.token()))
                        .setPath("/")
                        .setHttpOnly(true)
                        .setSecure(listen.tls())
                        .setSameSite(CookieSameSite.STRICT));
        ctx.response()
                .setStatusCode(303)
                .putHeader("cache-control", "no-store")
                .putHeader("location", ctx.request().path() + (rest.isEmpty() ? "" : "?" + rest))
                .end();
    }

    /** Cookies know no ports, and there may be another server of ours. */
    private static String cookie(RoutingContext ctx) {
        var authority = ctx.request().authority();
        return "keepsake-" + (authority == null ? 0 : authority.port());
    }

    private static String path(RoutingContext ctx) {
        var path = ctx.request().path();
        return path == null ? "" : path;
    }

    /** What holds nothing secret, where the token is our own idea and not the administrator's. */
    private boolean isOpen(RoutingContext ctx) {
        var path = path(ctx);
        return secrets.none()
                || secrets.made()
                        && (Assets.isAsset(path)
                                || path.equals("/metrics")
                                || path.startsWith("/metrics/")
                                || path.startsWith("/health/"));
    }

    private boolean admitted(RoutingContext ctx) {
        var token = secrets.token();
        var cookie = ctx.request().getCookie(cookie(ctx));
        boolean byCookie = token != null && cookie != null && same(token, cookie.getValue());
        return byCookie || admitted(ctx.request().getHeader("authorization"));
    }

    private boolean admitted(@Nullable String authorization) {
        if (authorization == null) {
            return false;
        }
        var token = secrets.token();
        var basic = secrets.basic();
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
