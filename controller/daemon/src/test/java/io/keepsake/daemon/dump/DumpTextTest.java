package io.keepsake.daemon.dump;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The text of every dump of one state, as it stands beside its configuration; {@code -Drewrite=true} writes it anew. */
class DumpTextTest {
    private static final Path DIRECTORY = Path.of("src/test/resources/dump");

    private static String text(String name) {
        var picture = Scene.picture();
        return switch (name) {
            case "keepalived.data" -> DataDump.of(picture, ZoneOffset.UTC);
            case "keepalived_parent.data" -> DataDump.parent(picture, ZoneOffset.UTC);
            case "keepalived_check.data" -> CheckDump.of(picture, ZoneOffset.UTC);
            case "keepalived.stats" -> StatsDump.of(picture.instances(), picture.counters());
            case "keepalived.json" -> JsonDump.of(picture, 1);
            case "keepalived-2.json" -> JsonDump.of(picture, 2);
            default -> throw new IllegalArgumentException(name);
        };
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "keepalived.data",
                "keepalived_parent.data",
                "keepalived_check.data",
                "keepalived.stats",
                "keepalived.json",
                "keepalived-2.json"
            })
    void isAsItStandsBesideItsConfiguration(String name) throws Exception {
        var file = DIRECTORY.resolve(name);
        var text = text(name);
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(file, text);
        }
        assertEquals(Files.readString(file), text);
        assertFalse(text.contains("secret"), "a password");
    }
}
