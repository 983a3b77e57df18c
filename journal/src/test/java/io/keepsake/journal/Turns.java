package io.keepsake.journal;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent;
import io.keepsake.core.event.Why;
import io.keepsake.core.value.Advert;
import io.keepsake.core.value.AdvertInterval;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Vrid;
import io.keepsake.core.value.VrrpVersion;
import java.time.Instant;
import java.util.List;

/** Turns as a director makes them, one a second. */
public final class Turns {
    public static final InstanceName INSTANCE = new InstanceName("VI_1");
    private static final Ip SOURCE = Ip.parse("192.168.181.133");
    private static final Instant WALL = Instant.parse("2026-03-01T03:12:00.123456789Z");
    private static final long BOOTED = 3_000_000_000_000_000L;

    private Turns() {}

    public static Advert advertOf(int priority) {
        return new Advert(
                VrrpVersion.V2,
                new Vrid(51),
                new Priority(priority),
                AdvertInterval.ofSeconds(1),
                AuthType.NONE,
                List.of(Ip.parse("192.168.181.100")));
    }

    /** What a backup hears every second. */
    public static Turn advert(long index) {
        return turn(
                index,
                new VrrpEvent.AdvertReceived(INSTANCE, SOURCE, 255, 40_000 + index % 97 * 1000, advertOf(100)),
                List.of(),
                List.of());
    }

    /** A takeover: an event, a decision, an effect; takes three indexes. */
    public static Turn takeover(long index) {
        return turn(
                index,
                new VrrpEvent.AdvertReceived(INSTANCE, SOURCE, 255, 1, advertOf(90)),
                List.of(new Decision.BecameMaster(INSTANCE, Role.BACKUP, new Why.FaultCleared())),
                List.of(new Effect.SendAdvert(INSTANCE, SOURCE, advertOf(100))));
    }

    public static Turn checkpoint(long index) {
        return turn(index, new JournalEvent.Checkpoint(List.of("a", "b"), 4711), List.of(), List.of());
    }

    public static Turn turn(long index, Event event, List<Decision> decisions, List<Effect> effects) {
        long drift = index % 1000 * 300;
        var at = new Moment(BOOTED + index * 1_000_000_000L + index % 50_000);
        return new Turn(new Recorded(index, at, wall(index).plusNanos(drift), event), decisions, effects);
    }

    public static Instant wall(long index) {
        return WALL.plusSeconds(index).plusNanos(index % 50_000);
    }
}
