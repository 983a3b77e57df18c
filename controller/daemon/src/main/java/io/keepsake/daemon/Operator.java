package io.keepsake.daemon;

import io.keepsake.adapter.netlink.ipvs.IpvsNetlink;
import io.keepsake.adapter.netlink.ipvs.ServiceCount;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.event.Hold;
import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.event.OperatorEvent.DrainCancelled;
import io.keepsake.core.event.OperatorEvent.DrainRequested;
import io.keepsake.core.event.OperatorEvent.HoldReleased;
import io.keepsake.core.event.OperatorEvent.HoldRequested;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.VirtualServerName;
import io.keepsake.daemon.control.Requests;
import io.keepsake.daemon.loop.ElectionLoop;
import io.keepsake.daemon.loop.Inbox;
import io.keepsake.daemon.report.Connections;
import io.keepsake.daemon.report.StatusReport;
import io.keepsake.daemon.report.TableReport;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Answers each {@link Question} of the control socket. */
final class Operator implements Requests {
    private static final long COUNTING_SECONDS = 3;

    private final ElectionLoop loop;
    private final Inbox inbox;
    private final Reloader reloader;
    private final IpvsNetlink ipvs;
    private final Path journal;

    /** @param journal the directory that is written to */
    Operator(ElectionLoop loop, Inbox inbox, Reloader reloader, IpvsNetlink ipvs, Path journal) {
        this.loop = loop;
        this.inbox = inbox;
        this.reloader = reloader;
        this.ipvs = ipvs;
        this.journal = journal;
    }

    @Override
    public Reply answer(String line, Peer by) {
        return switch (Question.parse(line)) {
            case Question.Status(boolean json) -> {
                var report = new StatusReport(loop.state(), new Moment(System.nanoTime()), connections());
                yield new Reply(true, json ? report.json() : report.text());
            }
            case Question.Table(boolean json) ->
                new Reply(true, json ? TableReport.json(loop.state()) : lines(TableReport.lines(loop.state())));
            case Question.Journal _ -> new Reply(true, journal.toAbsolutePath().normalize() + "\n");
            case Question.Reload _ -> answer(reloader.reload(), "the configuration is in force\n");
            case Question.Plan(var file) -> answer(reloader.plan(file, by.ours()), "");
            case Question.Drain drain -> drain(drain, by.name());
            case Question.Undrain undrain -> undrain(undrain, by.name());
            case Question.Keep keep -> keep(keep, by.name());
            case Question.Release release -> release(release, by.name());
        };
    }

    /** Waits for the kernel's counters, but not long: who asks wants an answer also when the kernel gives none. */
    private Connections connections() {
        var counted = new CompletableFuture<List<ServiceCount>>();
        ipvs.counts(counted::complete);
        try {
            return new Connections(counted.get(COUNTING_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException e) {
            return Connections.UNKNOWN;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Connections.UNKNOWN;
        }
    }

    private static Reply answer(Reloader.Answer answer, String end) {
        return new Reply(answer.accepted(), lines(answer.messages()) + (answer.accepted() ? end : ""));
    }

    private static String lines(List<String> lines) {
        return lines.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private Reply drain(Question.Drain asked, String by) {
        var server = server(asked.server());
        var real = real(server, asked.real());
        var until = until(asked.nanos());
        inbox.offer(new DrainRequested(new Drain(server, real, until, asked.reason(), by)));
        return new Reply(true, "drained: " + server + (real == null ? "" : " " + real) + "\n");
    }

    private Reply undrain(Question.Undrain asked, String by) {
        var server = server(asked.server());
        var real = real(server, asked.real());
        var director = loop.state().director();
        boolean there = director != null
                && director.drains().stream()
                        .anyMatch(d ->
                                d.server().equals(server) && (real == null ? d.real() == null : real.equals(d.real())));
        if (!there) {
            throw new IllegalArgumentException("there is no such drain; see --status");
        }
        inbox.offer(new DrainCancelled(server, real, by));
        return new Reply(true, "drained no more: " + server + (real == null ? "" : " " + real) + "\n");
    }

    private static Moment until(long nanos) {
        return nanos == Question.WITHOUT_END ? Moment.NEVER : new Moment(System.nanoTime()).plus(nanos);
    }

    private Reply keep(Question.Keep asked, String by) {
        var concerned = concerned(asked.name());
        var hold = new Hold(concerned.getFirst(), asked.kind(), until(asked.nanos()), asked.reason(), by);
        inbox.offer(new HoldRequested(hold));
        return new Reply(true, (asked.kind() == Hold.Kind.HOLD ? "held: " : "demoted: ") + names(concerned) + "\n");
    }

    private Reply release(Question.Release asked, String by) {
        var concerned = concerned(asked.name());
        var vrrp = loop.state().vrrp();
        if (vrrp == null || concerned.stream().noneMatch(vrrp.holds().byInstance()::containsKey)) {
            throw new IllegalArgumentException("nobody holds or demoted " + asked.name() + "; see --status");
        }
        inbox.offer(new HoldReleased(concerned.getFirst(), by));
        return new Reply(true, "released: " + names(concerned) + "\n");
    }

    private static String names(List<InstanceName> instances) {
        return instances.stream().map(InstanceName::value).collect(Collectors.joining(", "));
    }

    /** The instance of this name first, or one of the sync group of this name, and all that go with it. */
    private List<InstanceName> concerned(String name) {
        var vrrp = loop.state().vrrp();
        var config = vrrp == null ? null : vrrp.config();
        var groups = config == null ? List.<SyncGroup>of() : config.syncGroups();
        if (config != null
                && config.instances().stream().anyMatch(i -> i.name().value().equals(name))) {
            var instance = new InstanceName(name);
            var mates = groups.stream()
                    .filter(group -> group.members().contains(instance))
                    .flatMap(group -> group.members().stream())
                    .filter(member -> !member.equals(instance));
            return Stream.concat(Stream.of(instance), mates).toList();
        }
        return groups.stream()
                .filter(group -> group.name().equals(name))
                .map(SyncGroup::members)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "no instance or sync group " + name + "; see --status for their names"));
    }

    private VirtualServerName server(String name) {
        var director = loop.state().director();
        var found = new VirtualServerName(name);
        if (director == null
                || director.config().virtualServers().stream()
                        .noneMatch(s -> s.name().equals(found))) {
            throw new IllegalArgumentException("no virtual server " + name + "; see --status for their names");
        }
        return found;
    }

    private @Nullable Endpoint real(VirtualServerName server, @Nullable Endpoint endpoint) {
        var director = loop.state().director();
        if (endpoint != null
                && (director == null
                        || director.config().virtualServers().stream()
                                .filter(s -> s.name().equals(server))
                                .flatMap(s -> s.realServers().stream())
                                .noneMatch(r -> r.endpoint().equals(endpoint)))) {
            throw new IllegalArgumentException("no real server " + endpoint + " in " + server);
        }
        return endpoint;
    }
}
