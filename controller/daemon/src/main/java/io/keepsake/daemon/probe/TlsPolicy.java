package io.keepsake.daemon.probe;

import java.security.Security;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which TLS a check accepts: what OpenSSL's defaults accept on Debian 12, and so keepalived there
 * (docs/decisions/0016-checks-speak-openssl-s-tls.md). The JDK knows this choice per process only, so nothing else in a
 * director may use TLS; {@code ArchitectureTest} holds that.
 */
final class TlsPolicy {
    private static final String PROPERTY = "jdk.tls.disabledAlgorithms";

    /** What the JDK disables, as its java.security spells it, and OpenSSL does not. */
    private static final Set<String> ALLOWED = Set.of("TLSv1", "TLSv1.1", "TLS_RSA_*");

    private TlsPolicy() {}

    /** To be called before anything in this process uses TLS; later it has no effect. */
    static void apply() {
        var disabled = Security.getProperty(PROPERTY);
        if (disabled != null) {
            Security.setProperty(PROPERTY, allowing(disabled));
        }
    }

    /** The list without what is allowed; whatever else somebody disabled stays disabled. */
    static String allowing(String disabled) {
        return Arrays.stream(disabled.split(",", -1))
                .map(String::strip)
                .filter(algorithm -> !ALLOWED.contains(algorithm))
                .collect(Collectors.joining(", "));
    }
}
