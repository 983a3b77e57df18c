package io.keepsake.daemon;

import io.keepsake.adapter.netlink.RouteNetlink;
import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.config.problem.Problem;
import io.keepsake.core.NodeReducer;
import io.keepsake.core.NodeState;
import io.keepsake.core.PendingReload;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.Recorded;
import io.keepsake.core.value.Moment;
import io.keepsake.daemon.loop.EffectExecutor;
import io.keepsake.daemon.loop.ElectionLoop;
import io.keepsake.daemon.loop.Inbox;
import io.keepsake.daemon.plan.ReloadPlan;
import io.keepsake.daemon.service.ServiceManager;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads the configuration again, and says what that would change. A file that cannot be used changes nothing. From any
 * thread but the election's.
 */
final class Reloader {
    private static final long FACTS_SECONDS = 5;

    /** The longest that successors are waited for, though the election, which knows when they cannot come, tells nothing. */
    private static final long HANDOVER_NANOS = 10_000_000_000L;

    private static final long LOOK_NANOS = 20_000_000L;
    private static final String TOO_LARGE = "there is not enough memory to read it";

    private final Path file;
    private final Supplier<ConfigOptions> options;
    private final Subsystems subsystems;
    private final int removedMax;
    private final Inbox inbox;
    private final RouteNetlink netlink;
    private final EffectExecutor executor;
    private final ElectionLoop loop;
    private final Refusals refusals = new Refusals();

    private volatile @Nullable ServiceManager service;

    /** The last that was accepted here. */
    private volatile LoadedConfig present;

    /** @param removedMax the most instances and virtual servers that a reload may remove; negative for any number */
    Reloader(
            Path file,
            Supplier<ConfigOptions> options,
            Subsystems subsystems,
            int removedMax,
            Inbox inbox,
            RouteNetlink netlink,
            EffectExecutor executor,
            ElectionLoop loop,
            LoadedConfig present) {
        this.file = file;
        this.present = present;
        this.options = options;
        this.subsystems = subsystems;
        this.removedMax = removedMax;
        this.inbox = inbox;
        this.netlink = netlink;
        this.executor = executor;
        this.loop = loop;
    }

    /**
     * What came of a reload.
     *
     * @param messages what was found in the file, as {@code -t} prints it
     */
    record Answer(boolean accepted, List<String> messages) {
        Answer {
            messages = List.copyOf(messages);
        }
    }

    /** The configuration in force, or about to be. */
    LoadedConfig present() {
        return present;
    }

    /** Tells a service manager of reloads from here on. */
    void tell(ServiceManager manager) {
        service = manager;
    }

    /** Reads the file again; what was found is an event either way. */
    synchronized Answer reload() {
        var told = service;
        return told == null ? readAgain() : told.reloading(this::readAgain);
    }

    private Answer readAgain() {
        var checked = load(file);
        if (checked == null) {
            return refused(new ArrayList<>(List.of(file + ": " + TOO_LARGE)));
        }
        var messages = new ArrayList<>(texts(checked.problems()));
        messages.add(file + ": " + checked.verdict());
        if (checked instanceof Checked.Valid<LoadedConfig> valid && checked.usable()) {
            var loaded = subsystems.of(valid.value());
            var removed = removed(loop.state(), loaded.config());
            if (!Objects.equals(loaded.netNamespace(), present.netNamespace())) {
                messages.add(file + ": net_namespace is another one than at the start; restart the director for that");
                return refused(messages);
            }
            if (removedMax < 0 || removed.size() <= removedMax) {
                if (!checked.problems().isEmpty()) {
                    messages.forEach(System.err::println);
                }
                // What there is of links that were not watched so far comes before the configuration that is about
                // them.
                watch(loaded.config());
                executor.announce(loaded.config(), loaded.secrets(), loaded.thread());
                bringIntoForce(new ConfigAccepted(loaded.config(), loaded.text()));
                refusals.accepted();
                present = loaded;
                return new Answer(true, messages);
            }
            messages.add(file + ": this reload would remove " + String.join(", ", removed) + ": " + removed.size()
                    + " at once, and at most " + removedMax
                    + " may go (--reload-removes-max); restart the director, or remove them in steps");
        }
        return refused(messages);
    }

    private Answer refused(List<String> messages) {
        messages.add(file + ": refused; the configuration in force stays, and nothing changes");
        var event = refusals.refused(messages, System.nanoTime());
        if (event != null) {
            inbox.offer(event);
        }
        return new Answer(false, messages);
    }

    /** Tells the election of it, when what it takes away has been handed over. */
    private void bringIntoForce(ConfigAccepted accepted) {
        var reload = new PendingReload(accepted);
        long begin = System.nanoTime();
        Event next = null;
        while (!(next instanceof ConfigAccepted)) {
            next = System.nanoTime() - begin < HANDOVER_NANOS ? reload.next(loop.state()) : accepted;
            if (next != null) {
                inbox.offer(next);
            } else {
                LockSupport.parkNanos(LOOK_NANOS);
            }
        }
    }

    /** Null when there is no memory for it: that is the trouble of this request, and of nothing else. */
    private @Nullable Checked<LoadedConfig> load(Path from) {
        try {
            return ConfigFile.load(from, options.get());
        } catch (OutOfMemoryError _) {
            return null;
        }
    }

    /** What stands on links that were not watched so far, as it was told; a kernel that is too slow tells it later. */
    private List<LinkEvent> watch(ControllerConfig config) {
        try {
            return netlink.watch(config.watched()).get(FACTS_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException | TimeoutException _) {
            return List.of();
        }
    }

    private static NodeReducer.Reduced reduce(NodeState state, Event event) {
        return NodeReducer.reduce(state, new Recorded(1, new Moment(System.nanoTime()), Instant.now(), event));
    }

    private static List<String> texts(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }

    /** The instances and virtual servers that run, and not in {@code next}. */
    private static List<String> removed(NodeState state, ControllerConfig next) {
        var removed = new ArrayList<String>();
        var vrrp = state.vrrp();
        if (vrrp != null) {
            var kept = next.instances().stream().map(InstanceConfig::name).collect(Collectors.toSet());
            vrrp.config().instances().stream()
                    .filter(instance -> !kept.contains(instance.name()))
                    .forEach(instance -> removed.add("vrrp_instance " + instance.name()));
        }
        var director = state.director();
        if (director != null) {
            var kept = next.virtualServers().stream()
                    .map(VirtualServerConfig::name)
                    .collect(Collectors.toSet());
            director.config().virtualServers().stream()
                    .filter(server -> !kept.contains(server.name()))
                    .forEach(server -> removed.add("virtual_server " + server.name()));
        }
        return removed;
    }

    /**
     * What this director would decide and do if {@code next} were its configuration now, and what becomes of its elections;
     * nothing is done.
     *
     * @param any whether any file may be planned; otherwise those of {@link PlanRoom}
     * @throws IllegalArgumentException saying which file may
     */
    Answer plan(Path asked, boolean any) {
        var next = any ? asked : PlanRoom.of(file).permitted(asked);
        var checked = load(next);
        if (checked == null) {
            return new Answer(false, List.of(next + ": " + TOO_LARGE));
        }
        var lines = new ArrayList<>(texts(checked.problems()));
        lines.add(next + ": " + checked.verdict());
        if (!(checked instanceof Checked.Valid<LoadedConfig> valid) || !checked.usable()) {
            return new Answer(false, lines);
        }
        var loaded = subsystems.of(valid.value());
        var facts = watch(loaded.config());
        var state = loop.state();
        for (var fact : facts) {
            state = reduce(state, fact).next();
        }
        lines.addAll(ReloadPlan.of(present, loaded, state, ElectionLoop.stamp()));
        return new Answer(true, lines);
    }
}
