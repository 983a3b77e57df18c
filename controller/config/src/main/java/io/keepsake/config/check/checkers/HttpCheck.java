package io.keepsake.config.check.checkers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.core.config.Check;
import io.keepsake.core.config.Check.HttpVersion;
import io.keepsake.core.config.Check.Url;
import io.keepsake.core.config.CheckerConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Reads {@code HTTP_GET} and {@code SSL_GET}. */
final class HttpCheck {
    private final Problems problems;
    private final Node block;
    private final ProbeCheck probe;

    HttpCheck(Problems problems, Node block, CheckedServer server) {
        this.problems = problems;
        this.block = block;
        probe = new ProbeCheck(problems, block, server);
    }

    /** The checker, or null when it asks for nothing. */
    @Nullable CheckerConfig checker() {
        boolean tls = block.name().equals("SSL_GET");
        var sni = Sni.read(problems, probe.values(), tls);
        var urls = urls(sni);
        sni.finish(block.keyword().place());
        var choices = probe.choices().orRetry(oldRetry());
        var version = version();
        boolean fastRecovery = probe.values().flag("fast_recovery", false);
        if (urls.isEmpty()) {
            problems.error(block.keyword().place(), block.name() + " has no url; the checker is left out");
            return null;
        }
        var check = new Check.Http(tls, version, fastRecovery, urls);
        return probe.checker(check, probe.target(), choices);
    }

    private List<Url> urls(Sni sni) {
        var urls = new ArrayList<Url>();
        for (var node : block.children()) {
            if (node.name().equals("url") && node.block() != null) {
                var url = new UrlCheck(problems, node).url(probe.virtualHost(), sni);
                if (url != null) {
                    urls.add(url);
                }
            }
        }
        return urls;
    }

    private @Nullable Integer oldRetry() {
        var line = probe.values().last("nb_get_retry");
        if (line != null) {
            problems.warn(line.keyword().place(), "nb_get_retry is the old name of retry; it still works");
        }
        return probe.values().whole("nb_get_retry", 0, 1_000_000, "ignored");
    }

    private HttpVersion version() {
        var word = probe.values().value("http_protocol");
        if (word == null) {
            return HttpVersion.HTTP_1_0;
        }
        return switch (word.text().toUpperCase(Locale.ROOT)) {
            case "1.0" -> HttpVersion.HTTP_1_0;
            case "1.0C" -> HttpVersion.HTTP_1_0_CLOSE;
            case "1.1" -> HttpVersion.HTTP_1_1;
            default -> {
                problems.warn(
                        word.place(),
                        "http_protocol must be 1.0, 1.0C or 1.1, was \"" + word.text() + "\"; taken as 1.0");
                yield HttpVersion.HTTP_1_0;
            }
        };
    }
}
