package io.keepsake.core.director;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.effect.Effect.ResumeChecks;
import io.keepsake.core.effect.Effect.Signal;
import io.keepsake.core.effect.Effect.SuspendChecks;
import io.keepsake.core.effect.Step;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.event.OperatorEvent.DrainCancelled;
import io.keepsake.core.event.OperatorEvent.KnownServer;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.PagedList;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.VirtualServerName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Every virtual server.
 *
 * @param started whether virtual servers are looked after yet: they wait for what the last run knew, so that a server
 *     that was down is not let in, but not beyond {@code startBy}
 * @param states in the order of the configuration
 * @param drains that are not over, in the order in which they began
 */
public record DirectorTable(
        ControllerConfig config, boolean started, Moment startBy, List<ServerState> states, List<Drain> drains) {

    /** How long virtual servers wait for what the journal knows. */
    static final long RECALL_NANOS = 3_000_000_000L;

    public DirectorTable {
        states = PagedList.copyOf(states);
        drains = List.copyOf(drains);
    }

    /** The virtual servers of a first configuration. */
    public static DirectorTable of(ControllerConfig config, Moment now) {
        var states = Collections.nCopies(config.virtualServers().size(), ServerState.FIRST);
        return new DirectorTable(config, false, now.plus(RECALL_NANOS), states, List.of());
    }

    private DirectorTable with(List<ServerState> others) {
        return new DirectorTable(config, started, startBy, others, drains);
    }

    private DirectorTable drained(List<Drain> others) {
        return new DirectorTable(config, started, startBy, states, others);
    }

    /** When the earliest drain ends, or the wait for the journal. */
    public Moment deadline() {
        var earliest = started || config.virtualServers().isEmpty() ? Moment.NEVER : startBy;
        for (var drain : drains) {
            earliest = earliest.earlierOf(drain.until());
        }
        return earliest;
    }

    private VirtualServerConfig server(int place) {
        return config.virtualServers().get(place);
    }

    /** The real servers of the virtual server at this place. */
    public Map<Endpoint, RealView> reals(int place, HealthTable health) {
        return RealView.of(server(place), health.at(place), drains);
    }

    /** What should stand in the kernel for the virtual server at this place. */
    public SortedMap<Endpoint, Destination> wanted(int place, HealthTable health) {
        return Destinations.wanted(
                server(place), reals(place, health), states.get(place).quorum());
    }

    /**
     * From here on virtual servers are looked after.
     *
     * @param quorums the virtual servers that had their quorum when the last run ended
     */
    private Step<DirectorTable> start(HealthTable health, Set<VirtualServerName> quorums) {
        var begun = new DirectorTable(config, true, startBy, states, drains);
        var changed = new ArrayList<ServerState>();
        var decisions = new ArrayList<Decision>();
        var signals = new ArrayList<Signal>();
        for (int i = 0; i < states.size(); i++) {
            var rules = new ServerRules(config, server(i));
            var reals = begun.reals(i, health);
            rules.begin(reals);
            changed.add(states.get(i)
                    .quorum(rules.firstQuorum(reals, quorums.contains(server(i).name()))));
            decisions.addAll(rules.decisions());
            signals.addAll(rules.signals());
        }
        return new Step<>(begun.with(changed), decisions, signals);
    }

    /** The health of the virtual server at this place was {@code before} and is {@code after}. */
    public Step<DirectorTable> onHealth(int place, HealthTable before, HealthTable after, String why) {
        return started ? compared(place, reals(place, before), reals(place, after), why) : Step.to(this);
    }

    private Step<DirectorTable> compared(
            int place, Map<Endpoint, RealView> before, Map<Endpoint, RealView> after, String why) {
        var rules = new ServerRules(config, server(place));
        rules.compare(before, after, why);
        var state = states.get(place);
        var next = state.quorum(rules.quorum(after, state.quorum()));
        return new Step<>(next.equals(state) ? this : with(replaced(place, next)), rules.decisions(), rules.signals());
    }

    private List<ServerState> replaced(int place, ServerState next) {
        return PagedList.copyOf(states).with(place, next);
    }

    /** An operator asked for a drain; the one there is of the same server is replaced. */
    public Step<DirectorTable> onDrain(Drain drain, HealthTable health) {
        var others = new ArrayList<>(without(drain.server(), drain.real()));
        others.add(drain);
        return drainedTo(others, drain.server(), health, "drained: " + drain.reason());
    }

    /** An operator ended a drain. */
    public Step<DirectorTable> onCancelled(DrainCancelled event, HealthTable health) {
        var others = without(event.server(), event.real());
        if (others.size() == drains.size()) {
            return Step.to(this);
        }
        var why = "ended by " + event.by();
        return drainedTo(others, event.server(), health, "drain " + why)
                .decided(new Decision.DrainEnded(event.server(), event.real(), why));
    }

    private List<Drain> without(VirtualServerName server, @Nullable Endpoint real) {
        return drains.stream()
                .filter(d -> !d.server().equals(server) || !Objects.equals(d.real(), real))
                .toList();
    }

    private Step<DirectorTable> drainedTo(
            List<Drain> others, VirtualServerName server, HealthTable health, String why) {
        var next = drained(others);
        int place = health.place(server);
        return place < 0 || !started
                ? Step.to(next)
                : next.compared(place, reals(place, health), next.reals(place, health), why);
    }

    /** Drains end; the wait for the journal does too. */
    public Step<DirectorTable> onDeadline(HealthTable health, Moment now) {
        Step<DirectorTable> step = Step.to(this);
        for (var drain : drains) {
            if (now.reaches(drain.until())) {
                var others = step.next().without(drain.server(), drain.real());
                var ended = step.next().drainedTo(others, drain.server(), health, "the drain is over");
                step = Step.joined(step, ended)
                        .decided(new Decision.DrainEnded(drain.server(), drain.real(), "its time is over"));
            }
        }
        return !started && now.reaches(startBy) ? Step.joined(step, step.next().start(health, Set.of())) : step;
    }

    /**
     * What the last run knew: its drains go on, beside those of this run, and a quorum inside its hysteresis is as it was.
     * Virtual servers that waited for it are looked after from here on; those that could not wait any longer are
     * compared with what they were.
     */
    public Step<DirectorTable> recalled(Leftovers leftovers, HealthTable before, HealthTable after) {
        var all = new ArrayList<>(drains);
        leftovers.drains().stream()
                .filter(d -> without(d.server(), d.real()).size() == drains.size())
                .forEach(all::add);
        var quorums = new HashSet<VirtualServerName>();
        leftovers.servers().stream().filter(KnownServer::quorum).forEach(s -> quorums.add(s.server()));
        var next = drained(all);
        return started ? next.merged(this, before, after, quorums) : next.start(after, quorums);
    }

    /** What the next run has to know of virtual servers. */
    public List<KnownServer> known(HealthTable health) {
        var known = new ArrayList<KnownServer>();
        for (int i = 0; i < states.size(); i++) {
            var good = health.good(i);
            boolean quorum = started && states.get(i).quorum();
            if (quorum || !good.isEmpty()) {
                known.add(new KnownServer(server(i).name(), quorum, good));
            }
        }
        return known;
    }

    private Step<DirectorTable> merged(
            DirectorTable earlier, HealthTable before, HealthTable after, Set<VirtualServerName> quorums) {
        var changed = new ArrayList<ServerState>();
        var decisions = new ArrayList<Decision>();
        var signals = new ArrayList<Signal>();
        for (int i = 0; i < states.size(); i++) {
            var rules = new ServerRules(config, server(i));
            var reals = reals(i, after);
            rules.compare(earlier.reals(i, before), reals, "the last run knew");
            var state = states.get(i);
            boolean had = !state.held() && quorums.contains(server(i).name());
            changed.add(state.quorum(rules.recalledQuorum(reals, state.quorum(), had)));
            decisions.addAll(rules.decisions());
            signals.addAll(rules.signals());
        }
        return new Step<>(with(changed), decisions, signals);
    }

    /** {@code ha_suspend} follows the addresses of this host. */
    public Step<DirectorTable> onLinks(LinkTable links) {
        Step<DirectorTable> step = Step.to(this);
        for (int i = 0; i < states.size(); i++) {
            boolean suspended = server(i).haSuspend() && !isHere(server(i), links);
            if (suspended != states.get(i).suspended()) {
                var name = server(i).name();
                var next =
                        step.next().with(step.next().replaced(i, states.get(i).suspended(suspended)));
                step = step.toward(next)
                        .decided(suspended ? new Decision.ChecksSuspended(name) : new Decision.ChecksResumed(name))
                        .signal(suspended ? new SuspendChecks(name) : new ResumeChecks(name));
            }
        }
        return step;
    }

    private static boolean isHere(VirtualServerConfig server, LinkTable links) {
        return server.keys().stream()
                .anyMatch(key -> !(key instanceof ServiceKey.Address address)
                        || links.addresses().stream()
                                .anyMatch(a -> a.ip().equals(address.endpoint().ip())));
    }

    /** Another configuration: what is configured as before stays as it is. */
    public Step<DirectorTable> reloaded(ControllerConfig next, HealthTable before, HealthTable after) {
        return Reload.of(this, next, before, after);
    }

    /** The director stops. */
    public Step<DirectorTable> onStop(HealthTable health) {
        var signals = new ArrayList<Signal>();
        for (int i = 0; i < states.size() && started; i++) {
            var rules = new ServerRules(config, server(i));
            rules.stop(reals(i, health), states.get(i).quorum());
            signals.addAll(rules.signals());
        }
        return new Step<>(this, List.of(), signals);
    }

    /** The virtual server whose service the event is about; null when it is nobody's, or about all. */
    public @Nullable VirtualServerName owner(IpvsEvent event) {
        var key =
                switch (event) {
                    case IpvsEvent.IpvsRead _, IpvsEvent.IpvsUnavailable _ -> null;
                    case IpvsEvent.ServiceSeen e -> e.service().key();
                    case IpvsEvent.ServiceGone e -> e.service();
                    case IpvsEvent.DestinationSeen e -> e.service();
                    case IpvsEvent.DestinationGone e -> e.service();
                };
        return key == null ? null : owner(key);
    }

    private @Nullable VirtualServerName owner(ServiceKey key) {
        return config.virtualServers().stream()
                .filter(server -> server.keys().contains(key))
                .map(VirtualServerConfig::name)
                .findFirst()
                .orElse(null);
    }
}
