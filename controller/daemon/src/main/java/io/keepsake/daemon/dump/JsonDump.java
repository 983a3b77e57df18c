package io.keepsake.daemon.dump;

import io.keepsake.core.config.AddressListCheck;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.config.TrackProcess;
import io.keepsake.core.config.TrackedProcess;
import io.keepsake.core.config.TrackedScript;
import io.keepsake.core.config.VirtualAddress;
import io.keepsake.core.config.VrrpScript;
import io.keepsake.core.value.AuthType;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.Route;
import io.keepsake.core.value.Rule;
import io.keepsake.core.value.Script;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.history.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The text of {@code keepalived.json}: one line. Version 1 is an array of instances, version 2 an object of them and of the
 * tracked processes, with the counters of authentication extensions that are not there.
 */
final class JsonDump {
    private static final List<String> EXTENSION_ERRORS = List.of(
            "auth_ext_missing",
            "auth_ext_malformed",
            "auth_ext_unknown_key",
            "auth_ext_invalid_hmac",
            "auth_ext_stale",
            "auth_ext_replay");

    private static final int NANO_DIGITS = 9;
    private static final long SECOND = 1_000_000_000L;

    private final Picture picture;
    private final boolean second;
    private final Json json = new Json();

    private JsonDump(Picture picture, boolean second) {
        this.picture = picture;
        this.second = second;
    }

    /** @param version 1 or 2 */
    static String of(Picture picture, int version) {
        return new JsonDump(picture, version > 1).print();
    }

    private String print() {
        if (second) {
            json.open().name("vrrp");
        }
        json.openArray();
        picture.instances().forEach(this::instance);
        json.closeArray();
        if (second) {
            json.name("track_process").openArray();
            picture.configured().config().trackProcesses().forEach(this::process);
            json.closeArray().close();
        }
        // a solidus is in no place but a string
        return json.toString().replace("/", "\\/") + "\n";
    }

    private void instance(InstanceConfig instance) {
        json.open().name("data").open();
        data(instance);
        json.close().name("stats").open();
        for (var counter : Counter.values()) {
            if (second && counter == Counter.PRI_ZERO_RCVD) {
                EXTENSION_ERRORS.forEach(key -> json.member(key, 0));
            }
            json.member(counter.key, picture.counters().of(instance.name(), counter));
        }
        json.close().close();
    }

    private void data(InstanceConfig instance) {
        var state = picture.state(instance);
        var backup = state instanceof VrrpState.Backup is ? is : null;
        var master = backup == null ? null : backup.master();
        var garp = instance.garp();
        json.member("iname", instance.name().value());
        number("dont_track_primary", !instance.trackPrimary());
        number("skip_check_adv_addr", instance.listCheck() == AddressListCheck.SKIP);
        number("strict_mode", instance.options().strict());
        json.member("vmac_ifname", "");
        json.member("ifp_ifname", instance.link().value());
        json.member("master_priority", master == null ? 0 : master.priority().value());
        json.name("last_transition").raw(Picture.seconds(picture.counters().transition(instance.name())));
        json.member("garp_delay", garp.delayNanos() / SECOND);
        json.member("garp_refresh", garp.refreshNanos() / SECOND);
        json.member("garp_rep", garp.repeat());
        json.member("garp_refresh_rep", garp.refreshRepeat());
        json.member("garp_lower_prio_delay", garp.lowerPrioDelayNanos() / SECOND);
        json.member("garp_lower_prio_rep", garp.lowerPrioRepeat());
        number("lower_prio_no_advert", instance.lowerPrioNoAdvert());
        number("higher_prio_send_advert", instance.higherPrioSendAdvert());
        json.member("vrid", instance.vrid().value());
        json.member("base_priority", instance.priority().value());
        json.member("effective_priority", picture.tracked(instance).priority().value());
        json.member("vipset", state.role() == Role.MASTER);
        json.member("promote_secondaries", instance.options().promoteSecondaries());
        seconds("adver_int", instance.interval().nanos());
        seconds("master_adver_int", (backup == null ? instance.interval() : backup.interval()).nanos());
        number("accept", !instance.options().noAccept());
        json.member("nopreempt", !instance.preempt());
        seconds("preempt_delay", instance.preemptDelayNanos());
        json.member("state", code(state.role()));
        json.member("wantstate", code(picture.wanted(instance)));
        json.member("version", instance.version().number());
        told(instance);
        lists(instance);
        json.member(
                "auth_type",
                switch (instance.auth()) {
                    case NONE -> 0;
                    case PASS -> 1;
                    case AH -> 2;
                });
        if (instance.auth() != AuthType.NONE) {
            json.member("auth_data", Picture.HIDDEN);
        }
    }

    private static int code(Role role) {
        return switch (role) {
            case INIT -> 0;
            case BACKUP -> 1;
            case MASTER -> 2;
            case FAULT -> 3;
        };
    }

    private void told(InstanceConfig instance) {
        var told = instance.notifications();
        json.member("smtp_alert", told.alertAs() != null);
        json.member("notify_deleted", told.deleted() != null);
        script("script_master", told.master());
        script("script_backup", told.backup());
        script("script_fault", told.fault());
        script("script_stop", told.stop());
        script("script_deleted", told.deleted());
        script("script", told.any());
        script("script_master_rx_lower_pri", told.lowerHeard());
    }

    private void lists(InstanceConfig instance) {
        strings("vips", addresses(instance.addresses()));
        strings("evips", addresses(instance.excluded()));
        strings("vroutes", Picture.routing(instance, Route.class));
        strings("vrules", Picture.routing(instance, Rule.class));
        strings(
                "track_ifp",
                instance.trackedLinks().stream()
                        .map(tracked -> tracked.link().value())
                        .toList());
        strings(
                "track_script",
                instance.trackedScripts().stream().flatMap(this::command).toList());
        if (second) {
            strings(
                    "track_process",
                    instance.trackedProcesses().stream()
                            .map(TrackedProcess::process)
                            .toList());
        }
    }

    private List<String> addresses(List<VirtualAddress> addresses) {
        return addresses.stream().map(picture::address).toList();
    }

    /** Of a tracked script keepalived shows the command, and not the name. */
    private Stream<String> command(TrackedScript tracked) {
        return picture.configured().config().vrrpScripts().stream()
                .filter(script -> script.name().equals(tracked.script()))
                .map(VrrpScript::script)
                .map(Picture::command);
    }

    private void process(TrackProcess process) {
        var command = process.command();
        var track = picture.configured().track();
        json.open().member("process", command.word());
        if (!command.parameters().isEmpty()) {
            json.member("parameters", String.join(" ", command.parameters()));
        }
        json.member("param_match", command.match().name().toLowerCase(Locale.ROOT));
        json.member("min_processes", process.quorum());
        if (process.quorumMax() != Integer.MAX_VALUE) {
            json.member("max_processes", process.quorumMax());
        }
        json.member("current_processes", track.processes(process.name()));
        json.member("have_quorum", track.hasQuorum(process.name()));
        json.member("weight", picture.processWeight(process.name()));
        seconds("terminate_delay", process.terminateDelayNanos());
        seconds("fork_delay", process.forkDelayNanos());
        boolean turns = track.turns(process.name());
        json.member("fork_delay_timer_running", turns && !track.hasQuorum(process.name()));
        json.member("terminate_delay_timer_running", turns && track.hasQuorum(process.name()));
        json.member("full_command", command.full());
        json.close();
    }

    private void script(String key, @Nullable Script script) {
        if (script != null) {
            json.member(key, Picture.command(script));
        }
    }

    private void strings(String key, List<String> values) {
        if (!values.isEmpty()) {
            json.strings(key, values);
        }
    }

    /** Without zeros at the end. */
    private void seconds(String key, long nanos) {
        json.name(key)
                .raw(BigDecimal.valueOf(nanos, NANO_DIGITS).stripTrailingZeros().toPlainString());
    }

    private void number(String key, boolean value) {
        json.member(key, value ? 1 : 0);
    }
}
