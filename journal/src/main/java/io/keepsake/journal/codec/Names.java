package io.keepsake.journal.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The names of one file in writing: each is spelt out once, in a record of its own, and is a small number after. */
final class Names {
    private final Map<String, Integer> ids = new HashMap<>();
    private final List<String> fresh = new ArrayList<>();

    /** The number of {@code name}, which becomes {@link #fresh} when it has none yet. */
    int id(String name) {
        var known = ids.get(name);
        if (known != null) {
            return known;
        }
        int id = ids.size();
        ids.put(name, id);
        fresh.add(name);
        return id;
    }

    /** Names that have a number and no record yet, in the order of their numbers. */
    List<String> fresh() {
        return fresh;
    }

    int firstFresh() {
        return ids.size() - fresh.size();
    }

    void accept() {
        fresh.clear();
    }

    void reject() {
        fresh.forEach(ids::remove);
        fresh.clear();
    }
}
