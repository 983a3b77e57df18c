package io.keepsake.web.http;

import io.keepsake.journal.JournalFailure;
import io.keepsake.web.follow.Nodes;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.json.Json;
import io.keepsake.web.merge.Merge;
import io.keepsake.web.page.Page;
import io.keepsake.web.page.Report;
import io.keepsake.web.read.Cursor;
import io.keepsake.web.read.EventDetail;
import io.keepsake.web.read.EventPage;
import io.keepsake.web.read.Explanations;
import io.keepsake.web.read.Filter;
import io.keepsake.web.read.Library;
import io.keepsake.web.read.Place;
import io.keepsake.web.state.Liveness;
import io.keepsake.web.state.StateJson;
import io.keepsake.web.timeline.Timeline;
import io.keepsake.web.timeline.View;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;

/** The addresses of the API and what answers there. All of them only read. */
final class Routes {
    private static final int COLUMNS = 1_000;
    private static final int PAGE = 100;

    private final Nodes nodes;
    private final Duration stale;

    Routes(Nodes nodes, Duration stale) {
        this.nodes = nodes;
        this.stale = stale;
    }

    /** An answer that may read a journal. */
    private interface Answer {
        void to(RoutingContext ctx, Query query) throws JournalFailure;
    }

    void route(Router router) {
        get(router, "/api/timeline", this::timeline);
        get(router, "/api/events", this::events);
        get(router, "/api/state", this::state);
        get(router, "/api/nodes/:node/events/:place", this::event);
        get(router, "/api/nodes/:node/explain/:place", this::explain);
        get(router, "/api/nodes/:node/change/:place", this::change);
        get(router, "/report.html", this::report);
        get(router, "/health/live", this::live);
        get(router, "/health/ready", this::ready);
        router.get("/api/openapi.json").handler(ctx -> ctx.response()
                .putHeader("content-type", "application/json")
                .end(Page.text("openapi.json")));
    }

    private static void get(Router router, String path, Answer answer) {
        router.get(path)
                .blockingHandler(
                        ctx -> {
                            try {
                                answer.to(ctx, new Query(ctx.queryParams()));
                            } catch (IllegalArgumentException e) {
                                Answers.problem(ctx, 400, String.valueOf(e.getMessage()));
                            } catch (JournalFailure e) {
                                Answers.problem(ctx, 503, String.valueOf(e.getMessage()));
                            }
                        },
                        false);
    }

    private void timeline(RoutingContext ctx, Query query) {
        long revision = nodes.revision();
        var merge = nodes.merge();
        var view = view(query, merge);
        var tag = revision + "-" + merge.horizon() / 1_000_000 + "-" + view.hashCode();
        if (!Answers.fresh(ctx, tag)) {
            ctx.response().putHeader("content-type", "application/json").end(Timeline.json(merge, view));
        }
    }

    /** The window that is asked for: the last ten minutes, the whole, or any other. */
    static View view(Query query, Merge merge) {
        long to = query.number("to", merge.horizon());
        long begin = query.flag("whole") ? merge.begin() : Math.max(merge.begin(), to - 600_000_000L);
        long from = query.number("from", begin);
        return View.of(from, Math.max(to, from + 1), (int) query.number("columns", COLUMNS));
    }

    private void events(RoutingContext ctx, Query query) throws JournalFailure {
        var json = page(query, nodes.library());
        Answers.json(ctx, Integer.toHexString(json.hashCode()) + "-" + json.length(), json);
    }

    /** The page of events that is asked for. */
    static String page(Query query, Library library) throws JournalFailure {
        var after = query.text("after");
        var filter = new Filter(
                Set.copyOf(query.list("node", ",")),
                Set.copyOf(query.list("kind", ",")),
                query.list("q", "\\s+"),
                query.flag("changes"));
        return EventPage.json(
                library,
                after == null ? Cursor.EMPTY : Cursor.parse(after),
                query.number("from", 0),
                query.number("to", Long.MAX_VALUE),
                filter,
                (int) query.number("limit", PAGE));
    }

    private void state(RoutingContext ctx, Query query) throws JournalFailure {
        var json = new Json().open();
        long now = Nodes.now();
        json.member("now", now).name("nodes").openArray();
        for (var follower : nodes.followers()) {
            var liveness = Liveness.of(follower, now, stale);
            json.open();
            var known = nodes.state(follower.node().name()).now();
            StateJson.write(json, follower.node(), liveness, known);
            json.member(
                    "clock", nodes.merge().correction(follower.node().name()).text());
            json.close();
        }
        Answers.json(
                ctx,
                nodes.revision() + "-" + now / 1_000_000,
                json.closeArray().close().toString());
    }

    private NodeIndex node(RoutingContext ctx) {
        var name = param(ctx, "node");
        return nodes.library().node(name).orElseThrow(() -> new IllegalArgumentException("no node " + name));
    }

    private Path directory(RoutingContext ctx) {
        return java.util.Objects.requireNonNull(
                nodes.library().directories().get(node(ctx).name()));
    }

    private static String param(RoutingContext ctx, String name) {
        return java.util.Objects.requireNonNull(ctx.pathParam(name));
    }

    private static Place place(RoutingContext ctx) {
        return Place.parse(param(ctx, "place"));
    }

    private void event(RoutingContext ctx, Query query) throws JournalFailure {
        var json = EventDetail.json(nodes.library(), node(ctx), place(ctx));
        if (json == null) {
            Answers.problem(ctx, 404, "nothing is recorded at " + place(ctx) + " any more, or yet");
        } else {
            Answers.json(ctx, Integer.toHexString(json.hashCode()), json);
        }
    }

    private void explain(RoutingContext ctx, Query query) throws JournalFailure {
        var json = Explanations.json(directory(ctx), node(ctx).name(), place(ctx));
        Answers.json(ctx, Integer.toHexString(json.hashCode()), json);
    }

    private void change(RoutingContext ctx, Query query) throws JournalFailure {
        var json = EventDetail.change(nodes.library(), node(ctx), place(ctx));
        Answers.json(ctx, Integer.toHexString(json.hashCode()), json);
    }

    private void report(RoutingContext ctx, Query query) throws JournalFailure {
        var library = nodes.recordedLibrary();
        var html = report(query, library);
        ctx.response()
                .putHeader("content-security-policy", "sandbox allow-scripts")
                .putHeader("content-disposition", "attachment; filename=keepsake-report.html")
                .putHeader("content-type", "text/html; charset=utf-8")
                .end(html);
    }

    /** The report of the window that is asked for. */
    static String report(Query query, Library library) throws JournalFailure {
        var merge = library.merge().get();
        long from = query.number("from", merge.begin());
        long to = Math.max(from + 1, query.number("to", merge.end()));
        return Report.html(library, from, to, "the server's /report.html?from=" + from + "&to=" + to);
    }

    /** Bad when any director is dead or its journal stands still: 503, and which. */
    private void live(RoutingContext ctx, Query query) {
        var json = new Json().open();
        long now = Nodes.now();
        boolean good = true;
        json.name("nodes").openArray();
        var only = query.text("node");
        for (var follower : nodes.followers()) {
            var name = follower.node().name();
            if (only == null || only.equals(name)) {
                var liveness = Liveness.of(follower, now, stale);
                good &= liveness.status() == Liveness.Status.ALIVE;
                json.open()
                        .member("name", name)
                        .member("status", liveness.status().name());
                json.member("text", liveness.text()).close();
            }
        }
        json.closeArray().member("good", good).close();
        ctx.response().setStatusCode(good ? 200 : 503).putHeader("content-type", "application/json");
        ctx.response().end(json.toString());
    }

    /** Whether this server has read all that there was when it began. */
    private void ready(RoutingContext ctx, Query query) {
        boolean ready = nodes.caughtUp();
        ctx.response().setStatusCode(ready ? 200 : 503).putHeader("content-type", "application/json");
        ctx.response().end("{\"ready\":" + ready + "}");
    }
}
