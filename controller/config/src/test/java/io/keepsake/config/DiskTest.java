package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What only a real disk has: directories, x bits, devices, missing files. */
class DiskTest {
    @TempDir
    private Path directory;

    private String load(Path file) {
        return ConfigDump.of(ConfigFile.load(file, ConfigDump.OPTIONS)).replace(directory.toString(), "DIR");
    }

    @Test
    void include_skips_directories_and_files_with_an_x_bit() throws IOException {
        Files.createDirectories(directory.resolve("d/sub.inc"));
        write("d/a.inc", "vrrp_down_timer_adverts x1\n");
        Files.setPosixFilePermissions(
                write("d/b.inc", "vrrp_down_timer_adverts x2\n"), PosixFilePermissions.fromString("rw-r--r-x"));
        write("d/c.inc", "vrrp_down_timer_adverts x3\nrouter_id ${_PWD}\n");
        write("d/.hidden.inc", "frob\n");
        var main = write("k.conf", "global_defs {\n include d/*.inc\n}\n");
        assertEquals("""
                exit 5
                WARNING DIR/d/c.inc:1:25: vrrp_down_timer_adverts must be 1..100, was "x3"; stays 3
                    1 | vrrp_down_timer_adverts x3
                      |                         ^~
                router DIR/d
                """, load(main));
    }

    @Test
    void a_device_is_not_read() throws IOException {
        assertEquals("""
                exit 5
                ERROR DIR/k.conf:1:1: include: "/dev/zero" is no file
                    1 | includer /dev/zero
                      | ^~~~~~~~~~~~~~~~~~
                router node1.example
                """, load(write("k.conf", "includer /dev/zero\n")));
    }

    @Test
    void without_a_file_there_is_no_configuration() {
        assertEquals("exit 2\nFATAL DIR/nosuch.conf: no such file\n", load(directory.resolve("nosuch.conf")));
        assertEquals("exit 2\nFATAL DIR: is a directory\n", load(directory));
        assertInstanceOf(Checked.Invalid.class, ConfigFile.load(directory, ConfigDump.OPTIONS));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
