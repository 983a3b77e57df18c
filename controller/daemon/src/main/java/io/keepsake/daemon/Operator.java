package io.keepsake.daemon;

import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.event.OperatorEvent.DrainCancelled;
import io.keepsake.core.event.OperatorEvent.DrainRequested;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.daemon.control.Requests;
import io.keepsake.daemon.loop.ElectionLoop;
import io.keepsake.daemon.loop.Inbox;
import io.keepsake.daemon.report.StatusReport;
import io.keepsake.daemon.report.TableReport;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Answers what people ask over the control socket.
 *
 * <pre>
 * status [json]
 * table [json]
 * reload
 * plan PATH
 * drain SERVER [REAL] [for SECONDS] because REASON
 * undrain SERVER [REAL]
 * </pre>
 */
final class Operator implements Requests {
    private final ElectionLoop loop;
    private final Inbox inbox;
    private final Reloader reloader;

    Operator(ElectionLoop loop, Inbox inbox, Reloader reloader) {
        this.loop = loop;
        this.inbox = inbox;
        this.reloader = reloader;
    }

    @Override
    public Reply answer(String line, String by) {
        var words = List.of(line.strip().split("\\s+"));
        boolean json = words.size() > 1 && words.get(1).equals("json");
        return switch (words.getFirst()) {
            case "status" -> {
                var report = new StatusReport(loop.state(), new Moment(System.nanoTime()));
                yield new Reply(true, json ? report.json() : report.text());
            }
            case "table" ->
                new Reply(true, json ? TableReport.json(loop.state()) : lines(TableReport.lines(loop.state())));
            case "reload" -> answer(reloader.reload(), "the configuration is in force\n");
            case "plan" ->
                answer(reloader.plan(Path.of(line.strip().substring(4).strip())), "");
            case "drain" -> drain(line.strip(), words, by);
            case "undrain" -> undrain(words, by);
            default ->
                throw new IllegalArgumentException(
                        "unknown request \"" + words.getFirst() + "\": status, table, reload, plan, drain or undrain");
        };
    }

    private static Reply answer(Reloader.Answer answer, String end) {
        return new Reply(answer.accepted(), lines(answer.messages()) + (answer.accepted() ? end : ""));
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private Reply drain(String line, List<String> words, String by) {
        int because = words.indexOf("because");
        if (because < 2) {
            throw new IllegalArgumentException(
                    "drain SERVER [REAL] [for SECONDS] because REASON; the reason is missing");
        }
        int limit = words.subList(0, because).indexOf("for");
        var server = server(words.get(1));
        var real = limit == 2 || because == 2 ? null : real(server, words.get(2));
        var until = limit < 0
                ? Moment.NEVER
                : new Moment(System.nanoTime()).plus(TextSource.fromSeconds(words.get(limit + 1)));
        var reason = line.substring(line.indexOf("because") + 7).strip();
        inbox.offer(new DrainRequested(new Drain(server, real, until, reason, by)));
        return new Reply(true, "drained: " + server + (real == null ? "" : " " + real) + "\n");
    }

    private Reply undrain(List<String> words, String by) {
        if (words.size() < 2) {
            throw new IllegalArgumentException("undrain SERVER [REAL]; the server is missing");
        }
        var server = server(words.get(1));
        var real = words.size() < 3 ? null : real(server, words.get(2));
        var director = loop.state().director();
        boolean there = director != null
                && director.drains().stream()
                        .anyMatch(d ->
                                d.server().equals(server) && (real == null ? d.real() == null : real.equals(d.real())));
        if (!there) {
            throw new IllegalArgumentException("there is no such drain; see --status");
        }
        inbox.offer(new DrainCancelled(server, real, by));
        return new Reply(true, "drained no more: " + server + (real == null ? "" : " " + real) + "\n");
    }

    private VirtualServerName server(String name) {
        var director = loop.state().director();
        var found = new VirtualServerName(name);
        if (director == null
                || director.config().virtualServers().stream()
                        .noneMatch(s -> s.name().equals(found))) {
            throw new IllegalArgumentException("no virtual server " + name + "; see --status for their names");
        }
        return found;
    }

    private @Nullable Endpoint real(VirtualServerName server, String text) {
        var endpoint = Endpoint.tryParse(text)
                .orElseThrow(() ->
                        new IllegalArgumentException("expected a real server such as 10.0.0.1:80, found " + text));
        var director = loop.state().director();
        if (director == null
                || director.config().virtualServers().stream()
                        .filter(s -> s.name().equals(server))
                        .flatMap(s -> s.realServers().stream())
                        .noneMatch(r -> r.endpoint().equals(endpoint))) {
            throw new IllegalArgumentException("no real server " + text + " in " + server);
        }
        return endpoint;
    }
}
