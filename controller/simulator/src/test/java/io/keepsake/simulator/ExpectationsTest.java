package io.keepsake.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.event.Event;
import io.keepsake.simulator.coverage.Coverage;
import java.util.Arrays;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A campaign is asked for every kind of event, decision and effect that there is: a new one is not forgotten. */
class ExpectationsTest {
    @Test
    void everyKindIsExpectedOrNamedAsOutOfReach() {
        var kinds = new TreeSet<String>();
        Stream.of(Event.class, Effect.class)
                .flatMap(ExpectationsTest::leaves)
                .map(Class::getSimpleName)
                .forEach(kinds::add);
        var named = new TreeSet<String>();
        Coverage.expected()
                .filter(mark -> mark.startsWith("event ") || mark.startsWith("decision ") || mark.startsWith("effect "))
                .map(mark -> mark.substring(mark.indexOf(' ') + 1))
                .forEach(named::add);
        Coverage.unreachable().keySet().stream()
                .filter(mark -> mark.startsWith("event "))
                .map(mark -> mark.substring(6))
                .forEach(named::add);
        assertEquals(kinds, named);
    }

    private static Stream<Class<?>> leaves(Class<?> sealed) {
        return sealed.isSealed()
                ? Arrays.stream(sealed.getPermittedSubclasses()).flatMap(ExpectationsTest::leaves)
                : Stream.of(sealed);
    }
}
