package io.keepsake.config.check.checkers;

import java.net.IDN;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The host name in a {@code virtualhost}, as TLS tells it to a server (RFC 6066 3): no port, no address. */
final class HostName {
    private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");
    private static final Pattern LABELS =
            Pattern.compile("(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.)*[A-Za-z0-9][A-Za-z0-9-]{0,62}");
    private static final Pattern NUMBER = Pattern.compile("(?:.*\\.)?[0-9]+");
    private static final int LENGTH_MAX = 253;

    private HostName() {}

    /** The name without port and final dot, or null when it is none: an address, or with a character of no host name. */
    static @Nullable String of(String virtualHost) {
        var name = PORT.matcher(virtualHost).replaceFirst("");
        name = ascii(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
        boolean fits = name != null
                && name.length() <= LENGTH_MAX
                && LABELS.matcher(name).matches()
                && !name.endsWith("-")
                && !NUMBER.matcher(name).matches();
        return fits ? name : null;
    }

    private static @Nullable String ascii(String name) {
        try {
            return IDN.toASCII(name, IDN.USE_STD3_ASCII_RULES);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }
}
