package io.keepsake.core.director;

import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.text.HealthFields;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.List;

/** The lines of this part of the state, for a checkpoint. */
public final class DirectorText {
    private DirectorText() {}

    public static List<String> print(DirectorTable table) {
        var lines = new ArrayList<String>();
        var head = new TextSink("Director");
        head.flag("started", table.started());
        head.moment("start_by", table.startBy());
        lines.add(head.toString());
        for (int i = 0; i < table.states().size(); i++) {
            var out = new TextSink("VirtualServer");
            HealthFields.SERVER.write(table.config().virtualServers().get(i).name(), out);
            out.flag("quorum", table.states().get(i).quorum());
            out.flag("suspended", table.states().get(i).suspended());
            out.flag("held", table.states().get(i).held());
            lines.add(out.toString());
        }
        for (var drain : table.drains()) {
            var out = new TextSink("Drain");
            HealthFields.DRAIN.write(drain, out);
            lines.add(out.toString());
        }
        return lines;
    }

    /** Reads what {@link #print} wrote; lines of other kinds are passed over. */
    public static DirectorTable parse(ControllerConfig config, List<String> lines) {
        boolean started = false;
        var startBy = Moment.NEVER;
        var states = new ArrayList<ServerState>();
        var drains = new ArrayList<Drain>();
        for (var line : lines) {
            switch (TextSource.kind(line)) {
                case "Director" -> {
                    started = TextSource.of(line).flag("started");
                    startBy = TextSource.of(line).moment("start_by");
                }
                case "VirtualServer" -> {
                    var in = TextSource.of(line);
                    boolean quorum = in.flag("quorum");
                    boolean suspended = in.flag("suspended");
                    states.add(new ServerState(quorum, in.later().flag("held"), suspended));
                }
                case "Drain" -> drains.add(HealthFields.DRAIN.read(TextSource.of(line)));
                default -> {}
            }
        }
        if (states.size() != config.virtualServers().size()) {
            throw new IllegalArgumentException("expected the state of "
                    + config.virtualServers().size() + " virtual servers, found " + states.size());
        }
        return new DirectorTable(config, started, startBy, states, drains);
    }
}
