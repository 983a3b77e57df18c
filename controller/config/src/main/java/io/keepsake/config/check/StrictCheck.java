package io.keepsake.config.check;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.GarpConfig;
import io.keepsake.core.value.Priority;
import io.keepsake.core.value.Role;
import io.keepsake.core.value.VrrpVersion;

/**
 * What {@code vrrp_strict} and {@code strict_mode} make of an instance: what the RFC does not know is left out, and said
 * so. That adverts of two programs stay alike depends on it: strict instances have no authentication.
 */
record StrictCheck(Problems problems, Values values, Place instance, boolean on) {
    /** The intervals of silence before a takeover that the RFC knows. */
    static final int DOWN_TIMER_ADVERTS = 3;

    /** Who starts as what: an owner as a master, and nobody else. */
    Role role(Role given, int priority) {
        if (!on) {
            return given;
        }
        var role = priority == Priority.OWNER.value() ? Role.MASTER : Role.BACKUP;
        if (given != role) {
            told("state", "an instance with priority " + priority + " starts as " + role);
        }
        return role;
    }

    /** Nobody waits to preempt. */
    long preemptDelay(long nanos) {
        if (on && nanos > 0) {
            told("preempt_delay", "there is no preempt_delay");
        }
        return on ? 0 : nanos;
    }

    /** Without authentication; one that would be left out for it runs then. */
    AuthCheck auth(AuthCheck auth) {
        if (!on || auth.equals(AuthCheck.NONE)) {
            return auth;
        }
        told("authentication", "there is no authentication, and its adverts have none");
        return AuthCheck.NONE;
    }

    /** A lower master is not answered with gratuitous ARP. */
    GarpConfig garp(GarpConfig garp) {
        return on
                ? new GarpConfig(
                        garp.delayNanos(),
                        garp.repeat(),
                        garp.refreshNanos(),
                        garp.refreshRepeat(),
                        0,
                        0,
                        garp.extraSeconds())
                : garp;
    }

    /** A keyword that is on in strict mode, or off, whatever stands there. */
    boolean flag(String keyword, boolean given, boolean demanded) {
        if (!on || given == demanded) {
            return given;
        }
        if (values.last(keyword) != null) {
            told(keyword, "it is " + (demanded ? "on" : "off"));
        }
        return demanded;
    }

    /** Whether packets to the addresses are not accepted: {@code accept} counts in version 3 only, the last line wins. */
    boolean noAccept(VrrpVersion version, boolean owner) {
        boolean accept = values.last("accept") != null && !values.comesAfter("no_accept", "accept");
        boolean given = accept || values.last("no_accept") != null;
        values.bare("accept");
        values.bare("no_accept");
        if (on && accept && version == VrrpVersion.V2 && !owner) {
            told("accept", "only the owner of addresses, with priority 255, accepts packets to them in version 2");
            return true;
        }
        if (on && !given && !owner) {
            problems.trap(
                    values.placeOf("strict_mode", instance),
                    "in strict mode packets to the addresses are dropped on this host, ping and ssh included",
                    version == VrrpVersion.V3
                            ? "write \"accept\" if it is to answer, or \"no_accept\" if this is meant"
                            : "write \"no_accept\" if this is meant, or \"strict_mode off\"");
        }
        return given ? !accept : on;
    }

    int downTimerAdverts(int given) {
        if (on && given != DOWN_TIMER_ADVERTS) {
            told("down_timer_adverts", "it is " + DOWN_TIMER_ADVERTS);
        }
        return on ? DOWN_TIMER_ADVERTS : given;
    }

    private void told(String keyword, String what) {
        problems.warn(
                values.placeOf(keyword, instance),
                keyword + " does not go with strict mode: " + what,
                "remove it, or write \"strict_mode off\" for this instance");
    }
}
