package io.keepsake.daemon.report;

import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.ServiceKey;
import java.util.Locale;

/** How keepalived writes virtual and real servers in its log and its dumps. */
public final class KeepalivedNames {
    private KeepalivedNames() {}

    /** {@code [10.0.0.100]:tcp:80}, or {@code FWM 5}. */
    public static String of(ServiceKey key) {
        return switch (key) {
            case ServiceKey.Address(var _, var endpoint) -> of(endpoint, key);
            case ServiceKey.Mark mark -> "FWM " + Integer.toUnsignedString(mark.mark());
        };
    }

    /** An address behind this service: {@code [10.0.0.1]:tcp:80}. */
    public static String of(Endpoint endpoint, ServiceKey service) {
        return "[" + endpoint.ip() + "]:" + protocol(service).toLowerCase(Locale.ROOT) + ":" + endpoint.port();
    }

    /** In capitals; {@code none} of a mark. */
    public static String protocol(ServiceKey key) {
        return key instanceof ServiceKey.Address address ? address.protocol().name() : "none";
    }
}
