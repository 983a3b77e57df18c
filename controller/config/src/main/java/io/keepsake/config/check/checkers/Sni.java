package io.keepsake.config.check.checkers;

import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import org.jspecify.annotations.Nullable;

/**
 * {@code sni_name} and {@code enable_sni}: which host name an SSL_GET tells the server. The first is told for every URL;
 * with the second it is the URL's virtual host, or the one around it.
 */
final class Sni {
    private final Problems problems;
    private final Values values;
    private final boolean follows;
    private final @Nullable String fixed;
    private boolean hostSeen;

    private Sni(Problems problems, Values values, boolean follows, @Nullable String fixed) {
        this.problems = problems;
        this.values = values;
        this.follows = follows;
        this.fixed = fixed;
    }

    static Sni read(Problems problems, Values values, boolean tls) {
        boolean enabled = values.flag("enable_sni", false);
        var name = values.value("sni_name");
        if (!tls || name == null) {
            return new Sni(problems, values, tls && enabled, null);
        }
        var host = HostName.of(name.text());
        if (host == null || !name.text().equals(host)) {
            problems.warn(
                    name.place(),
                    "sni_name must be a host name, was \"" + name.text() + "\"; TLS tells the server "
                            + (host == null ? "none" : host));
        }
        return new Sni(problems, values, false, host);
    }

    /** What TLS tells when this virtual host is asked for, written at {@code place}; null for no name. */
    @Nullable String of(@Nullable String virtualHost, Place place) {
        if (!follows || virtualHost == null) {
            return fixed;
        }
        hostSeen = true;
        var host = HostName.of(virtualHost);
        if (host == null) {
            problems.notice(
                    "virtualhost " + virtualHost,
                    place,
                    "is no host name: it goes into the Host header, and TLS tells the server no name");
        }
        return host;
    }

    /** Reports what shows only when all URLs are read. */
    void finish(Place block) {
        if (follows && !hostSeen) {
            problems.warn(
                    values.placeOf("enable_sni", block),
                    "enable_sni has no name to send; it is ignored",
                    "add virtualhost or sni_name");
        }
    }
}
