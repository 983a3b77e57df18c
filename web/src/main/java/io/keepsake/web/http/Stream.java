package io.keepsake.web.http;

import io.keepsake.history.json.Json;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.JournalItem;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.http.Viewer.Message;
import io.keepsake.web.index.NodeIndex;
import io.keepsake.web.read.Cursor;
import io.keepsake.web.read.EventPage;
import io.keepsake.web.read.Filter;
import io.keepsake.web.read.Library;
import io.keepsake.web.read.Place;
import io.keepsake.web.read.TurnJson;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Server-Sent Events: what is recorded, as it is read. The id of each event is the {@link Cursor} after it; whoever comes
 * back with it gets from the journals what was recorded meanwhile, also by another run of this server. What is sent to
 * all is encoded once. A viewer that does not read is cut off, and comes back.
 */
final class Stream {
    private static final int VIEWERS_MAX = 4_000;
    private static final int CATCH_UP = 500;
    /** How often a viewer is written to at most. */
    private static final long BEAT_MILLIS = 200;
    /** Each write costs the machine that the director runs on: many viewers are told later, but not more often together. */
    private static final int WRITES_A_BEAT = 200;

    private static final long TICK_MILLIS = 1_000;

    private static final Duration CATCH_UP_CPU = Duration.ofSeconds(10);
    private static final int CATCH_UP_CHARACTERS = 16 << 20;

    private final Vertx vertx;
    private final WorkerExecutor threads;
    private final Library library;
    private final BooleanSupplier ready;
    private final Set<Viewer> viewers = new HashSet<>();
    private final List<Message> fresh = new ArrayList<>();
    private Cursor cursor = Cursor.EMPTY;
    private boolean dirty;
    private long beat;
    private long ticked;
    /** How far those who are live were told; of the event loop. */
    private Cursor told = Cursor.EMPTY;

    /** @param ready whether every journal was read to its end once: before that nobody can be told what is new */
    Stream(Vertx vertx, Library library, BooleanSupplier ready) {
        this.vertx = vertx;
        this.threads = vertx.createSharedWorkerExecutor("streams", 1, 1, TimeUnit.HOURS);
        this.ready = ready;
        this.library = library;
        vertx.setPeriodic(BEAT_MILLIS, _ -> beat());
    }

    /** On the thread that reads the journal. */
    void onItem(NodeIndex node, boolean caughtUp, JournalItem item) {
        if (!(item instanceof TurnRead(long run, var turn))) {
            return;
        }
        boolean routine = Filter.routine(turn);
        synchronized (fresh) {
            cursor = cursor.with(node.name(), new Place(run, turn.nextIndex()));
            dirty = true;
            if (caughtUp) {
                var json = new Json();
                TurnJson.write(
                        json,
                        node.name(),
                        run,
                        turn,
                        time(node, run, turn.recorded().at().nanos()),
                        false);
                var at = new Place(run, turn.recorded().index());
                var next = new Place(run, turn.nextIndex());
                fresh.add(new Message(node.name(), at, next, routine, cursor, json.toString()));
            }
        }
    }

    private long time(NodeIndex node, long run, long nanos) {
        var places = library.merge().get().places(node.name());
        return node.ask(run, index -> places.of(index, nanos / 1_000)).orElse(0);
    }

    /** On the event loop. */
    void open(RoutingContext ctx) {
        var response = ctx.response();
        if (viewers.size() >= VIEWERS_MAX) {
            Answers.busy(ctx, "there are " + VIEWERS_MAX + " viewers already", 10);
            return;
        }
        var shown = ctx.request().getHeader("last-event-id");
        var asked = shown == null ? ctx.queryParams().get("after") : shown;
        var detail = ctx.queryParams().get("detail");
        Cursor since;
        try {
            since = Query.cursor(shown == null ? "after" : "last-event-id", asked);
            if (detail != null && !detail.equals("all") && !detail.equals("changes")) {
                throw new BadQuestion("detail", "all or changes", detail);
            }
        } catch (BadQuestion bad) {
            Answers.problem(ctx, bad);
            return;
        }
        response.putHeader("content-type", "text/event-stream")
                .putHeader("cache-control", "no-store")
                .putHeader("content-encoding", "identity")
                .setChunked(true);
        var viewer = new Viewer(response, "changes".equals(detail), since);
        response.closeHandler(_ -> leave(viewer));
        response.exceptionHandler(_ -> leave(viewer));
        viewers.add(viewer);
        response.write("retry: 1000\n\n");
        begin(viewer);
    }

    private void leave(Viewer viewer) {
        viewer.gone = true;
        viewers.remove(viewer);
    }

    private void begin(Viewer viewer) {
        if (!viewers.contains(viewer)) {
            return;
        }
        if (!ready.getAsBoolean()) {
            vertx.setTimer(100, _ -> begin(viewer));
            return;
        }
        var since = viewer.cursor;
        if (since == null) {
            synchronized (fresh) {
                viewer.cursor = cursor;
            }
        }
        viewer.response.write("id: " + viewer.cursor + "\nevent: hello\ndata: {}\n\n");
        if (since == null) {
            join(viewer);
        } else {
            catchUp(viewer);
        }
    }

    /** Page after page from the journals until they hold no more; then what came meanwhile. */
    private void catchUp(Viewer viewer) {
        var filter = new Filter(Set.of(), Set.of(), List.of(), viewer.changes);
        var since = viewer.next();
        viewer.reading();
        var budget = Budget.of(CATCH_UP_CPU, CATCH_UP_CHARACTERS, () -> viewer.gone);
        threads.executeBlocking(() -> EventPage.stream(library, since, filter, CATCH_UP, budget), false)
                .onSuccess(page -> {
                    viewer.cursor = page.next();
                    if (!viewers.contains(viewer)) {
                        return;
                    }
                    viewer.response.write(page.text()).onComplete(_ -> {
                        if (page.more() || viewer.overrun()) {
                            catchUp(viewer);
                        } else {
                            join(viewer);
                        }
                    });
                })
                .onFailure(e -> {
                    leave(viewer);
                    viewer.response.end(": " + (e instanceof JournalFailure ? e.getMessage() : "failed") + "\n\n");
                });
    }

    private void join(Viewer viewer) {
        var text = viewer.waited();
        viewer.join(told);
        if (!text.isEmpty()) {
            viewer.response.write(text);
        }
    }

    private void beat() {
        if (++beat % (1 + viewers.size() / WRITES_A_BEAT) == 0) {
            flush();
        }
    }

    /** Tells what came; and each second that something came, for those who look at the whole rather than at each event. */
    private void flush() {
        List<Message> batch;
        var tick = "";
        synchronized (fresh) {
            told = cursor;
            if (beat >= ticked + TICK_MILLIS / BEAT_MILLIS) {
                ticked = beat;
                tick = "id: " + told + "\nevent: tick\ndata: {\"news\":" + dirty + "}\n\n";
                dirty = false;
            }
            batch = List.copyOf(fresh);
            fresh.clear();
        }
        var all = encode(batch, false, tick);
        var changes = encode(batch, true, tick);
        for (var viewer : List.copyOf(viewers)) {
            if (viewer.live && !viewer.ahead()) {
                send(viewer, viewer.changes ? changes : all);
            } else {
                viewer.await(batch);
            }
            if (viewer.live && viewer.ahead()) {
                send(viewer, Buffer.buffer(viewer.waited()));
                viewer.reached(told);
            }
        }
    }

    private static Buffer encode(List<Message> batch, boolean changes, String tick) {
        var text = new StringBuilder();
        batch.stream().filter(m -> !changes || !m.routine()).forEach(m -> text.append(m.text(m.told())));
        text.append(tick);
        return Buffer.buffer(text.toString());
    }

    private void send(Viewer viewer, Buffer buffer) {
        if (buffer.length() == 0) {
            return;
        }
        if (viewer.response.writeQueueFull()) {
            leave(viewer);
            viewer.response.reset();
            return;
        }
        viewer.response.write(buffer);
    }

    int viewers() {
        return viewers.size();
    }
}
