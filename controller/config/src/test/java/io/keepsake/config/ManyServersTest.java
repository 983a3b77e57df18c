package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A large site: 4000 virtual servers with 8 real servers each. */
class ManyServersTest {
    static String text(int virtual, int real) {
        var text = new StringBuilder();
        for (int v = 0; v < virtual; v++) {
            text.append("virtual_server 10.1.%d.%d 80 {\n".formatted(v / 250, v % 250));
            text.append("    delay_loop 5\n    lb_algo wrr\n    lb_kind DR\n    protocol TCP\n");
            for (int r = 0; r < real; r++) {
                text.append("    real_server 10.2.%d.%d 80 {\n".formatted(r, v % 250));
                text.append(
                        "        weight 1\n        TCP_CHECK {\n            connect_timeout 3\n            retry 3\n");
                text.append("            delay_before_retry 3\n            connect_port 80\n        }\n    }\n");
            }
            text.append("}\n");
        }
        return text.toString();
    }

    /** The CPU time of this thread: what a busy machine does meanwhile is not in it. */
    private static long worked() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    @Test
    void thirty_six_thousand_objects_are_read_whole_and_without_problems() {
        var text = text(4000, 8);
        ConfigFile.parse("k.conf", text, ConfigDump.OPTIONS);
        // two seconds are asked for; the bound is loose, and far below what a square would cost
        long before = worked();
        var checked = ConfigFile.parse("k.conf", text, ConfigDump.OPTIONS);
        long took = worked() - before;
        assertTrue(took < 20_000_000_000L, () -> took + " ns");
        assertEquals(0, checked.testExitCode());
        var valid = assertInstanceOf(Checked.Valid.class, checked);
        var config = ((LoadedConfig) valid.value()).config();
        assertEquals(4000, config.virtualServers().size());
        assertEquals(
                32_000,
                config.virtualServers().stream()
                        .mapToInt(v -> v.realServers().size())
                        .sum());
    }
}
