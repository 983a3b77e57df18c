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
                exit 4
                DIR/d/c.inc:1:25: warning: vrrp_down_timer_adverts must be 1..100, was "x3"; stays 3
                    1 | vrrp_down_timer_adverts x3
                      |                         ^~
                DIR/k.conf: error: nothing to run: there is no vrrp_instance and no virtual_server
                  hint: a start waits for a reload of a file that has one
                DIR/k.conf:2:2: notice: "include DIR/d/b.inc" has an x bit; it is skipped, as keepalived skips it
                    2 |  include d/*.inc
                      |  ^~~~~~~~~~~~~~~
                nothing runs; a reload to this file is refused
                router DIR/d
                """, load(main));
    }

    @Test
    void a_device_is_not_read() throws IOException {
        assertEquals("""
                exit 4
                DIR/k.conf: error: nothing to run: there is no vrrp_instance and no virtual_server
                  hint: a start waits for a reload of a file that has one
                DIR/k.conf:1:1: error: include: "/dev/zero" is no regular file; it is skipped
                    1 | includer /dev/zero
                      | ^~~~~~~~~~~~~~~~~~
                nothing runs; a reload to this file is refused
                router node1.example
                """, load(write("k.conf", "includer /dev/zero\n")));
    }

    @Test
    void without_a_file_there_is_no_configuration() {
        assertEquals(
                "exit 2\nDIR/nosuch.conf: fatal: no such file\nnothing runs: the file is refused\n",
                load(directory.resolve("nosuch.conf")));
        assertEquals("exit 2\nDIR: fatal: is a directory\nnothing runs: the file is refused\n", load(directory));
        assertInstanceOf(Checked.Invalid.class, ConfigFile.load(directory, ConfigDump.OPTIONS));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
