package io.keepsake.core.value;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;

/**
 * A list of lines, most of which are made when they are read, and anew each time: the text of a large state is many times
 * as large as the state. What they are made of does not change.
 */
public final class RenderedLines extends AbstractList<String> implements RandomAccess {
    private final List<Part<?>> parts;
    private final int size;

    private record Part<T>(int from, List<T> items, Function<T, String> printer) {
        String line(int place) {
            return printer.apply(items.get(place - from));
        }
    }

    private RenderedLines(List<Part<?>> parts, int size) {
        this.parts = parts;
        this.size = size;
    }

    /** Adds parts one behind the other. */
    public static final class Builder {
        private final List<Part<?>> parts = new ArrayList<>();
        private int size;

        /** Lines that there are. */
        public Builder add(List<String> lines) {
            return add(lines, Function.identity());
        }

        /** One line for each item, made by {@code printer}, which gives the same for the same. */
        public <T> Builder add(List<T> items, Function<T, String> printer) {
            if (!items.isEmpty()) {
                parts.add(new Part<>(size, List.copyOf(items), printer));
                size += items.size();
            }
            return this;
        }

        public RenderedLines build() {
            return new RenderedLines(List.copyOf(parts), size);
        }
    }

    @Override
    public String get(int place) {
        if (place < 0 || place >= size) {
            throw new IndexOutOfBoundsException("expected 0.." + (size - 1) + ", was " + place);
        }
        int low = 0;
        int high = parts.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) / 2;
            if (parts.get(middle).from() <= place) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return parts.get(low).line(place);
    }

    @Override
    public int size() {
        return size;
    }
}
