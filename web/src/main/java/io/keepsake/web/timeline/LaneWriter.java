package io.keepsake.web.timeline;

import io.keepsake.history.json.Json;
import io.keepsake.web.index.Kinds;
import io.keepsake.web.index.Lane;
import io.keepsake.web.index.RunIndex;
import io.keepsake.web.index.Series;
import io.keepsake.web.merge.Places;
import io.keepsake.web.merge.Span;
import java.util.List;

/**
 * Writes the spans or points of one lane. A span is {@code [from, to, state, run, index, open, count]}; with a count above
 * 1 it stands for so many that are too short to see. A point is {@code [time, kind, run, index, count]}, with one of a
 * bucket standing for all.
 */
final class LaneWriter {
    private final Json json;
    private final View view;
    private final long bucket;
    private final List<View> parts;
    private final Places places;
    private final long alive;

    LaneWriter(Json json, Window window, Places places, long alive) {
        this.json = json;
        this.view = window.view();
        this.bucket = window.bucket();
        this.parts = window.parts();
        this.places = places;
        this.alive = alive;
    }

    Json spans(List<RunIndex> runs, Lane lane) {
        json.name("spans").openArray();
        var waiting = new Squeezed();
        for (var span : Span.of(runs, lane, places, view.from(), view.to(), alive)) {
            if (span.touches(view.from(), view.to())) {
                waiting.add(span, lane.kind());
            }
        }
        waiting.flush(lane.kind());
        return json.closeArray();
    }

    /** Neighbouring spans that are shorter than a bucket, as one. */
    private final class Squeezed {
        private Span first = new Span(0, 0, 0, 0, 0, false);
        private long to;
        private int count;

        void add(Span span, Lane.Kind kind) {
            boolean thin = span.to() - span.from() < bucket;
            if (count > 0 && (!thin || span.to() - first.from() > bucket)) {
                flush(kind);
            }
            if (!thin) {
                write(span, span.to(), States.word(kind, span.state()), 1);
                return;
            }
            first = count == 0 ? span : first;
            to = span.to();
            count++;
        }

        void flush(Lane.Kind kind) {
            if (count > 0) {
                write(first, to, count == 1 ? States.word(kind, first.state()) : "MIXED", count);
                count = 0;
            }
        }

        private void write(Span span, long until, String state, int number) {
            json.openArray()
                    .value(span.from())
                    .value(until)
                    .value(state)
                    .value(span.run())
                    .value(span.index())
                    .value(span.open())
                    .value(number)
                    .closeArray();
        }
    }

    Json points(List<RunIndex> runs, Lane lane) {
        json.name("points").openArray();
        for (var run : runs) {
            var series = run.lane(lane);
            if (series != null && run.first() >= 0) {
                parts.forEach(part -> points(run, series, lane.kind(), part));
            }
        }
        return json.closeArray();
    }

    private void points(RunIndex run, Series series, Lane.Kind kind, View part) {
        var points = new Bucket(run, kind, part.bucket());
        // what lies where a part ends is of the next one
        long last = places.momentOf(run, part.to()) - (part.to() == view.to() ? 0 : 1);
        series.scan(places.momentOf(run, part.from()), last, part.bucket(), points);
        points.flush();
    }

    private final class Bucket implements Series.Visitor {
        private final RunIndex run;
        private final Lane.Kind kind;
        private final long length;
        private long at;
        private long index;
        private int code;
        private int count;
        private int worst;

        Bucket(RunIndex run, Lane.Kind kind, long length) {
            this.run = run;
            this.kind = kind;
            this.length = length;
        }

        @Override
        public void point(long micros, long index, int code) {
            take(micros, index, 1, code);
        }

        @Override
        public void points(long first, long last, long firstIndex, int number, long codes) {
            take(first, firstIndex, number, 63 - Long.numberOfLeadingZeros(codes));
        }

        private void take(long micros, long index, int number, int code) {
            if (count > 0 && micros - at >= length) {
                flush();
            }
            if (count == 0) {
                at = micros;
                this.index = index;
                this.code = code;
                worst = 0;
            }
            if (kind == Lane.Kind.CHECK && code > worst) {
                worst = code;
                this.index = index;
            }
            count += number;
        }

        void flush() {
            if (count > 0) {
                json.openArray()
                        .value(places.of(run, at))
                        .value(word())
                        .value(run.run())
                        .value(index)
                        .value((long) count)
                        .closeArray();
                count = 0;
            }
        }

        private String word() {
            return switch (kind) {
                case HEARD, SENT -> count > 1 ? "" : run.source(code) + " " + RunIndex.priority(code);
                case CHECK -> worst == Lane.YES ? "FAILED" : "PASSED";
                case NOTE, IPVS, PROCESS -> count > 1 ? "" : Kinds.name(code);
                case ROLE, ADDRESS, QUORUM, SERVER, LINK -> "";
            };
        }
    }
}
