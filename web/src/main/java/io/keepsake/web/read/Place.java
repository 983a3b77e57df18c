package io.keepsake.web.read;

import java.util.regex.Pattern;

/** A place in the journal of one node, written {@code 3:812}: an event, a decision or an effect. */
public record Place(long run, long index) implements Comparable<Place> {
    /** Before everything. */
    public static final Place START = new Place(0, 0);

    private static final Pattern FORM = Pattern.compile("(\\d{1,18}):(\\d{1,18})");

    /**
     * The place that {@code text} writes.
     *
     * @throws IllegalArgumentException when it writes none
     */
    public static Place parse(String text) {
        var form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("expected a place such as 3:812, found " + text);
        }
        return new Place(Long.parseLong(form.group(1)), Long.parseLong(form.group(2)));
    }

    @Override
    public int compareTo(Place other) {
        return run != other.run ? Long.compare(run, other.run) : Long.compare(index, other.index);
    }

    @Override
    public String toString() {
        return run + ":" + index;
    }
}
