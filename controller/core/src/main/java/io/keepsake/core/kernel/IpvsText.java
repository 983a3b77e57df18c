package io.keepsake.core.kernel;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.text.EventText;
import io.keepsake.core.text.HealthFields;
import io.keepsake.core.text.IpvsFields;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.Destination;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.IpvsTimeouts;
import io.keepsake.core.value.Moment;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.core.value.SyncDaemon;
import io.keepsake.core.value.VirtualServerName;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lines of the IPVS table in a state, for a checkpoint. */
public final class IpvsText {
    private IpvsText() {}

    /** The lines of all but the services that are seen. */
    public static List<String> print(IpvsState state) {
        var lines = new ArrayList<String>();
        if (state.equals(IpvsState.EMPTY)) {
            return lines;
        }
        lines.add(line("Ipvs", out -> {
            out.flag("asked", state.seen().asked());
            out.flag("read", state.seen().read());
            out.number("from", state.pending().from());
            out.moment("retry", state.pending().retryAt());
            out.flag("kept", state.ours().kept());
            out.moment("next", state.pending().nextAt());
            out.moment("reading_by", state.pending().readingBy());
        }));
        var table = state.seen().table();
        lines.add(line("IpvsTimeouts", out -> IpvsFields.TIMEOUTS.write(table.timeouts(), out)));
        lines.add(line(
                "IpvsOriginal", out -> IpvsFields.TIMEOUTS.write(state.ours().original(), out)));
        table.daemons().forEach(d -> lines.add(line("IpvsDaemon", out -> IpvsFields.DAEMON.write(d, out))));
        state.ours().daemons().forEach(d -> lines.add(line("IpvsOwnDaemon", out -> IpvsFields.DAEMON.write(d, out))));
        state.ours().services().forEach(key -> lines.add(line("IpvsOwned", out -> IpvsFields.KEY.write(key, out))));
        state.pending()
                .dirty()
                .forEach(name -> lines.add(line("IpvsDirty", out -> HealthFields.SERVER.write(name, out))));
        var flight = state.pending().flight();
        if (flight != null) {
            lines.add(line("IpvsFlight", out -> {
                out.index("effect", flight.effect());
                out.text("program", EventText.print(new ProgramIpvs(flight.changes())));
                out.moment("by", flight.by());
            }));
        }
        return lines;
    }

    /** The line of one service that is seen; one for each of them belongs to the state. */
    public static String print(SeenService seen) {
        return line("IpvsService", out -> {
            IpvsFields.SERVICE.write(seen.service(), out);
            out.list("destinations", List.copyOf(seen.destinations().values()), IpvsFields.DESTINATION);
        });
    }

    private static String line(String kind, Consumer<TextSink> writer) {
        var out = new TextSink(kind);
        writer.accept(out);
        return out.toString();
    }

    /** Reads what {@link #print} wrote; lines of other kinds are passed over. */
    public static IpvsState parse(List<String> lines) {
        var reading = new Reading();
        lines.forEach(reading::take);
        return reading.state();
    }

    private static final class Reading {
        private boolean asked;
        private boolean read;
        private int from = IpvsState.Pending.NOTHING;
        private boolean kept;
        private Moment retryAt = Moment.NEVER;
        private Moment nextAt = Moment.NEVER;
        private Moment readingBy = Moment.NEVER;
        private IpvsTimeouts timeouts = IpvsTimeouts.UNSET;
        private IpvsTimeouts original = IpvsTimeouts.UNSET;
        private final List<SyncDaemon> daemons = new ArrayList<>();
        private final List<SyncDaemon> ownDaemons = new ArrayList<>();
        private final TreeMap<ServiceKey, SeenService> services = new TreeMap<>();
        private final TreeSet<ServiceKey> owned = new TreeSet<>();
        private final TreeSet<VirtualServerName> dirty = new TreeSet<>();
        private IpvsState.@Nullable Flight flight;

        void take(String line) {
            switch (TextSource.kind(line)) {
                case "Ipvs" -> takeHead(TextSource.of(line));
                case "IpvsTimeouts" -> timeouts = IpvsFields.TIMEOUTS.read(TextSource.of(line));
                case "IpvsOriginal" -> original = IpvsFields.TIMEOUTS.read(TextSource.of(line));
                case "IpvsDaemon" -> daemons.add(IpvsFields.DAEMON.read(TextSource.of(line)));
                case "IpvsOwnDaemon" -> ownDaemons.add(IpvsFields.DAEMON.read(TextSource.of(line)));
                case "IpvsService" -> takeService(TextSource.of(line));
                case "IpvsOwned" -> owned.add(IpvsFields.KEY.read(TextSource.of(line)));
                case "IpvsDirty" -> dirty.add(HealthFields.SERVER.read(TextSource.of(line)));
                case "IpvsFlight" -> takeFlight(TextSource.of(line));
                default -> {}
            }
        }

        private void takeHead(TextSource in) {
            asked = in.flag("asked");
            read = in.flag("read");
            from = in.later().integer("from");
            retryAt = in.moment("retry");
            kept = in.flag("kept");
            nextAt = in.later().moment("next");
            readingBy = in.later().moment("reading_by");
        }

        private void takeService(TextSource in) {
            var service = IpvsFields.SERVICE.read(in);
            var destinations = new TreeMap<Endpoint, Destination>();
            in.list("destinations", IpvsFields.DESTINATION).forEach(d -> destinations.put(d.endpoint(), d));
            services.put(service.key(), new SeenService(service, destinations));
        }

        private void takeFlight(TextSource in) {
            Effect program = EventText.parseEffect(in.text("program"));
            if (!(program instanceof ProgramIpvs ipvs)) {
                throw new IllegalArgumentException("not a program: " + program);
            }
            long effect = in.index("effect");
            flight = new IpvsState.Flight(effect, ipvs.changes(), in.later().moment("by"));
        }

        IpvsState state() {
            var table = new SeenTable(services, timeouts, daemons);
            return new IpvsState(
                    new IpvsState.Seen(asked, read, table),
                    new IpvsState.Ours(owned, ownDaemons, original, kept),
                    new IpvsState.Pending(flight, readingBy, from, dirty, nextAt, retryAt));
        }
    }
}
