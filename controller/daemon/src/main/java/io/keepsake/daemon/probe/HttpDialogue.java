package io.keepsake.daemon.probe;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.Check.HttpVersion;
import io.keepsake.core.config.Check.StatusRange;
import io.keepsake.core.config.Check.Url;
import io.keepsake.core.event.CheckFailure;
import io.keepsake.core.value.Endpoint;
import io.keepsake.daemon.probe.wire.HttpReader;
import io.keepsake.daemon.probe.wire.MemoryBudget;
import io.keepsake.daemon.probe.wire.ReplyError;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SNIServerName;
import org.jspecify.annotations.Nullable;

/**
 * HTTP_GET and what of SSL_GET is inside TLS: one URL a check, the next one after a success, the same one again after a
 * failure. A body is read to its end, as keepalived does; without a digest or an expression the status decides,
 * whatever the body is like and even if it is longer than what is read.
 */
final class HttpDialogue implements Dialogue {

    /** One URL, made ready. */
    private record Page(
            Url url,
            String request,
            String name,
            @Nullable RegexSearch search,
            @Nullable SNIServerName serverName) {}

    private final List<Page> pages;
    private final HttpReader reader;
    private int current;

    /** @throws IllegalArgumentException when an expression cannot be looked for, or a name not told; the message says why */
    HttpDialogue(Check.Http check, Endpoint remote, MemoryBudget budget) {
        pages = check.urls().stream()
                .map(url -> page(check.version(), url, remote))
                .toList();
        reader = new HttpReader(budget);
    }

    private static Page page(HttpVersion version, Url url, Endpoint remote) {
        return new Page(
                url,
                request(version, url, remote),
                "GET " + url.path(),
                url.regex() == null ? null : RegexSearch.of(url.regex(), url),
                url.sni() == null ? null : TlsClient.name(url.sni()));
    }

    /** As keepalived asks. */
    private static String request(HttpVersion version, Url url, Endpoint remote) {
        var host = url.host() == null ? remote.toString() : url.host();
        var protocol = version == HttpVersion.HTTP_1_1 ? "1.1" : "1.0";
        var close = version == HttpVersion.HTTP_1_0 ? "" : "Connection: close\r\n";
        return "GET " + url.path() + " HTTP/" + protocol + "\r\nUser-Agent: KeepAliveClient\r\n" + close + "Host: "
                + host + "\r\n\r\n";
    }

    @Override
    public @Nullable SNIServerName serverName() {
        return pages.get(current).serverName();
    }

    @Override
    public Reply begin() {
        var page = pages.get(current);
        reader.begin(page.url().digest() != null, page.search() != null);
        return new Reply.Send(page.request(), Reply.MORE);
    }

    @Override
    public Reply heard(ByteBuffer bytes) {
        return judge(reader.read(bytes));
    }

    @Override
    public Reply ended() {
        return judge(reader.end());
    }

    @Override
    public String waitsFor() {
        return reader.waitsFor();
    }

    @Override
    public void over(boolean passed) {
        current = passed ? (current + 1) % pages.size() : current;
        reader.release();
    }

    /** @param error what is wrong with the answer so far, or null */
    private Reply judge(@Nullable ReplyError error) {
        var page = pages.get(current);
        if (!reader.headerRead()) {
            return error == null ? Reply.MORE : failed(error);
        }
        if (page.url().statuses().stream().noneMatch(range -> range.holds(reader.status()))) {
            return failed(CheckFailure.STATUS, "status " + reader.status() + ", expected " + expected(page.url()));
        }
        boolean bodyDecides = page.url().digest() != null || page.search() != null;
        if (error != null) {
            return bodyDecides ? failed(error) : passed();
        }
        return !reader.complete() ? Reply.MORE : bodyDecides ? judgeBody(page) : passed();
    }

    private static String expected(Url url) {
        return url.statuses().stream().map(HttpDialogue::text).collect(Collectors.joining(" "));
    }

    private static String text(StatusRange range) {
        return range.from() == range.to() ? "" + range.from() : range.from() + "-" + range.to();
    }

    private Reply judgeBody(Page page) {
        var wanted = page.url().digest();
        var digest = wanted == null ? null : reader.body().digest();
        if (digest != null && !digest.equals(wanted)) {
            return failed(CheckFailure.DIGEST, "the digest is " + digest + ", expected " + wanted);
        }
        return page.search() == null ? passed() : evaluate(page.search());
    }

    private Reply evaluate(RegexSearch search) {
        var execution = search.in(reader.body().bytes(), reader.body().size());
        return new Reply.Evaluate(() -> verdict(execution.find()), execution::cancel);
    }

    /** On another thread: touches nothing that changes while a check is under way. */
    private Reply.End verdict(@Nullable ReplyError error) {
        return error == null ? passedAs(pages.get(current)) : failed(error);
    }

    private Reply.End passed() {
        return passedAs(pages.get(current));
    }

    private Reply.End passedAs(Page page) {
        return new Reply.Passed(page.name() + ": status " + reader.status());
    }

    private Reply.End failed(ReplyError error) {
        return failed(error.reason(), error.text());
    }

    private Reply.End failed(CheckFailure reason, String text) {
        return new Reply.Failed(reason, pages.get(current).name() + ": " + text);
    }
}
