package io.keepsake.core.value;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.RandomAccess;

/**
 * An immutable list of which another version costs little: it copies one page and the list of pages, and shares the
 * rest.
 */
public final class PagedList<E> extends AbstractList<E> implements RandomAccess {
    private static final int PAGE = 64;

    private final List<List<E>> pages;
    private final int size;

    private PagedList(List<List<E>> pages, int size) {
        this.pages = pages;
        this.size = size;
    }

    /** A copy of {@code items}; the same list when it is one of these. */
    @SuppressWarnings("unchecked")
    public static <E> PagedList<E> copyOf(List<E> items) {
        if (items instanceof PagedList<?>) {
            return (PagedList<E>) items;
        }
        var pages = new ArrayList<List<E>>(items.size() / PAGE + 1);
        for (int from = 0; from < items.size(); from += PAGE) {
            pages.add(List.copyOf(items.subList(from, Math.min(items.size(), from + PAGE))));
        }
        return new PagedList<>(List.copyOf(pages), items.size());
    }

    /** With another item at this place. */
    public PagedList<E> with(int place, E item) {
        return new PagedList<>(
                replaced(pages, place / PAGE, replaced(pages.get(place / PAGE), place % PAGE, item)), size);
    }

    @SuppressWarnings("unchecked")
    private static <T> List<T> replaced(List<T> items, int place, T item) {
        var all = (T[]) items.toArray();
        all[place] = item;
        return List.copyOf(Arrays.asList(all));
    }

    @Override
    public E get(int place) {
        return pages.get(place / PAGE).get(place % PAGE);
    }

    @Override
    public int size() {
        return size;
    }
}
