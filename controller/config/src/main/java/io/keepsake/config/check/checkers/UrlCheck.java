package io.keepsake.config.check.checkers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.Check.Url;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one {@code url}. */
final class UrlCheck {
    private static final Pattern MD5 = Pattern.compile("[0-9a-fA-F]{32}");

    /** What could end a line of the request. */
    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");

    private final Problems problems;
    private final Node block;
    private final Values values;

    UrlCheck(Problems problems, Node block) {
        this.problems = problems;
        this.block = block;
        values = new Values(problems, block.children());
    }

    /**
     * The URL, or null when it has no path.
     *
     * @param virtualHost {@code virtualhost} of the checker
     * @param names which host name TLS tells for a virtual host
     */
    @Nullable Url url(@Nullable String virtualHost, Sni names) {
        var path = path();
        var own = values.value("virtualhost");
        var statuses = new StatusCodes(problems).read(block.children());
        var digest = digest();
        var regex = RegexCheck.read(problems, values);
        if (path == null) {
            return null;
        }
        var host = own == null ? virtualHost : own.text();
        return new Url(
                path,
                host,
                names.of(host, own == null ? block.keyword().place() : own.place()),
                statuses,
                digest,
                regex.text(),
                regex.options(),
                regex.noMatch(),
                regex.minOffset(),
                regex.maxOffset());
    }

    private @Nullable String path() {
        if (values.last("path") == null) {
            problems.error(block.keyword().place(), "url has no path; it is left out");
            return null;
        }
        var path = values.value("path");
        if (path != null && CONTROL.matcher(path.text()).find()) {
            problems.error(path.place(), "path must not hold control characters; the url is left out");
            return null;
        }
        return path == null ? null : path.text();
    }

    private @Nullable String digest() {
        var digest = values.value("digest");
        if (digest == null) {
            return null;
        }
        if (!MD5.matcher(digest.text()).matches()) {
            problems.warn(
                    digest.place(), "digest must be 32 hexadecimal digits, was \"" + digest.text() + "\"; ignored");
            return null;
        }
        return digest.text().toLowerCase(Locale.ROOT);
    }
}
