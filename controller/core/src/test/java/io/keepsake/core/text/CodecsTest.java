package io.keepsake.core.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.core.config.Check;
import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.Why;
import io.keepsake.core.value.ServiceKey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A record that joins a sealed type must get its codec. */
class CodecsTest {

    @Test
    void everyRecordOfASealedTypeHasOneCodec() {
        assertComplete(Event.class, Fields.EVENT_KINDS);
        assertComplete(Effect.class, Fields.EFFECT_KINDS);
        assertComplete(Why.class, WhyFields.KINDS.kinds());
        assertComplete(ServiceKey.class, IpvsFields.KEYS.kinds());
        assertComplete(IpvsChange.class, IpvsFields.CHANGES.kinds());
        assertComplete(Check.class, ServerConfigFields.CHECKS.kinds());
    }

    private static void assertComplete(Class<?> type, List<String> kinds) {
        assertEquals(records(type).sorted().toList(), kinds.stream().sorted().toList());
    }

    private static Stream<String> records(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(CodecsTest::records)
                : Stream.of(type.getSimpleName());
    }
}
