package io.keepsake.core.value;

import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sorted map whose versions share what did not change: a change costs the logarithm of the size, so an event
 * costs the same with ten entries and with a hundred thousand. Equal to another of the same entries.
 *
 * <p>An AVL tree, of which a change copies one path.
 */
public final class SortedTable<K extends Comparable<? super K>, V> {
    private final @Nullable Node<K, V> root;

    private SortedTable(@Nullable Node<K, V> root) {
        this.root = root;
    }

    private record Node<K, V>(
            K key,
            V value,
            @Nullable Node<K, V> left,
            @Nullable Node<K, V> right,
            int height,
            int size) {}

    /** A table without an entry. */
    public static <K extends Comparable<? super K>, V> SortedTable<K, V> empty() {
        return new SortedTable<>(null);
    }

    public boolean isEmpty() {
        return root == null;
    }

    public int size() {
        return size(root);
    }

    /** The value of {@code key}, or null. */
    public @Nullable V get(K key) {
        var node = root;
        while (node != null) {
            int order = key.compareTo(node.key);
            if (order == 0) {
                return node.value;
            }
            node = order < 0 ? node.left : node.right;
        }
        return null;
    }

    public boolean containsKey(K key) {
        return get(key) != null;
    }

    /** The smallest key, or null when there is none. */
    public @Nullable K firstKey() {
        var node = root;
        while (node != null && node.left != null) {
            node = node.left;
        }
        return node == null ? null : node.key;
    }

    /** The largest key, or null when there is none. */
    public @Nullable K lastKey() {
        var node = root;
        while (node != null && node.right != null) {
            node = node.right;
        }
        return node == null ? null : node.key;
    }

    /** The smallest key that is not below {@code key}, or null when there is none. */
    public @Nullable K ceilingKey(K key) {
        K found = null;
        var node = root;
        while (node != null) {
            if (node.key.compareTo(key) >= 0) {
                found = node.key;
                node = node.left;
            } else {
                node = node.right;
            }
        }
        return found;
    }

    /** With this value for {@code key}; the same object when it is there already. */
    public SortedTable<K, V> with(K key, V value) {
        var there = get(key);
        return there != null && there.equals(value) ? this : new SortedTable<>(put(root, key, value));
    }

    /** With this value for {@code key}, which is another than is there, as the caller knows: none is compared. */
    public SortedTable<K, V> put(K key, V value) {
        return new SortedTable<>(put(root, key, value));
    }

    /** Without {@code key}; the same object when it is not there. */
    public SortedTable<K, V> without(K key) {
        return containsKey(key) ? new SortedTable<>(remove(root, key)) : this;
    }

    private static <K extends Comparable<? super K>, V> Node<K, V> put(@Nullable Node<K, V> node, K key, V value) {
        if (node == null) {
            return new Node<>(key, value, null, null, 1, 1);
        }
        int order = key.compareTo(node.key);
        if (order == 0) {
            return new Node<>(key, value, node.left, node.right, node.height, node.size);
        }
        return order < 0
                ? balanced(node, put(node.left, key, value), node.right)
                : balanced(node, node.left, put(node.right, key, value));
    }

    private static <K extends Comparable<? super K>, V> @Nullable Node<K, V> remove(@Nullable Node<K, V> node, K key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.key);
        if (order < 0) {
            return balanced(node, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balanced(node, node.left, remove(node.right, key));
        }
        var left = node.left;
        var right = node.right;
        if (left == null || right == null) {
            return left == null ? right : left;
        }
        var next = right;
        while (next.left != null) {
            next = next.left;
        }
        return balanced(next, left, remove(right, next.key));
    }

    /** The entry of {@code node} over these two, whose heights differ by two at most. */
    private static <K, V> Node<K, V> balanced(Node<K, V> node, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        int lean = height(left) - height(right);
        if (lean > 1) {
            var l = Objects.requireNonNull(left);
            if (height(l.left) >= height(l.right)) {
                return over(l, l.left, over(node, l.right, right));
            }
            var middle = Objects.requireNonNull(l.right);
            return over(middle, over(l, l.left, middle.left), over(node, middle.right, right));
        }
        if (lean < -1) {
            var r = Objects.requireNonNull(right);
            if (height(r.right) >= height(r.left)) {
                return over(r, over(node, left, r.left), r.right);
            }
            var middle = Objects.requireNonNull(r.left);
            return over(middle, over(node, left, middle.left), over(r, middle.right, r.right));
        }
        return over(node, left, right);
    }

    private static <K, V> Node<K, V> over(Node<K, V> node, @Nullable Node<K, V> left, @Nullable Node<K, V> right) {
        return new Node<>(
                node.key,
                node.value,
                left,
                right,
                1 + Math.max(height(left), height(right)),
                1 + size(left) + size(right));
    }

    private static int height(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.height;
    }

    private static int size(@Nullable Node<?, ?> node) {
        return node == null ? 0 : node.size;
    }

    /** Calls {@code taker} with each entry, in the order of the keys. */
    public void forEach(BiConsumer<? super K, ? super V> taker) {
        forEach(root, taker);
    }

    private static <K, V> void forEach(@Nullable Node<K, V> node, BiConsumer<? super K, ? super V> taker) {
        if (node != null) {
            forEach(node.left, taker);
            taker.accept(node.key, node.value);
            forEach(node.right, taker);
        }
    }

    /** The keys in their order. */
    public List<K> keys() {
        var keys = new ArrayList<K>(size());
        forEach((key, _) -> keys.add(key));
        return keys;
    }

    /** The values in the order of their keys. */
    public List<V> values() {
        var values = new ArrayList<V>(size());
        forEach((_, value) -> values.add(value));
        return values;
    }

    private List<Map.Entry<K, V>> entries() {
        var entries = new ArrayList<Map.Entry<K, V>>(size());
        forEach((key, value) -> entries.add(new AbstractMap.SimpleImmutableEntry<>(key, value)));
        return entries;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // versions share what did not change
    public boolean equals(@Nullable Object other) {
        return other instanceof SortedTable<?, ?> table
                && (root == table.root || size() == table.size() && sameEntries(table));
    }

    private boolean sameEntries(SortedTable<?, ?> other) {
        Iterator<?> theirs = other.entries().iterator();
        for (var entry : entries()) {
            if (!entry.equals(theirs.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        return entries().hashCode();
    }

    @Override
    public String toString() {
        return entries().toString();
    }
}
