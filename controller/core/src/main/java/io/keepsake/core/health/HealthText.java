package io.keepsake.core.health;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.config.RealServerConfig;
import io.keepsake.core.config.VirtualServerConfig;
import io.keepsake.core.text.FieldSink;
import io.keepsake.core.text.FieldSource;
import io.keepsake.core.text.HealthFields;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.VirtualServerName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The lines of this part of the state, for a checkpoint: one for each virtual server, short while all is well. */
public final class HealthText {
    private static final String STEADY = "HealthSteady";
    private static final String HEALTH = "Health";

    private HealthText() {}

    public static List<String> print(HealthTable table) {
        var lines = new ArrayList<String>();
        for (int i = 0; i < table.servers().size(); i++) {
            var server = table.servers().get(i);
            boolean steady = table.at(i).steady(server);
            var out = new TextSink(steady ? STEADY : HEALTH);
            HealthFields.SERVER.write(server.name(), out);
            if (steady) {
                out.index("incarnation", table.at(i).incarnation());
            } else {
                out.list(
                        "reals",
                        table.at(i).reals(),
                        (checkers, o) -> o.list("checkers", checkers, HealthText::writeState));
            }
            lines.add(out.toString());
        }
        return lines;
    }

    private static void writeState(CheckerState state, FieldSink out) {
        out.flag("good", state.good());
        out.flag("proved", state.proved());
        out.number("failures", state.failures());
        out.number("passes", state.passes());
        out.index("first", state.firstFailure());
        out.number("asked", state.asked());
        out.text("why", state.why());
        out.index("incarnation", state.incarnation());
    }

    private static CheckerState readState(FieldSource in) {
        boolean good = in.flag("good");
        boolean proved = in.flag("proved");
        int failures = in.integer("failures");
        int passes = in.integer("passes");
        long first = in.index("first");
        long asked = in.number("asked");
        var why = in.text("why");
        return new CheckerState(in.later().index("incarnation"), good, proved, failures, passes, first, asked, why);
    }

    /**
     * Reads what {@link #print} wrote; lines of other kinds are passed over.
     *
     * @throws IllegalArgumentException when a line does not fit the configuration
     */
    public static HealthTable parse(ControllerConfig config, List<String> lines) {
        var found = new HashMap<VirtualServerName, String>();
        for (var line : lines) {
            var kind = TextSource.kind(line);
            if (kind.equals(STEADY) || kind.equals(HEALTH)) {
                found.put(HealthFields.SERVER.read(TextSource.of(line)), line);
            }
        }
        return HealthTable.of(
                config.virtualServers(),
                config.virtualServers().stream()
                        .map(server -> read(server, found.get(server.name())))
                        .toList());
    }

    private static ServerHealth read(VirtualServerConfig server, @Nullable String line) {
        if (line == null) {
            throw new IllegalArgumentException("no line for virtual server " + server.name());
        }
        if (TextSource.kind(line).equals(STEADY)) {
            var in = TextSource.of(line);
            HealthFields.SERVER.read(in);
            return ServerHealth.steadyOf(server, in.later().index("incarnation"));
        }
        var reals = TextSource.of(line).list("reals", s -> s.list("checkers", HealthText::readState));
        var expected = server.realServers().stream()
                .map(RealServerConfig::checkers)
                .map(List::size)
                .toList();
        if (!expected.equals(reals.stream().map(List::size).toList())) {
            throw new IllegalArgumentException("the health of " + server.name() + " does not fit its configuration");
        }
        return new ServerHealth(reals);
    }
}
