package io.keepsake.config.syntax;

import static io.keepsake.config.syntax.Words.applied;
import static io.keepsake.config.syntax.Words.known;
import static io.keepsake.config.syntax.Words.notHere;

import java.util.ArrayDeque;
import java.util.List;
import java.util.TreeMap;

/** The table of what stands outside of all blocks, and with it all others. */
final class RootWords {
    static final Vocabulary ROOT = new Vocabulary(
            "root",
            applied("net_namespace", "instance"),
            known("net_namespace_ipvs"),
            notHere("namespace_with_ipsets", "use_pid_dir", "linkbeat_use_polling", "child_wait_time"),
            applied("global_defs").block(GlobalWords.GLOBAL_DEFS),
            notHere("linkbeat_interfaces").lines(),
            applied("interface_up_down_delays").lines(),
            applied("track_group").block(InstanceWords.TRACK_GROUP),
            applied("static_ipaddress", "static_routes", "static_rules").lines(),
            applied("garp_group").block(InstanceWords.GARP_GROUP),
            applied("track_file", "vrrp_track_file").block(ServerWords.TRACK_FILE),
            applied("vrrp_track_process").block(InstanceWords.TRACK_PROCESS),
            known("bfd_instance").block(InstanceWords.BFD_INSTANCE),
            applied("vrrp_script").block(InstanceWords.SCRIPT),
            applied("vrrp_sync_group").block(InstanceWords.SYNC_GROUP),
            applied("vrrp_instance").block(InstanceWords.INSTANCE),
            applied("virtual_server_group").lines(),
            applied("virtual_server").block(ServerWords.VIRTUAL_SERVER),
            known("SSL").block(ServerWords.SSL));

    /** By name. */
    static final List<Vocabulary> ALL = all();

    private RootWords() {}

    private static List<Vocabulary> all() {
        var all = new TreeMap<String, Vocabulary>();
        var rest = new ArrayDeque<>(List.of(ROOT));
        while (!rest.isEmpty()) {
            var block = rest.remove();
            all.put(block.name(), block);
            for (var word : block.words()) {
                if (word.body() instanceof Vocabulary.Body.Block inner) {
                    rest.add(inner.keywords());
                }
            }
        }
        return List.copyOf(all.values());
    }
}
