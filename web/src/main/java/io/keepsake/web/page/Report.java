package io.keepsake.web.page;

import io.keepsake.core.effect.Turn;
import io.keepsake.history.fold.Transition;
import io.keepsake.history.json.Json;
import io.keepsake.journal.JournalFailure;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.merge.Findings;
import io.keepsake.web.merge.Merge;
import io.keepsake.web.read.EventDetail;
import io.keepsake.web.read.EventPage;
import io.keepsake.web.read.Explanations;
import io.keepsake.web.read.Filter;
import io.keepsake.web.read.Library;
import io.keepsake.web.read.Place;
import io.keepsake.web.timeline.IncidentsJson;
import io.keepsake.web.timeline.Timeline;
import io.keepsake.web.timeline.View;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A window of the timeline with everything about it in one HTML file: it needs no server and no network. The same journals
 * give the same bytes. Written as it is made, so that however much it tells it holds but one turn at a time.
 */
public final class Report {
    /** Turns of which all is told; of others only what the timeline shows. */
    static final int TURNS_MAX = 2_000;

    private final Library library;
    private final @Nullable String whatIf;
    private final Merge merge;
    private final Findings findings;
    private final Budget budget;
    private final OutputStream out;

    /** A turn that is told. */
    private record TurnTold(String node, long run, long first, long next, boolean transition) {
        String key() {
            return node + "@" + run + ":" + first;
        }
    }

    private Report(Library library, @Nullable String whatIf, Budget budget, OutputStream out) {
        this.library = library;
        this.whatIf = whatIf;
        this.merge = library.merge().get();
        this.findings = library.findings().get();
        this.budget = budget;
        this.out = out;
    }

    /**
     * Writes the file.
     *
     * @param from microseconds since 1970; {@code to} later
     * @param how the command that makes it again
     * @param out is not closed
     */
    public static void write(Library library, long from, long to, String how, Budget budget, OutputStream out)
            throws JournalFailure, IOException {
        write(library, from, to, how, null, budget, out);
    }

    /**
     * The same, with what there would have been beside it.
     *
     * @param whatIf an object of JSON as {@code replay what-if} makes it; null for none
     */
    public static void write(
            Library library, long from, long to, String how, @Nullable String whatIf, Budget budget, OutputStream out)
            throws JournalFailure, IOException {
        new Report(library, whatIf, budget, out).file(from, to, how);
    }

    private void file(long from, long to, String how) throws JournalFailure, IOException {
        var html = Page.text("index.html");
        var script = new StringBuilder();
        Page.SCRIPTS.forEach(name -> script.append(Page.text(name)).append('\n'));
        head(script.toString(), Page.text("style.css"));
        text(html.substring(html.indexOf("<!--body-->"), html.indexOf("<!--end-->")) + "<pre id=\"data\" hidden>");
        out.flush();
        var about = packed(from, to, how);
        text("</pre>\n<footer><p class=\"clocks\">" + escaped(about) + "</p></footer>\n<script>" + script
                + "</script>\n</body>\n</html>\n");
    }

    private void head(String script, String style) throws IOException {
        text("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; script-src '"
                + hash(script)
                + "'; style-src '" + hash(style) + "'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>Keepsake report</title>\n<style>" + style
                + "</style>\n</head>\n<body>\n");
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The data, packed; gives the line about them. */
    private String packed(long from, long to, String how) throws JournalFailure, IOException {
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (var pack = new DeflaterOutputStream(Base64.getEncoder().wrap(unclosed(out)), deflater)) {
            return data(from, to, how, pack);
        } finally {
            deflater.end();
        }
    }

    /** The end of what wraps it is not its end. */
    private static OutputStream unclosed(OutputStream out) {
        return new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                out.write(octet);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
            }
        };
    }

    private String data(long from, long to, String how, OutputStream pack) throws JournalFailure, IOException {
        var json = budget.json().open();
        var view = View.of(from, to, View.COLUMNS_MAX).folding(true);
        json.name("timeline").raw(Timeline.json(merge, findings, view, budget));
        if (whatIf != null) {
            json.name("whatIf").raw(whatIf);
        }
        json.name("incidents").raw(IncidentsJson.json(findings, from, to, budget));
        var turns = new ArrayList<TurnTold>();
        json.name("events").openArray();
        var changes = new Filter(Set.of(), Set.of(), List.of(), true);
        boolean more = EventPage.each(library, from, to, changes, TURNS_MAX, budget, (node, run, turn, text) -> {
            turns.add(turnTold(node, run, turn));
            json.raw(text);
            drain(json, pack);
        });
        json.closeArray().name("details").open();
        for (var turn : turns) {
            var index = library.node(turn.node()).orElseThrow();
            var detail = EventDetail.json(library, index, new Place(turn.run(), turn.first()), budget);
            if (detail != null) {
                json.name(turn.key()).raw(detail);
                drain(json, pack);
            }
        }
        json.close().name("explanations").open();
        for (var turn : turns) {
            var directory = library.directories().get(turn.node());
            if (turn.transition() && directory != null) {
                var place = new Place(turn.run(), turn.first());
                json.name(turn.key()).raw(Explanations.json(directory, turn.node(), place, findings, budget));
                drain(json, pack);
            }
        }
        json.close().name("turns").open();
        for (var turn : turns) {
            for (long i = turn.first() + 1; i < turn.next(); i++) {
                json.member(turn.node() + "@" + turn.run() + ":" + i, turn.run() + ":" + turn.first());
            }
            drain(json, pack);
        }
        json.close().name("about").open().member("how", how).member("turns", turns.size());
        json.member("more", more).member("version", "0.1.0").close().close();
        drain(json, pack);
        return turns.size() + " turns in full"
                + (more ? ", later ones left out: the report holds " + TURNS_MAX + " at most" : "") + ". Made by: "
                + how;
    }

    private static TurnTold turnTold(String node, long run, Turn turn) {
        boolean transition = turn.decisions().stream().anyMatch(Transition::is);
        return new TurnTold(node, run, turn.recorded().index(), turn.nextIndex(), transition);
    }

    private static void drain(Json json, OutputStream pack) {
        try {
            pack.write(json.drain().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
