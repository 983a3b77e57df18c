package io.keepsake.web.index;

import io.keepsake.core.value.Ip;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers for the addresses that adverts came from, those of all runs of a node. A flood of forged ones gets one number
 * together. For the thread that writes the index; {@link #of} for its readers.
 */
final class Sources {
    /** More different ones are not told apart. */
    static final int MOST = 16_384;

    /** Stands for all that found no number. */
    static final Ip OTHERS = Ip.parse("0.0.0.0");

    private final Map<Ip, Integer> numbers = new HashMap<>();
    private final List<Ip> addresses = new ArrayList<>();

    int number(Ip source) {
        var known = numbers.get(source);
        if (known != null) {
            return known;
        }
        var taken = addresses.size() < MOST - 1 ? source : OTHERS;
        return numbers.computeIfAbsent(taken, address -> {
            addresses.add(address);
            return addresses.size() - 1;
        });
    }

    Ip of(int number) {
        return addresses.get(number);
    }
}
