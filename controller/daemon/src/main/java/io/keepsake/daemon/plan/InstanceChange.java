package io.keepsake.daemon.plan;

import io.keepsake.core.NodeState;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.InstanceConfig;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Why;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.FaultCause;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.VrrpVersion;
import io.keepsake.core.vrrp.VrrpState;
import io.keepsake.core.vrrp.VrrpState.Backup;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An instance before and after a reload.
 *
 * @param was null for one that is new
 * @param before what it was; null for one that is new
 * @param router whom it followed; null for nobody
 * @param otherSecret whether its password is another one
 * @param delayNanos {@code vrrp_startup_delay}
 */
record InstanceChange(
        InstanceConfig is,
        @Nullable InstanceConfig was,
        @Nullable VrrpState before,
        @Nullable HeardRouter router,
        boolean otherSecret,
        long delayNanos) {
    /** What is decided later than this has other causes than the reload. */
    private static final long LONGEST_NANOS = 60_000_000_000L;

    static InstanceChange of(InstanceConfig is, ControllerConfig config, NodeState state, boolean otherSecret) {
        var was = config.instances().stream()
                .filter(instance -> instance.name().equals(is.name()))
                .findFirst()
                .orElse(null);
        var vrrp = state.vrrp();
        var before = vrrp == null || was == null ? null : vrrp.state(is.name());
        var router = before instanceof Backup backup && was != null ? HeardRouter.of(was, backup) : null;
        return new InstanceChange(is, was, before, router, otherSecret, config.startupDelayNanos());
    }

    /** Whether it hears its peers as before, by where it listens and what it takes to be authentic. */
    boolean hearsAsBefore() {
        return otherWords().isEmpty();
    }

    /** What keeps it and its peers from hearing each other. */
    private List<String> otherWords() {
        var other = new ArrayList<String>();
        if (was == null) {
            return other;
        }
        other(other, "virtual_router_id", was.vrid(), is.vrid());
        other(other, "interface", was.link(), is.link());
        other(other, "address family", was.family(), is.family());
        other(other, "unicast", was.unicast(), is.unicast());
        if (!is.unicast() && !was.unicast()) {
            other(other, "group", was.group(), is.group());
        }
        other(other, "auth_type", was.auth(), is.auth());
        if (otherSecret) {
            other.add("auth_pass");
        }
        return other;
    }

    private static void other(List<String> all, String word, @Nullable Object was, @Nullable Object is) {
        if (!Objects.equals(was, is)) {
            all.add(word);
        }
    }

    /** By when the elections have settled, in nanoseconds from the reload on; bounded. */
    long settlesNanos() {
        long interval = Math.max(
                is.interval().nanos(),
                router == null ? 0 : router.advert().interval().nanos());
        long down = (is.downTimerAdverts() + 1) * interval;
        return Math.min(LONGEST_NANOS, delayNanos + 2 * down + interval + is.preemptDelayNanos());
    }

    /** What becomes of it, in lines; none where nothing of it is another and it stays what it is. */
    List<String> outlook(Turn turn, Forecast forecast) {
        var lines = new ArrayList<String>();
        turn.decisions().stream().filter(this::isMine).forEach(d -> lines.add(moved(d, 0)));
        forecast.moves().stream()
                .filter(move -> isMine(move.decision()))
                .forEach(move -> lines.add(moved(move.decision(), move.afterNanos())));
        lines.removeIf(String::isEmpty);
        if (lines.isEmpty() && is.equals(was) && !otherSecret) {
            return lines;
        }
        var role = forecast.role(is.name());
        if (lines.isEmpty()) {
            lines.add(is.name() + ": stays " + role + follows(role));
        }
        remark(lines, role, forecast);
        return lines;
    }

    private boolean isMine(Decision decision) {
        return decision instanceof Decision.OfInstance of && of.instance().equals(is.name());
    }

    private String follows(Role role) {
        return role == Role.BACKUP && router != null && hearsAsBefore()
                ? " of " + router.address() + " (priority "
                        + router.advert().priority().value() + ")"
                : "";
    }

    private String moved(Decision decision, long nanos) {
        var when = nanos == 0 ? " at once" : " after " + TextSink.seconds(nanos / 1_000_000L * 1_000_000L) + " s";
        return switch (decision) {
            case Decision.BecameMaster d -> is.name() + ": MASTER" + when + ", " + because(d.why());
            case Decision.BecameBackup d -> is.name() + ": BACKUP" + when + ", " + because(d.why());
            case Decision.BecameFault d -> is.name() + ": FAULT" + when + ", " + reasons(d.reasons());
            default -> "";
        };
    }

    private static String reasons(List<FaultCause> reasons) {
        return reasons.stream()
                .map(cause -> cause.reason() + " " + cause.subject())
                .collect(Collectors.joining(", "));
    }

    private static String because(Why why) {
        return switch (why) {
            case Why.Started _ -> "as one that starts";
            case Why.FaultCleared _ -> "its fault is over";
            case Why.MasterDownExpired _ -> "no advert that counts keeps it from it";
            case Why.HigherPriorityHeard w ->
                w.source() + " has priority " + w.theirs().value() + ", it has "
                        + w.ours().value();
            case Why.HigherAddressHeard w -> w.source() + " has the same priority and the higher address";
            case Why.GroupFollowed w -> "with " + w.member() + " of sync group " + w.group();
            case Why.Demoted _ -> "it is demoted";
            case Why.AddressLost _, Why.RoutingLost _, Why.TimerExpired _, Why.Stopped _ ->
                why.getClass().getSimpleName();
        };
    }

    private void remark(List<String> lines, Role role, Forecast forecast) {
        boolean wasMaster = before != null && before.role() == Role.MASTER;
        var other = otherWords();
        var reason = forecast.discarded().get(is.name());
        if (router != null && !other.isEmpty()) {
            lines.add(
                    is.name() + ": it does not hear " + router.address() + " any more, nor is it heard there: another "
                            + String.join(", ", other) + (role == Role.MASTER ? "; two masters" : ""));
        } else if (router != null && role == Role.MASTER && forecast.speaks(is.name())) {
            lines.add(is.name() + ": two masters: " + router.address() + " stays one"
                    + (reason == null ? "" : ", and its adverts do not count (" + reason + ")"));
        }
        if (wasMaster && role == Role.MASTER && was != null) {
            var lost = lostBackups(was, other);
            if (!lost.isEmpty()) {
                lines.add(is.name() + ": backups that keep the old " + String.join(", ", lost)
                        + " do not count its adverts, and become master beside it");
            } else if (is.priority().compareTo(was.priority()) < 0) {
                lines.add(is.name() + ": a backup that preempts and has more than "
                        + is.priority().value()
                        + " takes over; what its backups have is not known here");
            }
        }
    }

    private List<String> lostBackups(InstanceConfig was, List<String> other) {
        var lost = new ArrayList<>(other);
        other(lost, "version", was.version(), is.version());
        if (is.version() == VrrpVersion.V2) {
            other(lost, "advert_int", was.interval(), is.interval());
        }
        return lost;
    }
}
