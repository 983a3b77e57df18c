package io.keepsake.core.vrrp;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.value.Family;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.Vrid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From the instances of one configuration to those of another. */
final class VrrpReload {
    private final VrrpTable before;
    private final LinkTable links;
    private final Moment now;
    private final long index;
    private final Map<InstanceName, InstanceConfig> left = new LinkedHashMap<>();
    private final List<Decision> decisions = new ArrayList<>();
    private final List<Signal> signals = new ArrayList<>();

    /** What makes an instance the same after a reload; its name does not. */
    private record Place(
            InterfaceName link,
            Family family,
            Vrid vrid,
            @Nullable Ip source,
            @Nullable Ip group) {
        static Place of(InstanceConfig c) {
            return new Place(c.link(), c.family(), c.vrid(), c.source(), c.unicast() ? null : c.group());
        }
    }

    private VrrpReload(VrrpTable before, LinkTable links, Moment now, long index) {
        this.before = before;
        this.links = links;
        this.now = now;
        this.index = index;
        before.config().instances().forEach(i -> left.put(i.name(), i));
    }

    static Step<VrrpTable> of(VrrpTable before, ControllerConfig config, LinkTable links, Moment now, long index) {
        var reload = new VrrpReload(before, links, now, index);
        var states = new HashMap<InstanceName, VrrpState>();
        var deaf = new HashSet<InstanceName>();
        for (var instance : config.instances()) {
            var old = reload.take(instance, config);
            states.put(instance.name(), old == null ? reload.begun(config) : reload.kept(old, instance));
            if (old != null && before.deaf(old.name())) {
                deaf.add(instance.name());
            }
        }
        before.config().instances().stream()
                .filter(i -> reload.left.containsKey(i.name()))
                .forEach(reload::removed);
        var table = VrrpTable.of(config, states, deaf);
        var step = new Step<>(table, reload.decisions, reload.signals);
        return links.read() ? Step.joined(step, table.onReloaded(links, now, index)) : step;
    }

    /** The instance that stood in the same place: the one of the same name, or one whose name is used no more. */
    private @Nullable InstanceConfig take(InstanceConfig instance, ControllerConfig config) {
        var place = Place.of(instance);
        var old = left.values().stream()
                .filter(i -> Place.of(i).equals(place))
                .filter(i -> i.name().equals(instance.name()) || !standsThere(i, config))
                .min(Comparator.comparing(i -> !i.name().equals(instance.name())));
        old.ifPresent(i -> left.remove(i.name()));
        return old.orElse(null);
    }

    /** Whether the configuration still has this instance under its name in its place. */
    private static boolean standsThere(InstanceConfig old, ControllerConfig config) {
        return config.instances().stream()
                .anyMatch(i -> i.name().equals(old.name()) && Place.of(i).equals(Place.of(old)));
    }

    private VrrpState begun(ControllerConfig config) {
        return new VrrpState.Init(now.plus(config.startupDelayNanos()));
    }

    private void removed(InstanceConfig instance) {
        var situation = before.situation(instance, links, now, index);
        var step = Transitions.stop(situation, before.state(instance.name()), "reload");
        decisions.addAll(step.decisions());
        signals.addAll(step.signals());
    }

    /**
     * A shorter interval counts at once; another priority moves a running Master_Down_Timer by the difference of skews, and
     * ends the dispute of an owner with its rival.
     */
    private VrrpState kept(InstanceConfig was, InstanceConfig is) {
        boolean same = was.priority().equals(is.priority());
        return switch (before.state(was.name())) {
            case VrrpState.Master master -> {
                var next = master.advertAt(
                        master.nextAdvertAt().earlierOf(now.plus(is.interval().nanos())));
                yield same ? next : next.rival(Moment.NEVER, false);
            }
            case VrrpState.Backup backup ->
                same ? backup : backup.reprioritised(VrrpTimers.reprioritised(backup.timer(), is, backup.interval()));
            case VrrpState.Init init -> init;
            case VrrpState.Fault fault -> fault;
            case VrrpState.Stopped stopped -> stopped;
        };
    }
}
