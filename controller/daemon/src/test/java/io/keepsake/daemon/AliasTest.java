package io.keepsake.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.daemon.Options.Wrong;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the command keepalived has of its own, as those read it that call it. */
class AliasTest {
    private static Options parse(String... words) throws Wrong {
        return Options.parse(words, true);
    }

    @Test
    void pidFilesStandWhereKeepalivedsDo() throws Wrong {
        var options = parse();
        assertEquals(Path.of("/run/keepalived.pid"), options.pidFile());
        assertEquals(new Alias(Path.of("/run/vrrp.pid"), Path.of("/run/checkers.pid")), options.alias());
        assertEquals(
                new Alias(Path.of("/a-vrrp"), Path.of("/b")),
                parse("-r", "/a-vrrp", "--checkers_pid=/b").alias());
    }

    @Test
    void aDirectorOfItsOwnHasNoChildren() throws Wrong {
        var options = Options.parse(new String[] {"-r", "/a-vrrp"});
        assertNull(options.alias());
        assertEquals(1, options.ignored().size());
    }

    @Test
    void thereIsNoLogFile() {
        var wrong = assertThrows(Wrong.class, () -> parse("-g"));
        assertTrue(String.valueOf(wrong.getMessage()).startsWith("-g requires configure option --enable-log-file"));
    }

    /** As Ansible, Neutron and mehdy's exporter read the version. */
    @Test
    void itsVersionIsReadByOthers() {
        var lines = Alias.version().lines().toList();
        var ansible = Pattern.compile("[kK]eepalived v(.*) ").matcher(lines.getFirst());
        assertTrue(ansible.find());
        assertEquals("2.2.7", ansible.group(1));
        assertEquals("v2.2.7", lines.getFirst().split(" ", -1)[1]);
        assertEquals("", lines.get(1));
        assertTrue(lines.stream()
                .anyMatch(line -> line.startsWith("configure options: ") && line.contains("--enable-json")));
        assertNotNull(lines.getLast());
    }
}
