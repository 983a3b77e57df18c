package io.keepsake.torture;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * The steps of a seed, one after another without end: all kinds in an order of chance, then all again in another.
 * Depends on nothing else, so that a seed repeats it.
 */
final class Schedule {
    private static final int ONE_IN = 4;

    private final List<Kind> kinds;
    private final List<Kind> companions;
    private final Random chance;
    private final List<Kind> deck = new ArrayList<>();
    private int number;

    /** @param kinds what may happen */
    Schedule(long seed, List<Kind> kinds) {
        this.kinds = List.copyOf(kinds);
        companions = kinds.stream()
                .filter(kind -> kind.isOfOneNode() && !kind.costsMastership())
                .toList();
        chance = new Random(seed);
    }

    Step next() {
        if (deck.isEmpty()) {
            deck.addAll(kinds);
            Collections.shuffle(deck, chance);
        }
        var kind = deck.removeLast();
        int node = chance.nextInt(Cluster.NODES);
        long lasts = kind.lastsMillis() / 4 + chance.nextLong(kind.lastsMillis() * 3 / 4);
        long seed = chance.nextLong();
        int alsoNode = (node + 1 + chance.nextInt(Cluster.NODES - 1)) % Cluster.NODES;
        boolean alone = companions.isEmpty() || chance.nextInt(ONE_IN) != 0;
        var also = alone ? null : companions.get(chance.nextInt(companions.size()));
        return new Step(++number, kind, node, Duration.ofMillis(lasts), seed, also == kind ? null : also, alsoNode);
    }

    List<Step> next(int count) {
        var steps = new ArrayList<Step>();
        for (int i = 0; i < count; i++) {
            steps.add(next());
        }
        return steps;
    }
}
