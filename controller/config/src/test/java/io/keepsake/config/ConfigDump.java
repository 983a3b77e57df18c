package io.keepsake.config;

import io.keepsake.core.config.AddressFlags;
import io.keepsake.core.config.AddressListCheck;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.InstanceOptions;
import io.keepsake.core.config.Notifications;
import io.keepsake.core.config.StaticConfig;
import io.keepsake.core.config.VirtualAddress;
import java.util.List;
import java.util.Map;

/** Everything that came of a configuration, as text for expected files. */
final class ConfigDump {
    private ConfigDump() {}

    static String of(Checked<LoadedConfig> checked) {
        var text = new StringBuilder();
        text.append("exit ").append(checked.testExitCode()).append('\n');
        for (var problem : checked.problems()) {
            text.append(problem).append('\n');
        }
        text.append(checked.verdict()).append('\n');
        if (checked instanceof Checked.Valid<LoadedConfig> valid) {
            var config = valid.value().config();
            text.append("router ").append(config.routerId());
            text.append(config.startupDelayNanos() == 0 ? "" : " startup " + seconds(config.startupDelayNanos()));
            text.append(
                    config.delayAfterBootNanos() == 0 ? "" : " after boot " + seconds(config.delayAfterBootNanos()));
            config.garpPaces().forEach(pace -> text.append(" ").append(pace));
            config.linkDelays().forEach(delay -> text.append(" ").append(delay));
            text.append('\n');
            for (var instance : config.instances()) {
                instance(text, instance, valid.value());
            }
            config.vrrpScripts().forEach(script -> text.append(script).append('\n'));
            config.trackProcesses().forEach(process -> text.append(process).append('\n'));
            config.trackFiles().forEach(file -> text.append(file).append('\n'));
            config.syncGroups().forEach(group -> text.append(group).append('\n'));
            statics(text, config.statics());
            text.append(ServersDump.of(config));
        }
        return text.toString();
    }

    private static void statics(StringBuilder text, StaticConfig statics) {
        statics.addresses()
                .forEach(a -> text.append("static ").append(a.standing()).append('\n'));
        statics.routing().forEach(r -> text.append("static ").append(r).append('\n'));
        statics.trackGroups().forEach(group -> text.append(group).append('\n'));
    }

    private static void instance(StringBuilder text, InstanceConfig i, LoadedConfig loaded) {
        text.append("instance %s %s %s vrid %s %s %s prio %s interval %d cs auth %s%s%n"
                .formatted(
                        i.name(),
                        i.link(),
                        i.startRole(),
                        i.vrid(),
                        i.version(),
                        i.family(),
                        i.priority(),
                        i.interval().centis(),
                        i.auth(),
                        secret(i, loaded)));
        text.append("  to %s from %s preempt %s after %s down %d lowerSilent %s higherSend %s checkSource %s%s%n"
                .formatted(
                        i.unicast() ? i.unicastPeers() : List.of(i.group()),
                        i.source() == null ? "link" : i.source(),
                        i.preempt(),
                        seconds(i.preemptDelayNanos()),
                        i.downTimerAdverts(),
                        i.lowerPrioNoAdvert(),
                        i.higherPrioSendAdvert(),
                        i.checkUnicastSource(),
                        i.v3ChecksumAsV2() ? " v3ChecksumAsV2" : ""));
        var g = i.garp();
        text.append("  garp %s x%d refresh %s x%d lower %s x%d%n"
                .formatted(
                        seconds(g.delayNanos()),
                        g.repeat(),
                        seconds(g.refreshNanos()),
                        g.refreshRepeat(),
                        seconds(g.lowerPrioDelayNanos()),
                        g.lowerPrioRepeat()));
        text.append(i.trackPrimary() ? "" : "  dont_track_primary\n");
        i.trackedLinks()
                .forEach(t -> text.append(
                        "  track %s weight %d%s%n".formatted(t.link(), t.weight(), t.reverse() ? " reverse" : "")));
        i.trackedScripts()
                .forEach(t -> text.append(
                        "  script %s weight %d%s%n".formatted(t.script(), t.weight(), t.reverse() ? " reverse" : "")));
        i.trackedFiles()
                .forEach(t -> text.append(
                        "  file %s weight %d%s%n".formatted(t.file(), t.weight(), t.reverse() ? " reverse" : "")));
        i.trackedProcesses()
                .forEach(t -> text.append("  process %s weight %d%s%n"
                        .formatted(t.process(), t.weight(), t.reverse() ? " reverse" : "")));
        text.append(i.notifications().equals(Notifications.NONE) ? "" : "  " + i.notifications() + "\n");
        text.append(i.options().equals(InstanceOptions.NONE) ? "" : "  " + i.options() + "\n");
        text.append(i.listCheck() == AddressListCheck.TELL ? "" : "  other list " + i.listCheck() + "\n");
        text.append(addresses("vip", i.addresses()));
        text.append(addresses("excluded", i.excluded()));
    }

    private static String secret(InstanceConfig instance, LoadedConfig loaded) {
        var secret = loaded.secrets().get(instance.name());
        return secret == null ? "" : " of " + secret.reveal().length + " bytes";
    }

    /** All of them, or the first, the last and how many when they are many. */
    private static String addresses(String kind, List<VirtualAddress> addresses) {
        if (addresses.size() > 20) {
            return "  %d %s, %s to %s%n"
                    .formatted(
                            addresses.size(),
                            kind,
                            addresses.getFirst().place(),
                            addresses.getLast().place());
        }
        var text = new StringBuilder();
        for (var a : addresses) {
            text.append("  ").append(kind).append(' ').append(a.place());
            text.append(a.peer() == null ? "" : " peer " + a.peer());
            text.append(a.broadcast() == null ? "" : " brd " + a.broadcast());
            text.append(a.scope() == 0 ? "" : " scope " + a.scope());
            text.append(a.label() == null ? "" : " label " + a.label());
            text.append(a.noPrefixRoute() ? " noprefixroute" : "");
            text.append(a.flags().equals(AddressFlags.NONE) ? "" : " " + a.flags());
            text.append(a.tracked() ? "" : " no_track").append('\n');
        }
        return text.toString();
    }

    private static String seconds(long nanos) {
        return nanos % 1_000_000_000 == 0 ? nanos / 1_000_000_000 + "s" : nanos / 1_000_000 + "ms";
    }

    static final ConfigOptions OPTIONS = new ConfigOptions("node1", "node1.example", Map.of("IF", "eth7"), 42);
}
