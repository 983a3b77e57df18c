package io.keepsake.core.track;

import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.TrackedFile;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.track.ScriptState.Verdict;
import io.keepsake.core.track.TrackTable.Sockets;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.FaultReason;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Priority;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Goes through the conditions of one instance. */
final class Judgement {
    private final InstanceConfig self;
    private final Sockets sockets;
    private final Reports reports;
    private final LinkTable links;
    private final @Nullable Ip source;
    private final List<FaultCause> faults = new ArrayList<>(1);
    private final List<Tracked.Weight> weights = new ArrayList<>(0);
    private List<FaultCause> own = List.of();
    private boolean waits;

    Judgement(InstanceConfig self, int place, Reports reports, LinkTable links, @Nullable Ip source) {
        this.self = self;
        this.sockets = reports.sockets().get(place);
        this.reports = reports;
        this.links = links;
        this.source = source;
    }

    /** Its own conditions, which come first. */
    void own(List<Condition> conditions) {
        conditions.forEach(this::take);
        own = List.copyOf(faults);
    }

    /** What its sync group tracks. */
    void shared(List<Condition> conditions) {
        conditions.forEach(this::take);
    }

    Tracked tracked() {
        boolean hears = sockets.open() && triedOnThis();
        return new Tracked(faults, own, hears, waits, priority(), weights, source);
    }

    private void take(Condition condition) {
        switch (condition) {
            case Condition.AdvertLink c -> advertLink(c);
            case Condition.SourceAddress _ -> {
                if (source == null && links.link(self.link()).isPresent()) {
                    fault(FaultReason.NO_SOURCE_IP, self.link().value());
                }
            }
            case Condition.ConfiguredSource c -> {
                if (links.standing(self.link(), c.ip()).isEmpty()
                        && links.link(self.link()).isPresent()) {
                    fault(FaultReason.NO_SOURCE_IP, c.ip().toString());
                }
            }
            case Condition.Unique c -> fault(FaultReason.DUPLICATE_VRID, c.other());
            case Condition.Sockets _ -> {
                if (!sockets.open() && triedOnThis()) {
                    fault(FaultReason.SOCKET_FAILED, self.link().value());
                }
            }
            case Condition.AddressLink c -> {
                if (!usable(c.link())) {
                    fault(FaultReason.ADDRESS_INTERFACE_DOWN, c.link().value());
                }
            }
            case Condition.RoutingLink c -> {
                if (!usable(c.link())) {
                    fault(FaultReason.ROUTING_INTERFACE_DOWN, c.link().value());
                }
            }
            case Condition.GroupLink c -> {
                if (!usable(c.link())) {
                    fault(FaultReason.TRACK_GROUP, c.group() + " " + c.link());
                }
            }
            case Condition.TrackedLink c ->
                weigh(
                        usable(c.link()) != c.reverse(),
                        c.weight(),
                        FaultReason.TRACKED_INTERFACE,
                        c.link().value());
            case Condition.Script c -> script(c);
            case Condition.File c -> file(c);
            case Condition.Processes c -> {
                var state = reports.processes().state(c.name());
                if (state != null) {
                    weigh(state.enough() != c.reverse(), c.weight(), FaultReason.TRACKED_PROCESS, c.name());
                } else {
                    waits |= c.weight() == 0;
                }
            }
        }
    }

    private void fault(FaultReason reason, String subject) {
        faults.add(new FaultCause(reason, subject));
    }

    private void advertLink(Condition.AdvertLink c) {
        if (links.link(c.link()).isEmpty()) {
            fault(FaultReason.INTERFACE_MISSING, c.link().value());
        } else if (c.usable() && !usable(c.link())) {
            fault(FaultReason.INTERFACE_DOWN, c.link().value());
        }
    }

    private void script(Condition.Script c) {
        var state = reports.scripts().state(c.name());
        if (state != null && state.verdict() != Verdict.UNKNOWN) {
            boolean holds = (state.verdict() == Verdict.GOOD) != c.reverse();
            weigh(holds, c.weight(), FaultReason.TRACKED_SCRIPT, c.name());
        } else if (state != null && state.held() && c.weight() == 0) {
            waits = true;
        }
    }

    /** The number and the weight multiplied: -254 and below is a fault, and more than 253 counts as that. */
    private void file(Condition.File c) {
        var number = reports.files().number(c.name());
        if (number == null) {
            waits |= c.weight() == 0;
        } else if (c.weight() == 0) {
            if ((number != 0) != c.reverse()) {
                fault(FaultReason.TRACKED_FILE, c.name());
            }
        } else {
            long bounded = Math.clamp(number, -Integer.MAX_VALUE, Integer.MAX_VALUE);
            long product = bounded * c.weight() * (c.reverse() ? -1 : 1);
            if (product <= -TrackedFile.MOST) {
                fault(FaultReason.TRACKED_FILE, c.name());
            } else if (product != 0) {
                weights.add(new Tracked.Weight(c.name(), (int) Math.min(product, TrackedFile.MOST - 1)));
            }
        }
    }

    private void weigh(boolean holds, int weight, FaultReason reason, String subject) {
        if (weight == 0) {
            if (!holds) {
                fault(reason, subject);
            }
        } else if (holds == weight > 0) {
            weights.add(new Tracked.Weight(subject, weight));
        }
    }

    private boolean usable(InterfaceName link) {
        return reports.delayed().usable(link, links);
    }

    private boolean triedOnThis() {
        long incarnation = links.incarnation(self.link());
        return incarnation != 0 && sockets.incarnation() == incarnation;
    }

    /** The configured priority and the weights, 1 to 254; an owner's is not changed by what it tracks. */
    private Priority priority() {
        if (self.owner()) {
            return Priority.OWNER;
        }
        int sum = self.priority().value();
        for (var weighed : weights) {
            sum += weighed.weight();
        }
        return new Priority(Math.clamp(sum, 1, 254));
    }
}
