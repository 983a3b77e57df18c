package io.keepsake.core;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.director.DirectorTable;
import io.keepsake.core.director.DirectorText;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.health.HealthTable;
import io.keepsake.core.health.HealthText;
import io.keepsake.core.kernel.IpvsState;
import io.keepsake.core.kernel.IpvsText;
import io.keepsake.core.kernel.KernelState;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.text.ConfigFields;
import io.keepsake.core.text.HealthFields;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.track.TrackTable;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.RenderedLines;
import io.keepsake.core.value.Role;
import io.keepsake.core.vrrp.Facts;
import io.keepsake.core.vrrp.VrrpStateText;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one director knows.
 *
 * @param boot the kernel's id of this boot; empty until the process said that it started
 * @param configured what follows from the configuration; null until one was accepted
 * @param recalled what the last run left, while it waits for the configuration
 * @param recallBy until when it is left to the journal to say what earlier runs put into the kernel; never, when it has or
 *     it is too late
 * @param leftover whether something was seen that waits for that word, and must not wait longer
 * @param stopping whether someone asked the director to end
 */
public record NodeState(
        String boot,
        LinkTable links,
        @Nullable Configured configured,
        KernelState kernel,
        IpvsState ipvs,
        @Nullable Leftovers recalled,
        Moment recallBy,
        boolean leftover,
        boolean stopping) {

    /**
     * How long the journal has to say what earlier runs put into the kernel. Then what stands just as it is configured is
     * taken for theirs, or a keepalived's: two hosts with one address are worse than one without.
     */
    static final long RECALL_NANOS = 3_000_000_000L;

    /** The features that begin with a configuration, and go from one to the next together. */
    public record Configured(HealthTable health, TrackTable track, VrrpTable vrrp, DirectorTable director) {
        public ControllerConfig config() {
            return vrrp.config();
        }

        Configured with(HealthTable other) {
            return new Configured(other, track, vrrp, director);
        }

        Configured with(TrackTable other) {
            return new Configured(health, other, vrrp, director);
        }

        Configured with(VrrpTable other) {
            return new Configured(health, track, other, director);
        }

        Configured with(DirectorTable other) {
            return new Configured(health, track, vrrp, other);
        }
    }

    /** What a director knows when it starts: nothing. */
    public static final NodeState INITIAL = new NodeState(
            "", LinkTable.UNREAD, null, KernelState.EMPTY, IpvsState.EMPTY, null, Moment.NEVER, false, false);

    /** The instances; null until a configuration was accepted. */
    public @Nullable VrrpTable vrrp() {
        return configured == null ? null : configured.vrrp();
    }

    /** The virtual servers; null until a configuration was accepted. */
    public @Nullable DirectorTable director() {
        return configured == null ? null : configured.director();
    }

    /** The health of the real servers. */
    public HealthTable health() {
        return configured == null ? HealthTable.EMPTY : configured.health();
    }

    NodeState begun(String bootId, Moment now) {
        return new NodeState(
                bootId, links, configured, kernel, ipvs, recalled, now.plus(RECALL_NANOS), leftover, stopping);
    }

    /** With the journal having spoken. */
    NodeState journalHeard() {
        return recallBy.equals(Moment.NEVER)
                ? this
                : new NodeState(boot, links, configured, kernel, ipvs, recalled, Moment.NEVER, false, stopping);
    }

    /** At this moment, at which it may be too late for the journal. */
    NodeState at(Moment now) {
        return now.reaches(recallBy) ? journalHeard() : this;
    }

    /** With something seen that waits for the journal's word, unless that was heard. */
    NodeState leftover(boolean seen) {
        return !seen || leftover || claims()
                ? this
                : new NodeState(boot, links, configured, kernel, ipvs, recalled, recallBy, true, stopping);
    }

    /** Whether what stands just as it is configured is an earlier run's, though the journal says nothing of it. */
    boolean claims() {
        return recallBy.equals(Moment.NEVER);
    }

    NodeState with(LinkTable others) {
        return new NodeState(boot, others, configured, kernel, ipvs, recalled, recallBy, leftover, stopping);
    }

    NodeState with(@Nullable Configured other) {
        return new NodeState(boot, links, other, kernel, ipvs, recalled, recallBy, leftover, stopping);
    }

    NodeState with(KernelState other) {
        return new NodeState(boot, links, configured, other, ipvs, recalled, recallBy, leftover, stopping);
    }

    NodeState with(IpvsState other) {
        return new NodeState(boot, links, configured, kernel, other, recalled, recallBy, leftover, stopping);
    }

    NodeState recalling(@Nullable Leftovers leftovers) {
        return new NodeState(boot, links, configured, kernel, ipvs, leftovers, recallBy, leftover, stopping);
    }

    NodeState stopped() {
        return new NodeState(boot, links, configured, kernel, ipvs, recalled, recallBy, leftover, true);
    }

    /** What a run begins with that follows a run which left this, before it knows anything of its own. */
    public static NodeState after(Leftovers leftovers) {
        var links = LinkTable.UNREAD.recalling(leftovers.ours(), leftovers.hosts());
        return INITIAL.with(links.with(links.routing().owning(leftovers.routing())))
                .with(IpvsState.EMPTY.recalled(leftovers.services(), leftovers.daemons()))
                .with(KernelState.EMPTY.recalling(leftovers.blocks()))
                .recalling(leftovers);
    }

    /**
     * The earliest moment at which this state wants a {@code DeadlineReached}. For the journal alone it wants none while
     * anything else is due, but where an address waits for its word that another node may have.
     */
    public Moment deadline() {
        var due = due();
        return leftover || due.equals(Moment.NEVER) ? due.earlierOf(recallBy) : due;
    }

    private Moment due() {
        var earliest = kernel.deadline().earlierOf(ipvs.deadline());
        if (configured == null) {
            return earliest;
        }
        var servers = earliest.earlierOf(configured.director().deadline())
                .earlierOf(configured.track().deadline());
        return links.read() ? servers.earlierOf(configured.vrrp().deadline()) : servers;
    }

    /** Whether what is ours is taken out of the kernel: after a stop, and not before every successor is there. */
    public boolean undoes() {
        return stopping && (configured == null || !configured.vrrp().leaves());
    }

    /** The masters that this configuration would take away, and that have addresses to leave to a successor. */
    public List<InstanceName> leaving(ControllerConfig next) {
        return configured == null || stopping || !links.read()
                ? List.of()
                : configured.vrrp().leaving(next, Facts.still(links, configured.track(), Moment.NEVER, 0));
    }

    /** Whether this instance has said goodbye and leaves its addresses to its successor. */
    boolean leaves(InstanceName instance) {
        int place = configured == null ? -1 : configured.track().place(instance);
        return configured != null
                && place >= 0
                && configured.vrrp().state(place).leaves();
    }

    /** Whether a stop was asked for and nothing of ours is left to undo. */
    public boolean ended() {
        return undoes() && kernel.idle() && (keepsAddresses() || !anythingStands()) && ipvs.ended();
    }

    private boolean anythingStands() {
        return links.owned().keys().stream().anyMatch(links::holds)
                || !links.routing().standing().isEmpty()
                || !kernel.blocksEnded()
                || links.names().stream().anyMatch(links::promoted);
    }

    /** {@code -V}: masters stay what they are when the director ends. */
    boolean keepsAddresses() {
        return configured != null && !configured.vrrp().inRole(Role.MASTER).isEmpty();
    }

    /** What still stands, is known to be bad or goes on: what the next run has to know of. */
    public Leftovers leftovers() {
        var waiting = recalled;
        if (configured == null) {
            return new Leftovers(
                    links.owned().keys(),
                    ipvs.left(),
                    waiting == null ? List.of() : waiting.failed(),
                    waiting == null ? List.of() : waiting.drains(),
                    waiting == null ? List.of() : waiting.servers(),
                    ipvs.ours().daemons(),
                    waiting == null ? List.of() : waiting.holds(),
                    kernel.blocksLeft(),
                    links.routing().owned(),
                    links.hosts().keys());
        }
        return new Leftovers(
                links.owned().keys(),
                ipvs.left(),
                configured.health().failed(),
                configured.director().drains(),
                configured.director().known(configured.health()),
                ipvs.ours().daemons(),
                configured.vrrp().holds().all(),
                kernel.blocksLeft(),
                links.routing().owned(),
                links.hosts().keys());
    }

    /** The whole state in lines, with their fingerprint. The longest lines are made only when they are read. */
    public Checkpoint checkpoint() {
        var lines = new RenderedLines.Builder();
        var node = new TextSink("Node");
        node.flag("stopping", stopping);
        node.text("boot", boot);
        lines.add(List.of(node.toString()));
        if (!claims()) {
            var waits = new TextSink("RecallBy");
            waits.moment("at", recallBy);
            waits.unusualFlag("leftover", leftover);
            lines.add(List.of(waits.toString()));
        }
        lines.add(links.print());
        if (configured != null) {
            var config = new TextSink("Config");
            ConfigFields.writeHead(configured.config(), config);
            lines.add(List.of(config.toString()));
            lines.add(configured.config().virtualServers(), NodeState::print);
            lines.add(HealthText.print(configured.health()));
            lines.add(configured.track().print());
            lines.add(VrrpStateText.print(configured.vrrp()));
            lines.add(DirectorText.print(configured.director()));
        }
        lines.add(kernel.print());
        lines.add(IpvsText.print(ipvs));
        lines.add(List.copyOf(ipvs.seen().table().services().values()), IpvsText::print);
        var waiting = recalled;
        if (waiting != null) {
            var out = new TextSink("Recalled");
            HealthFields.LEFTOVERS.write(waiting, out);
            lines.add(List.of(out.toString()));
        }
        var all = lines.build();
        return new Checkpoint(all, fingerprint(all));
    }

    private static String print(VirtualServerConfig server) {
        var out = new TextSink("ConfigServer");
        ConfigFields.writeServer(server, out);
        return out.toString();
    }

    /**
     * The state that {@link #checkpoint} printed.
     *
     * @throws IllegalArgumentException when the lines do not have the fingerprint, or make no state
     */
    public static NodeState of(Checkpoint checkpoint) {
        var lines = checkpoint.state();
        if (fingerprint(lines) != checkpoint.fingerprint()) {
            throw new IllegalArgumentException("fingerprint must be " + fingerprint(lines) + ", was "
                    + checkpoint.fingerprint() + ": the checkpoint was damaged");
        }
        boolean stopping = false;
        var boot = "";
        String config = null;
        var servers = new ArrayList<VirtualServerConfig>();
        Leftovers recalled = null;
        var recallBy = Moment.NEVER;
        boolean leftover = false;
        for (var line : lines) {
            switch (TextSource.kind(line)) {
                case "Node" -> {
                    stopping = TextSource.of(line).flag("stopping");
                    boot = TextSource.of(line).text("boot");
                }
                case "Config" -> config = line;
                case "ConfigServer" -> servers.add(ConfigFields.readServer(TextSource.of(line)));
                case "RecallBy" -> {
                    var waits = TextSource.of(line);
                    recallBy = waits.moment("at");
                    leftover = waits.later().unusualFlag("leftover");
                }
                case "Recalled" -> recalled = HealthFields.LEFTOVERS.read(TextSource.of(line));
                default -> {}
            }
        }
        var links = LinkTable.parse(lines);
        return new NodeState(
                boot,
                links,
                config == null ? null : configured(ConfigFields.readHead(TextSource.of(config), servers), links, lines),
                KernelState.parse(lines),
                IpvsText.parse(lines),
                recalled,
                recallBy,
                leftover,
                stopping);
    }

    private static Configured configured(ControllerConfig config, LinkTable links, List<String> lines) {
        return new Configured(
                HealthText.parse(config, lines),
                TrackTable.parse(config, links, lines),
                VrrpStateText.parse(config, lines),
                DirectorText.parse(config, lines));
    }

    /** Of the lines of a state: FNV-1a of 64 bits, each line ended by a newline. */
    public static long fingerprint(List<String> lines) {
        long hash = 0xcbf29ce484222325L;
        for (var line : lines) {
            for (int i = 0; i <= line.length(); i++) {
                hash = (hash ^ (i < line.length() ? line.charAt(i) : '\n')) * 0x100000001b3L;
            }
        }
        return hash;
    }
}
