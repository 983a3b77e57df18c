package io.keepsake.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.daemon.Options.Wrong;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command line has the arity of keepalived's getopt, measured on 2.2.7. */
class OptionsTest {
    private static Options parse(String... args) throws Wrong {
        return Options.parse(args);
    }

    /** The word behind such an option is the next option, not its value. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-a",
                "-x",
                "-m",
                "-P",
                "-C",
                "-B",
                "-l",
                "-D",
                "-G",
                "-X",
                "-V",
                "-I",
                "-R",
                "-n",
                "-d",
                "-e",
                "-L",
                "-O",
                "-T",
                "-t",
                "-g",
                "-M",
                "--snmp",
                "--address-monitoring",
                "--core-dump",
                "--vrrp",
                "--check",
                "--no_bfd",
                "--all",
                "--log-console",
                "--log-detail",
                "--no-syslog",
                "--release-vips",
                "--dont-release-vrrp",
                "--dont-release-ipvs",
                "--dont-respawn",
                "--dont-fork",
                "--dump-conf",
                "--all-config",
                "--no-mem-check",
                "--flush-log-file",
                "--ignore-sigint",
                "--config-test",
                "--log-file",
                "--core-dump-pattern",
                "--release-v",
                "--dont-release-v"
            })
    void an_option_without_a_value_takes_no_word(String option) throws Wrong {
        assertEquals(Path.of("/x"), parse(option, "-f", "/x").configFile());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-r",
                "-c",
                "-b",
                "-S",
                "-u",
                "-A",
                "--vrrp_pid",
                "--checkers_pid",
                "--bfd_pid",
                "--log-facility",
                "--umask",
                "--snmp-agent-socket",
                "--config-fd"
            })
    void an_option_with_a_value_takes_the_next_word(String option) throws Wrong {
        assertEquals(Path.of("/x"), parse(option, "-f", "-f", "/x").configFile());
        assertThrows(Wrong.class, () -> parse(option));
    }

    @Test
    void a_value_may_be_joined() throws Wrong {
        assertEquals(Path.of("/x"), parse("-f/x").configFile());
        assertEquals(Path.of("/x"), parse("-nlf/x").configFile());
        assertEquals(Path.of("/x"), parse("--use-file=/x").configFile());
        assertEquals(Path.of("/x"), parse("--use=/x").configFile());
    }

    @Test
    void the_log_of_a_test_is_joined_or_not_there() throws Wrong {
        assertEquals(Path.of("/log"), parse("-t/log").testLog());
        assertEquals(Path.of("/log"), parse("--config-test=/log").testLog());
        assertEquals(Path.of("=/log"), parse("-t=/log").testLog());
        var apart = parse("-t", "/log");
        assertTrue(apart.test());
        assertNull(apart.testLog());
        assertEquals(List.of("\"/log\", which is no option"), apart.ignored());
    }

    @Test
    void a_word_that_is_no_option_is_passed_over() throws Wrong {
        assertEquals(Path.of("/x"), parse("start", "-f", "/x").configFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"--foo", "-Z", "-nZ", "--dont-release", "--snmp=1", "--vrrp=1"})
    void what_keepalived_does_not_know_is_an_error(String option) {
        assertThrows(Wrong.class, () -> parse(option));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-v --foo", "--foo -v", "-v -f", "-Z -v", "-vZ", "-g -v", "-v -h", "-v --signum=FOO"})
    void a_version_is_answered_whatever_else_is_wrong(String words) throws Wrong {
        assertTrue(Options.parse(words.split(" ", -1), true).version());
    }

    @Test
    void the_first_answer_counts() throws Wrong {
        assertTrue(parse("-h", "--foo", "-v").help());
        assertFalse(parse("-h", "--foo", "-v").version());
        assertEquals("DATA", parse("--foo", "--signum=DATA", "-v").signum());
        assertFalse(parse("-f", "-v").version());
    }

    @Test
    void behind_two_hyphens_there_is_no_option() throws Wrong {
        var options = parse("-f", "/x", "--", "--foo", "-v", "-f", "/y");
        assertEquals(Path.of("/x"), options.configFile());
        assertFalse(options.version());
        assertEquals(Path.of("--"), parse("-f", "--").configFile());
    }

    @ParameterizedTest
    @ValueSource(strings = {"9", "8", "LOCAL3", "-v", "local"})
    void a_log_facility_that_there_is_not_is_a_warning(String facility) throws Wrong {
        assertTrue(parse("-S", facility).warned());
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "local3", "daemon"})
    void a_log_facility_is_none(String facility) throws Wrong {
        assertFalse(parse("-S", facility, "word", "-g").warned());
    }

    @Test
    void each_of_several_keepalived_has_a_journal() throws Wrong {
        assertEquals(
                Path.of("/var/lib/keepsake/journal"),
                Options.parse(new String[0], true).journal());
        assertEquals(Path.of("/var/lib/keepsake/journal"), asKeepalived("/run/own/keepalived.pid"));
        assertEquals(Path.of("/var/lib/keepsake/journal-lvs"), asKeepalived("/run/lvs.pid"));
        assertEquals(Path.of("/var/lib/keepsake/journal-5f.pid.keepalived"), asKeepalived("/x/5f.pid.keepalived"));
        assertEquals(
                Path.of("/var/lib/keepsake/journal"),
                parse("-p", "/run/lvs.pid").journal());
    }

    private static Path asKeepalived(String pidFile) throws Wrong {
        return Options.parse(new String[] {"-p", pidFile}, true).journal();
    }

    @Test
    void an_unknown_option_is_named() {
        var wrong = assertThrows(Wrong.class, () -> parse("--foo"));
        assertEquals("Unknown option --foo", wrong.getMessage());
    }

    @Test
    void subsystems_are_both_unless_one_is_named() throws Wrong {
        assertEquals(new Subsystems(true, true), parse().subsystems());
        assertEquals(new Subsystems(true, false), parse("-P").subsystems());
        assertEquals(new Subsystems(false, true), parse("-C").subsystems());
        assertEquals(new Subsystems(true, true), parse("-PC").subsystems());
        assertEquals(new Subsystems(true, true), parse("--all").subsystems());
    }

    @Test
    void what_stays_at_the_end_is_asked_for() throws Wrong {
        assertTrue(parse("-V").keepVrrp());
        assertFalse(parse("-V").keepIpvs());
        assertTrue(parse("-I").keepIpvs());
        assertFalse(parse("-X", "-R").keepVrrp());
    }

    @Test
    void an_own_option_keeps_its_form() throws Wrong {
        assertEquals("status json", parse("--status", "--json").request());
        assertEquals("reload", parse("--reload").request());
        assertEquals(3, parse("--reload-removes-max=3").removesMax());
        assertEquals("drain x because y", parse("--drain", "x because y").request());
    }
}
