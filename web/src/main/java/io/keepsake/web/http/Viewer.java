package io.keepsake.web.http;

import io.keepsake.web.read.Cursor;
import io.keepsake.web.read.Place;
import io.vertx.core.http.HttpServerResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One who listens to the {@link Stream}: first it reads what it missed in the journals, then it is told. On the event loop. */
final class Viewer {
    /**
     * A turn that was read.
     *
     * @param told how far the stream has come with it
     */
    record Message(String node, Place at, Place next, boolean routine, Cursor told, String json) {
        /** As it goes down the stream to whoever has come as far as {@code cursor} with it. */
        String text(Cursor cursor) {
            return "id: " + cursor + "\nevent: turn\ndata: " + json + "\n\n";
        }
    }

    /** Beyond so many turns that came while a viewer caught up, it reads on in the journals instead. */
    private static final int WAITING_MAX = 2_000;

    final HttpServerResponse response;
    final boolean changes;
    boolean live;
    /** Nobody listens any more; for the thread that reads for it. */
    volatile boolean gone;

    @Nullable Cursor cursor;

    private final List<Message> waiting = new ArrayList<>();
    private boolean overrun;
    private boolean ahead;

    Viewer(HttpServerResponse response, boolean changes, @Nullable Cursor cursor) {
        this.response = response;
        this.changes = changes;
        this.cursor = cursor;
    }

    Cursor next() {
        return cursor == null ? Cursor.EMPTY : cursor;
    }

    /** The journals are read from {@link #next} on; whatever came before stands in them. */
    void reading() {
        waiting.clear();
        overrun = false;
    }

    /** Keeps what comes while it reads, if it is not too much. */
    void await(List<Message> batch) {
        overrun |= waiting.size() + batch.size() > WAITING_MAX;
        if (overrun) {
            waiting.clear();
        } else {
            waiting.addAll(batch);
        }
    }

    /** Whether more came than it kept, so that it must read again. */
    boolean overrun() {
        return overrun;
    }

    /** From now on it is told what comes; {@code told} is how far the stream itself has come. */
    void join(Cursor told) {
        live = true;
        reached(told);
    }

    /** Whether it read more in the journals than the stream has told yet, and must not get that again. */
    boolean ahead() {
        return ahead;
    }

    void reached(Cursor told) {
        ahead = next().next().entrySet().stream().anyMatch(e -> e.getValue().compareTo(told.of(e.getKey())) > 0);
    }

    /** What came while it read and was not read. */
    String waited() {
        var text = new StringBuilder();
        for (var message : waiting) {
            boolean read = message.at().compareTo(next().of(message.node())) < 0;
            if (!read) {
                var now = next().with(message.node(), message.next());
                cursor = now;
                text.append(changes && message.routine() ? "" : message.text(now));
            }
        }
        waiting.clear();
        return text.toString();
    }
}
