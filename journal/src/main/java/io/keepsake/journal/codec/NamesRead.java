package io.keepsake.journal.codec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of one file in reading. They are numbered from 0 on without a hole, but where the record of a name is damaged:
 * what lies behind a hole costs no more than itself, however large a number damage has made.
 */
final class NamesRead {
    private static final int NUMBER_MAX = 1 << 20;

    private final List<String> names = new ArrayList<>();
    private final Map<Long, String> behindHoles = new HashMap<>();
    private long next;

    /**
     * Adds a name.
     *
     * @throws Malformed when a name of this or a higher number was read before, or no file has so many
     */
    void add(long number, String name) {
        if (number < next || number > NUMBER_MAX) {
            throw new Malformed("a name's number must be " + next + ".." + NUMBER_MAX + ", was " + number);
        }
        if (number == names.size()) {
            names.add(name);
        } else {
            behindHoles.put(number, name);
        }
        next = number + 1;
    }

    /**
     * The name with this number.
     *
     * @throws Malformed when its record was not read
     */
    String get(long number) {
        var name = number >= 0 && number < names.size() ? names.get((int) number) : behindHoles.get(number);
        if (name == null || name.isEmpty()) {
            throw new Malformed("the record of name " + number + " is missing");
        }
        return name;
    }
}
