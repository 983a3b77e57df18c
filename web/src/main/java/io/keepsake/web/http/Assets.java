package io.keepsake.web.http;

import io.keepsake.web.page.Page;
import io.vertx.ext.web.Router;
import java.util.Set;

/** The page's own files, from the jar. */
final class Assets {
    private static final Set<String> PAGES = Set.of("/", "/state", "/table");

    private Assets() {}

    /** Whether this is one of the page's own files, or the page. */
    static boolean isAsset(String path) {
        return isPage(path) || Page.FILES.contains(path.substring(1));
    }

    /** Whether this is an address that people open. */
    static boolean isPage(String path) {
        return PAGES.contains(path);
    }

    static void route(Router router) {
        for (var file : Page.FILES) {
            var text = Page.text(file);
            var tag = Integer.toHexString(text.hashCode());
            router.get("/" + file).handler(ctx -> {
                if (!Answers.fresh(ctx, tag)) {
                    ctx.response().putHeader("content-type", type(file)).end(text);
                }
            });
        }
        var html = Page.text("index.html");
        for (var path : PAGES) {
            router.get(path).handler(ctx -> ctx.response()
                    .putHeader("content-type", "text/html; charset=utf-8")
                    .end(html));
        }
    }

    private static String type(String file) {
        return switch (file.substring(file.lastIndexOf('.'))) {
            case ".js" -> "text/javascript; charset=utf-8";
            case ".css" -> "text/css; charset=utf-8";
            case ".svg" -> "image/svg+xml";
            default -> "application/octet-stream";
        };
    }
}
