package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** An error behind more warnings than are told spoils as much as one that is told. */
class ManyProblemsTest {
    private static final String INSTANCE = """
            vrrp_instance VI_%d {
                interface eth0
                virtual_router_id %d
                virtual_ipaddress {
                    10.0.0.%d
                }
            }
            """;

    private static Checked<LoadedConfig> parse(String text) {
        return ConfigFile.parse("k.conf", text, ConfigDump.OPTIONS);
    }

    private static String warnings() {
        return IntStream.range(0, 1_500)
                .mapToObj(i -> "no_such_keyword_" + i + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void aReloadIsRefusedAllTheSame() {
        var fine = warnings() + INSTANCE.formatted(1, 1, 1);
        assertTrue(parse(fine).usable());
        assertEquals(5, parse(fine).testExitCode());

        var wrong = parse(fine + INSTANCE.formatted(2, 999, 2));
        assertFalse(wrong.usable());
        assertEquals(4, wrong.testExitCode());
    }
}
