package io.keepsake.core;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.event.JournalEvent.Checkpoint;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.kernel.KernelState;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.text.ConfigFields;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.Moment;
import io.keepsake.core.vrrp.VrrpStateText;
import io.keepsake.core.vrrp.VrrpTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything one director knows.
 *
 * @param boot the kernel's id of this boot; empty until the process said that it started
 * @param vrrp the instances; null until a configuration was accepted
 * @param stopping whether someone asked the director to end
 */
public record NodeState(
        String boot, LinkTable links, @Nullable VrrpTable vrrp, KernelState kernel, boolean stopping) {

    /** What a director knows when it starts: nothing. */
    public static final NodeState INITIAL = new NodeState("", LinkTable.UNREAD, null, KernelState.EMPTY, false);

    NodeState booted(String id) {
        return new NodeState(id, links, vrrp, kernel, stopping);
    }

    NodeState with(LinkTable others) {
        return new NodeState(boot, others, vrrp, kernel, stopping);
    }

    NodeState with(@Nullable VrrpTable other) {
        return new NodeState(boot, links, other, kernel, stopping);
    }

    NodeState with(KernelState other) {
        return new NodeState(boot, links, vrrp, other, stopping);
    }

    NodeState stopped() {
        return new NodeState(boot, links, vrrp, kernel, true);
    }

    /** What a run begins with that follows a run which left these addresses, before it knows anything of its own. */
    public static NodeState after(Leftovers leftovers) {
        return INITIAL.with(KernelState.EMPTY.recalled(leftovers.addresses()));
    }

    /** The earliest moment at which this state wants a {@code DeadlineReached}. */
    public Moment deadline() {
        return vrrp == null || !links.read()
                ? kernel.deadline()
                : vrrp.deadline().earlierOf(kernel.deadline());
    }

    /** Whether a stop was asked for and nothing of ours is left to undo. */
    public boolean ended() {
        return stopping
                && kernel.inFlight().isEmpty()
                && kernel.owned().stream().noneMatch(links::holds);
    }

    /** The addresses that this run put on links and that still stand: what the next run has to know of. */
    public Leftovers leftovers() {
        return new Leftovers(List.copyOf(kernel.owned()), List.of(), List.of(), List.of());
    }

    /** The whole state in lines, with their fingerprint. */
    public Checkpoint checkpoint() {
        var lines = new ArrayList<String>();
        var node = new TextSink("Node");
        node.flag("stopping", stopping);
        node.text("boot", boot);
        lines.add(node.toString());
        lines.addAll(links.print());
        if (vrrp != null) {
            var config = new TextSink("Config");
            ConfigFields.writeConfig(vrrp.config(), config);
            lines.add(config.toString());
            lines.addAll(VrrpStateText.print(vrrp));
        }
        lines.addAll(kernel.print());
        return new Checkpoint(lines, fingerprint(lines));
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
        ControllerConfig config = null;
        for (var line : lines) {
            switch (TextSource.kind(line)) {
                case "Node" -> {
                    stopping = TextSource.of(line).flag("stopping");
                    boot = TextSource.of(line).text("boot");
                }
                case "Config" -> config = ConfigFields.readConfig(TextSource.of(line));
                default -> {}
            }
        }
        var vrrp = config == null ? null : VrrpStateText.parse(config, lines);
        return new NodeState(boot, LinkTable.parse(lines), vrrp, KernelState.parse(lines), stopping);
    }

    /** FNV-1a of 64 bits over the characters, each line ended by a newline. */
    private static long fingerprint(List<String> lines) {
        long hash = 0xcbf29ce484222325L;
        for (var line : lines) {
            for (int i = 0; i <= line.length(); i++) {
                hash = (hash ^ (i < line.length() ? line.charAt(i) : '\n')) * 0x100000001b3L;
            }
        }
        return hash;
    }
}
