package io.keepsake.core.track;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.link.LinkTable;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.text.ValueFields;
import io.keepsake.core.track.TrackTable.Sockets;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;

/**
 * What conditions rest on beside links and addresses, as it was reported. Immutable. Whatever else is to be a condition
 * gets a field here.
 *
 * @param sockets of every instance, by place
 */
record Reports(
        List<Sockets> sockets, ScriptTable scripts, FileTable files, ProcessTable processes, DelayedLinks delayed) {
    /** No sockets open yet, and every script about to run. */
    static Reports begun(ControllerConfig config, LinkTable links, Moment now) {
        return new Reports(
                Collections.nCopies(config.instances().size(), Sockets.NEVER),
                ScriptTable.begun(config.vrrpScripts(), now),
                FileTable.begun(config.trackFiles()),
                ProcessTable.begun(config.trackProcesses()),
                DelayedLinks.begun(config.linkDelays(), links));
    }

    /** Sockets that hear the same stay open, and what is the same as before goes on by its new settings. */
    Reports reloaded(
            ControllerConfig before, Conditions conditions, ControllerConfig next, LinkTable links, Moment now) {
        var kept = new ArrayList<Sockets>(next.instances().size());
        for (var instance : next.instances()) {
            int place = conditions.place(instance.name());
            boolean same = place >= 0 && sameSockets(before.instances().get(place), instance);
            kept.add(same ? sockets.get(place) : Sockets.NEVER);
        }
        return new Reports(
                kept,
                scripts.reloaded(next.vrrpScripts(), now),
                files.reloaded(next.trackFiles()),
                processes.reloaded(next.trackProcesses(), now),
                delayed.reloaded(next.linkDelays(), links));
    }

    private static boolean sameSockets(InstanceConfig one, InstanceConfig other) {
        return one.link().equals(other.link())
                && one.family() == other.family()
                && one.vrid().equals(other.vrid())
                && one.group().equals(other.group())
                && one.unicast() == other.unicast();
    }

    Reports with(int place, Sockets one) {
        var others = new ArrayList<>(sockets);
        others.set(place, one);
        return new Reports(others, scripts, files, processes, delayed);
    }

    Reports with(ScriptTable other) {
        return new Reports(sockets, other, files, processes, delayed);
    }

    Reports with(FileTable other) {
        return new Reports(sockets, scripts, other, processes, delayed);
    }

    Reports with(ProcessTable other) {
        return new Reports(sockets, scripts, files, other, delayed);
    }

    Reports with(DelayedLinks other) {
        return new Reports(sockets, scripts, files, processes, other);
    }

    /** Nothing is run or counted any more; what was said stays. */
    Reports ended() {
        return new Reports(sockets, scripts.ended(), files, processes.ended(), delayed);
    }

    /** The earliest moment at which a script is to be run, or its answer given up, or a count or a link begins to count. */
    Moment deadline() {
        return scripts.deadline().earlierOf(processes.deadline()).earlierOf(delayed.deadline());
    }

    /** The lines of this part of the state, for a checkpoint. */
    List<String> print(ControllerConfig config) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < sockets.size(); i++) {
            if (!sockets.get(i).equals(Sockets.NEVER)) {
                var out = new TextSink("Sockets");
                out.name("instance", config.instances().get(i).name().value());
                out.index("incarnation", sockets.get(i).incarnation());
                out.flag("open", sockets.get(i).open());
                lines.add(out.toString());
            }
        }
        lines.addAll(scripts.print());
        lines.addAll(files.print());
        lines.addAll(processes.print());
        lines.addAll(delayed.print());
        return lines;
    }

    /** Reads what {@link #print} wrote; lines of other kinds are passed over. */
    static Reports parse(ControllerConfig config, List<String> lines) {
        var found = new TreeMap<InstanceName, Sockets>();
        for (var line : lines) {
            if (TextSource.kind(line).equals("Sockets")) {
                var in = TextSource.of(line);
                found.put(ValueFields.INSTANCE.read(in), new Sockets(in.index("incarnation"), in.flag("open")));
            }
        }
        return new Reports(
                config.instances().stream()
                        .map(i -> found.getOrDefault(i.name(), Sockets.NEVER))
                        .toList(),
                ScriptTable.parse(config.vrrpScripts(), lines),
                FileTable.parse(config.trackFiles(), lines),
                ProcessTable.parse(config.trackProcesses(), lines),
                DelayedLinks.parse(config.linkDelays(), lines));
    }
}
