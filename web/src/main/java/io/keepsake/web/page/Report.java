package io.keepsake.web.page;

import io.keepsake.core.effect.Turn;
import io.keepsake.history.fold.Transition;
import io.keepsake.journal.JournalFailure;
import io.keepsake.web.json.Json;
import io.keepsake.web.merge.Merge;
import io.keepsake.web.read.EventDetail;
import io.keepsake.web.read.EventPage;
import io.keepsake.web.read.Explanations;
import io.keepsake.web.read.Filter;
import io.keepsake.web.read.Library;
import io.keepsake.web.read.Place;
import io.keepsake.web.timeline.Timeline;
import io.keepsake.web.timeline.View;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/**
 * A window of the timeline with everything about it in one HTML file: it needs no server and no network. The same journals
 * give the same bytes.
 */
public final class Report {
    /** Turns of which all is told; of others only what the timeline shows. */
    static final int TURNS_MAX = 2_000;

    private final Library library;
    private final Merge merge;
    private final Json details = new Json();
    private final Json explanations = new Json();
    private final Json turns = new Json();
    private final Json events = new Json();
    private int told;
    private int left;

    private Report(Library library) {
        this.library = library;
        this.merge = library.merge().get();
    }

    /**
     * The file.
     *
     * @param from microseconds since 1970; {@code to} later
     * @param how the command that makes it again
     */
    public static String html(Library library, long from, long to, String how) throws JournalFailure {
        var report = new Report(library);
        report.gather(from, to);
        return report.file(from, to, how);
    }

    private void gather(long from, long to) throws JournalFailure {
        details.open();
        explanations.open();
        turns.open();
        events.openArray();
        var changes = new Filter(Set.of(), Set.of(), List.of(), true);
        EventPage.each(library, from, to, changes, this::turn);
        details.close();
        explanations.close();
        turns.close();
        events.closeArray();
    }

    private void turn(String node, long run, Turn turn, long time, String json) throws JournalFailure {
        if (told >= TURNS_MAX) {
            left++;
            return;
        }
        told++;
        events.raw(json);
        long first = turn.recorded().index();
        var key = node + "@" + run + ":" + first;
        var place = new Place(run, first);
        var index = library.node(node).orElseThrow();
        var detail = EventDetail.json(library, index, place);
        if (detail != null) {
            details.name(key).raw(detail);
        }
        for (long i = first + 1; i < turn.nextIndex(); i++) {
            turns.member(node + "@" + run + ":" + i, run + ":" + first);
        }
        if (turn.decisions().stream().anyMatch(Transition::is)) {
            var directory = library.directories().get(node);
            if (directory != null) {
                explanations.name(key).raw(Explanations.json(directory, node, place));
            }
        }
    }

    private String file(long from, long to, String how) {
        var data = new Json().open();
        data.name("about").open().member("how", how).member("turns", told).member("left", left);
        data.member("version", "0.1.0").close();
        data.name("timeline").raw(Timeline.json(merge, View.of(from, to, View.COLUMNS_MAX)));
        data.name("events").raw(events.toString()).name("details").raw(details.toString());
        data.name("explanations").raw(explanations.toString()).name("turns").raw(turns.toString());
        var script = new StringBuilder();
        Page.SCRIPTS.forEach(name -> script.append(Page.text(name)).append('\n'));
        return page(
                script.toString(), Page.text("style.css"), packed(data.close().toString()), how);
    }

    private String page(String script, String style, String data, String how) {
        var html = Page.text("index.html");
        var body = html.substring(html.indexOf("<!--body-->"), html.indexOf("<!--end-->"));
        var about = told + " turns in full"
                + (left == 0 ? "" : ", " + left + " more left out: the report holds " + TURNS_MAX + " at most")
                + ". Made by: " + how;
        return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta http-equiv=\"content-security-policy\" content=\"default-src 'none'; script-src '"
                + hash(script)
                + "'; style-src '" + hash(style) + "'\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n<title>Keepsake report</title>\n<style>" + style
                + "</style>\n</head>\n<body>\n" + body + "<footer><p class=\"clocks\">" + escaped(about)
                + "</p></footer>\n<pre id=\"data\" hidden>" + data
                + "</pre>\n<script>" + script + "</script>\n</body>\n</html>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String packed(String text) {
        var bytes = new ByteArrayOutputStream();
        var deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (var out = new DeflaterOutputStream(bytes, deflater)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return Base64.getEncoder().encodeToString(bytes.toByteArray());
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
