package io.keepsake.daemon.report;

import io.keepsake.core.NodeState;
import io.keepsake.core.kernel.SeenService;
import io.keepsake.core.text.FieldSink;
import io.keepsake.core.text.IpvsFields;
import io.keepsake.history.show.JsonSink;
import io.keepsake.history.state.IpvsadmText;
import java.util.List;

/**
 * The IPVS table as this director believes the kernel has it: what it read, and what it changed since. In text as {@code
 * ipvsadm -Sn} prints it, so that the two can be compared line by line once both are sorted.
 */
public final class TableReport {
    private TableReport() {}

    /** The lines of {@code ipvsadm -Sn}. */
    public static List<String> lines(NodeState state) {
        return IpvsadmText.of(state.ipvs().seen().table());
    }

    /** For programs: the services and their destinations. */
    public static String json(NodeState state) {
        var out = new JsonSink();
        out.flag("read", state.ipvs().seen().read());
        out.list("services", List.copyOf(state.ipvs().seen().table().services().values()), TableReport::service);
        return out.close() + "\n";
    }

    private static void service(SeenService seen, FieldSink out) {
        out.text("key", seen.service().key().toString());
        IpvsFields.SERVICE.write(seen.service(), out);
        out.list("destinations", List.copyOf(seen.destinations().values()), IpvsFields.DESTINATION);
    }
}
