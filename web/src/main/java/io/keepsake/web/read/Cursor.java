package io.keepsake.web.read;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How far someone has come in each node's journal: the place that comes next. Written {@code node-a@3:812,node-b@1:40}:
 * what a stream gives as the id of its events, so that whoever comes back misses nothing and gets nothing twice.
 */
public record Cursor(SortedMap<String, Place> next) {
    private static final int NODES_MAX = 64;

    public static final Cursor EMPTY = new Cursor(new TreeMap<>());

    public Cursor {
        next = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(next));
    }

    /**
     * The cursor that {@code text} writes.
     *
     * @throws IllegalArgumentException when it writes none, or one of more than 64 nodes
     */
    public static Cursor parse(String text) {
        var next = new TreeMap<String, Place>();
        for (var part : text.isEmpty() ? new String[0] : text.split(",", NODES_MAX)) {
            int at = part.lastIndexOf('@');
            if (at < 1 || part.indexOf(',') >= 0) {
                throw new IllegalArgumentException("expected a cursor such as node-a@3:812, found " + part);
            }
            next.put(part.substring(0, at), Place.parse(part.substring(at + 1)));
        }
        return new Cursor(next);
    }

    public Place of(String node) {
        return next.getOrDefault(node, Place.START);
    }

    public Cursor with(String node, Place place) {
        var other = new TreeMap<>(next);
        other.put(node, place);
        return new Cursor(other);
    }

    @Override
    public String toString() {
        return next.entrySet().stream().map(Cursor::print).collect(Collectors.joining(","));
    }

    private static String print(Map.Entry<String, Place> entry) {
        return entry.getKey() + "@" + entry.getValue();
    }
}
