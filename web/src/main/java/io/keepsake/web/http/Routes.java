package io.keepsake.web.http;

import io.keepsake.journal.JournalFailure;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.follow.Nodes;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.merge.Findings;
import io.keepsake.web.merge.Merge;
import io.keepsake.web.page.Page;
import io.keepsake.web.page.Report;
import io.keepsake.web.read.Cursor;
import io.keepsake.web.read.EventDetail;
import io.keepsake.web.read.EventPage;
import io.keepsake.web.read.Explanations;
import io.keepsake.web.read.FindJson;
import io.keepsake.web.read.KnownJson;
import io.keepsake.web.read.Library;
import io.keepsake.web.state.Liveness;
import io.keepsake.web.state.StateJson;
import io.keepsake.web.timeline.IncidentsJson;
import io.keepsake.web.timeline.Timeline;
import io.keepsake.web.timeline.View;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The addresses of the API and what answers there. All of them only read. */
final class Routes {
    private static final long TEN_MINUTES = 600_000_000;

    private final Nodes nodes;
    private final Duration stale;
    private final Answers answers;

    Routes(Nodes nodes, Duration stale, Answers answers) {
        this.nodes = nodes;
        this.stale = stale;
        this.answers = answers;
    }

    /**
     * @param questions answer what may take a while
     * @param reports make one at a time
     * @param health answers at once
     */
    void route(Router router, Work questions, Work reports, Work health) {
        questions.get(router, "/api/timeline", this::timeline);
        questions.get(router, "/api/incidents", this::incidents);
        questions.get(router, "/api/events", this::events);
        questions.get(router, "/api/state", this::state);
        questions.get(router, "/api/nodes/:node/events/:place", this::event);
        questions.get(router, "/api/nodes/:node/explain/:place", this::explain);
        questions.get(router, "/api/nodes/:node/change/:place", this::change);
        questions.get(router, "/api/nodes/:node/known/:place", this::known);
        questions.get(router, "/api/nodes/:node/why/:place", this::why);
        questions.get(router, "/api/find", this::find);
        reports.get(router, "/report.html", this::report);
        health.get(router, "/health/live", this::live);
        health.get(router, "/health/ready", this::ready);
        router.get("/api/openapi.json").handler(ctx -> ctx.response()
                .putHeader("content-type", "application/json")
                .end(Page.text("openapi.json")));
    }

    private void timeline(RoutingContext ctx, Query query, Budget budget) {
        long revision = nodes.revision();
        var merge = nodes.merge();
        var view = view(query, merge);
        var findings = nodes.findings();
        var tag = revision + "-" + merge.horizon() / 1_000_000 + "-" + view.hashCode()
                + (findings.behind() ? "-behind" : "")
                + (findings.problem() == null ? "" : "-" + findings.problem().hashCode());
        if (!Answers.fresh(ctx, tag)) {
            answers.json(ctx, tag, Timeline.json(merge, findings, view, budget));
        }
    }

    /** Newest first; all of them unless a window is asked for. */
    private void incidents(RoutingContext ctx, Query query, Budget budget) {
        var json = incidents(query, nodes.findings(), budget);
        answers.json(ctx, tag(json), json);
    }

    static String incidents(Query query, Findings findings, Budget budget) {
        long from = query.time("from", 0);
        return IncidentsJson.json(findings, from, query.end(from, Long.MAX_VALUE), budget);
    }

    /** The window that is asked for. */
    static View view(Query query, Merge merge) {
        long until = query.time("to", merge.horizon());
        long begin = query.flag("whole") ? merge.begin() : Math.max(merge.begin(), until - TEN_MINUTES);
        long from = query.time("from", begin);
        return View.of(from, query.end(from, merge.horizon()), query.columns()).folding(query.flag("fold"));
    }

    private void events(RoutingContext ctx, Query query, Budget budget) throws JournalFailure {
        var json = events(query, nodes.library(), budget);
        answers.json(ctx, tag(json), json);
    }

    static String events(Query query, Library library, Budget budget) throws JournalFailure {
        var after = Query.cursor("after", query.text("after"));
        var filter = query.filter();
        long from = query.time("from", 0);
        long to = query.end(from, Long.MAX_VALUE);
        var cursor = after == null ? Cursor.EMPTY : after;
        return EventPage.json(library, cursor, from, to, filter, query.limit(), budget);
    }

    private void state(RoutingContext ctx, Query query, Budget budget) throws JournalFailure {
        var json = budget.json().open();
        long now = Nodes.now();
        json.member("now", now).name("nodes").openArray();
        for (var follower : nodes.followers()) {
            var liveness = Liveness.of(follower, now, stale);
            json.open();
            var known = nodes.state(follower.node().name()).now(budget);
            StateJson.write(json, follower.node(), liveness, known);
            json.member("clock", nodes.merge().places(follower.node().name()).text());
            json.close();
        }
        answers.json(
                ctx,
                nodes.revision() + "-" + now / 1_000_000,
                json.closeArray().close().toString());
    }

    private static NodeIndex node(Query query, Library library) {
        return library.node(query.node()).orElseThrow(() -> noNode(query, library));
    }

    private static BadQuestion noNode(Query query, Library library) {
        var names = library.merge().get().nodes().stream().map(NodeIndex::name).toList();
        return new BadQuestion("node", "one of " + String.join(", ", names), query.node());
    }

    private void event(RoutingContext ctx, Query query, Budget budget) throws JournalFailure {
        var json = event(query, nodes.library(), budget);
        if (json == null) {
            Answers.problem(ctx, 404, "nothing is recorded at " + query.place() + " any more, or yet");
        } else {
            answers.json(ctx, tag(json), json);
        }
    }

    static @Nullable String event(Query query, Library library, Budget budget) throws JournalFailure {
        return EventDetail.json(library, node(query, library), query.place(), budget);
    }

    private void explain(RoutingContext ctx, Query query, Budget budget) throws JournalFailure {
        var json = explain(query, nodes.library(), budget);
        answers.json(ctx, tag(json), json);
    }

    static String explain(Query query, Library library, Budget budget) throws JournalFailure {
        var node = node(query, library).name();
        var directory = Objects.requireNonNull(library.directories().get(node));
        return Explanations.json(
                directory, node, query.place(), library.findings().get(), budget);
    }

    private void change(RoutingContext ctx, Query query, Budget budget) throws JournalFailure {
        var json = change(query, nodes.library(), budget);
        answers.json(ctx, tag(json), json);
    }

    static String change(Query query, Library library, Budget budget) throws JournalFailure {
        return EventDetail.change(library, node(query, library), query.place(), budget);
    }

    private void known(RoutingContext ctx, Query query, Budget budget) throws JournalFailure {
        var json = known(query, nodes.library(), budget);
        answers.json(ctx, tag(json), json);
    }

    static String known(Query query, Library library, Budget budget) throws JournalFailure {
        return KnownJson.json(library, node(query, library), query.place(), query.against(), budget);
    }

    private void why(RoutingContext ctx, Query query, Budget budget) throws JournalFailure {
        var json = why(query, nodes.library(), budget);
        answers.json(ctx, tag(json), json);
    }

    static String why(Query query, Library library, Budget budget) throws JournalFailure {
        var row = query.needed("row", "a row of what was known, such as VI_1 priority");
        return KnownJson.why(library, node(query, library), query.place(), row, budget);
    }

    private void find(RoutingContext ctx, Query query, Budget budget) throws JournalFailure {
        var json = find(query, nodes.library(), budget);
        answers.json(ctx, tag(json), json);
    }

    static String find(Query query, Library library, Budget budget) throws JournalFailure {
        long from = query.time("from", 0);
        long to = query.end(from, Long.MAX_VALUE);
        var what = query.needed("query", "a query such as BecameMaster not preceded-by GoodbyeHeard within 5s");
        return FindJson.json(library, what, from, to, budget);
    }

    private static String tag(String json) {
        return Integer.toHexString(json.hashCode()) + "-" + json.length();
    }

    private void report(RoutingContext ctx, Query query, Budget budget) throws JournalFailure, IOException {
        var library = nodes.recordedLibrary();
        var window = window(query, library.merge().get());
        ctx.response()
                .putHeader("content-security-policy", "sandbox allow-scripts")
                .putHeader("content-disposition", "attachment; filename=keepsake-report.html")
                .putHeader("content-type", "text/html; charset=utf-8");
        var out = new Chunks(ctx.response());
        report(window, library, budget, out);
        out.close();
    }

    /** The window of a report; each of its moments is a place. */
    static View window(Query query, Merge merge) {
        long from = query.time("from", merge.begin());
        return new View(from, query.end(from, merge.end()), 1);
    }

    static void report(View window, Library library, Budget budget, OutputStream out)
            throws JournalFailure, IOException {
        var how = "the server's /report.html?from=" + window.from() + "&to=" + window.to();
        Report.write(library, window.from(), window.to(), how, budget, out);
    }

    /** Bad when any director is dead or its journal stands still: 503, and which. Of a node that nobody follows nothing is good. */
    private void live(RoutingContext ctx, Query query, Budget budget) {
        var only = query.text("node");
        if (only != null
                && nodes.followers().stream().noneMatch(f -> f.node().name().equals(only))) {
            Answers.problem(ctx, 404, "no such node");
            return;
        }
        var json = budget.json().open();
        long now = Nodes.now();
        boolean good = true;
        json.name("nodes").openArray();
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
    private void ready(RoutingContext ctx, Query query, Budget budget) {
        boolean ready = nodes.caughtUp();
        ctx.response().setStatusCode(ready ? 200 : 503).putHeader("content-type", "application/json");
        ctx.response().end("{\"ready\":" + ready + "}");
    }
}
