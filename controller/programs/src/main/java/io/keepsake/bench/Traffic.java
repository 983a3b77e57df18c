package io.keepsake.bench;

import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent.KernelRead;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import io.keepsake.core.value.LinkAddress;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Priority;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A backup's life as the journal sees it: a start, and then one steady advert after another. For one thread. */
final class Traffic {
    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");
    private static final Profile PROFILE = Profile.V3_10MS;
    private static final Ip MASTER = Ip.parse("10.77.0.2");

    private final List<Turn> beginning = new ArrayList<>();
    private final AdvertReceived heard;
    private NodeState state = NodeState.INITIAL;
    private long index = 1;
    private long nanos;

    Traffic() {
        var loaded = configuration();
        var config = loaded.config();
        var instance = config.instances().getFirst();
        heard = new AdvertReceived(
                instance.name(),
                MASTER,
                255,
                0,
                instance.advert(instance.priority()).withPriority(new Priority(200)));
        begin(new ProcessStarted("bench", "bench", 1, "bench"));
        begin(new ConfigAccepted(config, loaded.text()));
        begin(kernel());
        begin(advert());
        begin(advert());
    }

    private static LoadedConfig configuration() {
        var options = new ConfigOptions("bench", "bench", Map.of(), 0);
        return switch (ConfigFile.parse("bench.conf", PROFILE.configuration(100, 1), options)) {
            case Checked.Valid<LoadedConfig> valid -> valid.value();
            case Checked.Invalid<LoadedConfig> invalid ->
                throw new IllegalStateException("the configuration of the benchmark is wrong: " + invalid.problems());
        };
    }

    private static KernelRead kernel() {
        var name = new InterfaceName(Profile.LINK);
        var link = new Link(name, 2, true, true, false, 1500, HardwareAddress.parse("02:00:00:00:00:01"));
        return KernelRead.plain(List.of(link), List.of(new LinkAddress(name, InterfaceAddress.parse("10.77.0.1/16"))));
    }

    private void begin(Event event) {
        beginning.add(turn(event));
    }

    private Turn turn(Event event) {
        var reduced = NodeReducer.reduce(state, next(event));
        state = reduced.next();
        index = reduced.turn().nextIndex();
        return reduced.turn();
    }

    /** The turns of the start, up to a backup that follows its master. */
    List<Turn> beginning() {
        return List.copyOf(beginning);
    }

    /** Where the backup stands. */
    NodeState state() {
        return state;
    }

    /** An advert like every other, as the socket gives it, with a delay that varies as real ones do. */
    AdvertReceived advert() {
        return new AdvertReceived(
                heard.instance(), heard.source(), heard.ttl(), 20_000 + index * 7919 % 60_000, heard.advert());
    }

    /** The next place in time for an event, an interval after the last, a little early or late. */
    Recorded next(Event event) {
        nanos += 10_000_000 + index * 104_729 % 200_000;
        return new Recorded(index, new Moment(nanos), MIDNIGHT.plusNanos(nanos), event);
    }

    /** The turn of the next steady advert. */
    Turn steady() {
        return turn(advert());
    }
}
