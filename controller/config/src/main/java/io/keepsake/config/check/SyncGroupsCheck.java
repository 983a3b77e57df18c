package io.keepsake.config.check;

import io.keepsake.config.check.InstanceCheck.CheckedInstance;
import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.SyncGroup;
import io.keepsake.core.config.TrackedFile;
import io.keepsake.core.config.TrackedLink;
import io.keepsake.core.config.TrackedProcess;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.value.InstanceName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads every {@code vrrp_sync_group}: after the instances, which it names. */
final class SyncGroupsCheck {
    private final Problems problems;
    private final LinksCheck links;
    private final VrrpScriptsCheck scripts;
    private final TrackFilesCheck files;
    private final TrackProcessesCheck processes;
    private final NotificationsCheck notifications;
    private final Map<String, InstanceConfig> byName;

    /** The groups so far, by their members. */
    private final Map<InstanceName, SyncGroup> byMember = new HashMap<>();

    /** The members whose own trackers may have weights. */
    private final Set<InstanceName> weighed = new HashSet<>();

    SyncGroupsCheck(
            Problems problems,
            LinksCheck links,
            VrrpScriptsCheck scripts,
            TrackFilesCheck files,
            TrackProcessesCheck processes,
            NotificationsCheck notifications,
            List<InstanceConfig> instances) {
        this.problems = problems;
        this.links = links;
        this.scripts = scripts;
        this.files = files;
        this.processes = processes;
        this.notifications = notifications;
        this.byName = instances.stream().collect(Collectors.toMap(i -> i.name().value(), i -> i));
    }

    List<SyncGroup> groups(List<Node> root) {
        var groups = new ArrayList<SyncGroup>();
        var names = new HashSet<String>();
        for (var node : root) {
            if (node.name().equals("vrrp_sync_group") && node.block() != null && isNew(node, names)) {
                var group = group(node.values().getFirst(), node.children());
                if (group != null) {
                    groups.add(group);
                }
            }
        }
        return groups;
    }

    private boolean isNew(Node node, Set<String> names) {
        if (node.values().isEmpty() || node.values().getFirst().text().isEmpty()) {
            problems.error(
                    node.keyword().place(),
                    "vrrp_sync_group needs a name, has none; it is left out, and its instances move each by itself");
            return false;
        }
        var name = node.values().getFirst();
        if (!names.add(name.text())) {
            problems.error(
                    name.place(), "vrrp_sync_group " + name.text() + " is here twice; the later one is left out");
            return false;
        }
        if (node.values().size() > 1) {
            problems.warn(
                    node.values().get(1).place(),
                    "a vrrp_sync_group has one name, was more; the instances of " + name.text()
                            + " move together here, and each by itself in keepalived, which leaves the group out",
                    "remove the other word, or the whole group if it is not meant");
        }
        return true;
    }

    private @Nullable SyncGroup group(Token name, List<Node> nodes) {
        var values = new Values(problems, nodes);
        var members = members(name, nodes);
        var trackedLinks = TrackedLinksCheck.read(problems, nodes, links, null);
        var trackedScripts = scripts.lines(nodes);
        var trackedFiles = files.lines(nodes);
        var trackedProcesses = processes.lines(nodes);
        var told = notifications.read(values);
        boolean weights = values.bare("sync_group_tracking_weight") || values.bare("global_tracking");
        if (members.isEmpty()) {
            problems.warn(
                    values.placeOf("group", name.place()),
                    "vrrp_sync_group " + name.text() + " has no instance; it is left out",
                    "name its instances: group { VI_1 VI_2 }");
            return null;
        }
        if (members.size() == 1) {
            problems.warn(
                    name.place(),
                    "vrrp_sync_group " + name.text() + " has one instance only, " + members.getFirst(),
                    "name the instances that are to move with it");
        }
        var group =
                new SyncGroup(name.text(), members, trackedLinks, trackedScripts, trackedFiles, trackedProcesses, told);
        members.forEach(member -> byMember.put(member, group));
        if (weights) {
            weighed.addAll(members);
        }
        return group;
    }

    private List<InstanceName> members(Token name, List<Node> nodes) {
        var members = new LinkedHashSet<InstanceName>();
        for (var node : nodes) {
            if (node.name().equals("group")) {
                for (var line : node.children()) {
                    member(name, line.keyword(), members);
                    line.values().forEach(word -> member(name, word, members));
                }
            }
        }
        return List.copyOf(members);
    }

    private void member(Token group, Token word, Set<InstanceName> members) {
        var instance = byName.get(word.text());
        if (instance == null) {
            problems.warn(
                    word.place(),
                    "there is no vrrp_instance " + word.text() + " that runs; vrrp_sync_group " + group.text()
                            + " is without it",
                    byName.isEmpty()
                            ? "write the vrrp_instance"
                            : "there are " + byName.keySet().stream().sorted().collect(Collectors.joining(", ")));
            return;
        }
        var other = byMember.get(instance.name());
        if (other != null) {
            problems.warn(
                    word.place(),
                    "instance " + word.text() + " is in vrrp_sync_group " + other.name() + " already; vrrp_sync_group "
                            + group.text() + " is without it",
                    "an instance moves with one group only");
        } else if (!members.add(instance.name())) {
            problems.warn(word.place(), word.text() + " is named twice; the later one is ignored");
        }
    }

    /** An instance as its group has it: no weights of its own, unless the group allows them, and nothing tracked twice. */
    CheckedInstance grouped(CheckedInstance checked) {
        var instance = checked.config();
        var group = byMember.get(instance.name());
        if (group == null) {
            return checked;
        }
        var trackedLinks = instance.trackedLinks().stream()
                .filter(t -> keeps(checked, group, t.link().value(), 0, isTracked(group, t)))
                .map(t -> unweighed(checked, group, t))
                .toList();
        var trackedScripts = instance.trackedScripts().stream()
                .filter(t -> keeps(checked, group, t.script(), t.weight(), isTracked(group, t)))
                .toList();
        var trackedFiles = instance.trackedFiles().stream()
                .filter(t -> keeps(checked, group, t.file(), t.weight(), isTracked(group, t)))
                .toList();
        var trackedProcesses = instance.trackedProcesses().stream()
                .filter(t -> keeps(checked, group, t.process(), 0, isTracked(group, t)))
                .toList();
        var told = instance.notifications().ofPriorities(group.notifications().priorityChanges());
        return new CheckedInstance(
                instance.grouped(trackedLinks, trackedScripts, trackedFiles, trackedProcesses, told),
                checked.secret(),
                checked.place());
    }

    /** An interface keeps its line, and the weight goes: keepalived has it so, and scripts and files otherwise. */
    private TrackedLink unweighed(CheckedInstance checked, SyncGroup group, TrackedLink tracked) {
        if (tracked.weight() == 0 || weighed.contains(checked.config().name())) {
            return tracked;
        }
        problems.warn(
                checked.place(),
                "instance " + checked.config().name() + " is in vrrp_sync_group " + group.name()
                        + ", where a member has no weights of its own; that " + tracked.link()
                        + " is down is a fault of all",
                "track " + tracked.link() + " in the group, or write sync_group_tracking_weight there");
        return new TrackedLink(tracked.link(), 0, tracked.reverse());
    }

    private static boolean isTracked(SyncGroup group, TrackedLink tracked) {
        return group.trackedLinks().stream().anyMatch(t -> t.link().equals(tracked.link()));
    }

    private static boolean isTracked(SyncGroup group, TrackedScript tracked) {
        return group.trackedScripts().stream().anyMatch(t -> t.script().equals(tracked.script()));
    }

    private static boolean isTracked(SyncGroup group, TrackedFile tracked) {
        return group.trackedFiles().stream().anyMatch(t -> t.file().equals(tracked.file()));
    }

    private static boolean isTracked(SyncGroup group, TrackedProcess tracked) {
        return group.trackedProcesses().stream().anyMatch(t -> t.process().equals(tracked.process()));
    }

    private boolean keeps(CheckedInstance checked, SyncGroup group, String subject, int weight, boolean twice) {
        var instance = checked.config();
        if (twice) {
            problems.warn(
                    checked.place(),
                    "instance " + instance.name() + " and vrrp_sync_group " + group.name() + " both track " + subject
                            + "; the line of the instance is ignored",
                    "remove one of them");
            return false;
        }
        if (weight != 0 && !weighed.contains(instance.name())) {
            problems.warn(
                    checked.place(),
                    "instance " + instance.name() + " is in vrrp_sync_group " + group.name()
                            + ", where a member has no weights of its own; it does not track " + subject,
                    "track " + subject + " in the group, or write sync_group_tracking_weight there");
            return false;
        }
        return true;
    }
}
