package io.keepsake.replay;

import io.keepsake.history.show.Clock;
import java.time.DateTimeException;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** In which zone times are printed, and read where they have none. */
final class ZoneOptions {
    @Option(
            names = "--tz",
            paramLabel = "ZONE",
            description = "print times in this zone, and read those without one so: Europe/Berlin, +01:00; by default "
                    + "this machine's")
    private @Nullable String zone;

    @Option(names = "--utc", description = "the same as --tz UTC")
    private boolean utc;

    Clock clock() throws WrongUsage {
        var name = zone;
        if (utc) {
            if (name != null) {
                throw new WrongUsage("--utc and --tz " + name + ": expected one of them");
            }
            return Clock.UTC;
        }
        if (name == null) {
            return new Clock(ZoneId.systemDefault());
        }
        try {
            return new Clock(ZoneId.of(name));
        } catch (DateTimeException e) {
            throw new WrongUsage(
                    "--tz: there is no zone " + name + "; expected one such as Europe/Berlin, UTC or +01:00");
        }
    }
}
