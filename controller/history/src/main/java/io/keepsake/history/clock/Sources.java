package io.keepsake.history.clock;

import io.keepsake.core.value.Ip;
import java.util.HashMap;
import java.util.Map;

/** Numbers for the addresses that adverts come from, the same in all journals of a session. For any thread. */
public final class Sources {
    /** Beyond so many, as in a flood of forged ones, no more get a number of their own. */
    private static final int MOST = 65_536;

    private final Map<Ip, Integer> numbers = new HashMap<>();

    /** Its number, from 1; 0 when there are too many. */
    synchronized int number(Ip source) {
        var known = numbers.get(source);
        if (known != null) {
            return known;
        }
        if (numbers.size() == MOST) {
            return 0;
        }
        numbers.put(source, numbers.size() + 1);
        return numbers.size();
    }
}
