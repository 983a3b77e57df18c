package io.keepsake.daemon;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every option of the director, in the order of its usage. The one table of them: parser and usage read it, and tests
 * write the launcher's table, the completion of shells and the manual from it.
 */
enum Option {
    USE_FILE("f", "use-file", Argument.REQUIRED, "FILE", "configuration, /etc/keepalived/keepalived.conf"),
    CONFIG_TEST("t", "config-test", Argument.ATTACHED, "FILE", Part.ANSWER, """
            check the configuration and end, messages to FILE: 0 fine, 5 usable all the same,
            4 a part cannot run and a reload is refused, 2 refused as a whole, 6 no file"""),
    DONT_FORK("n", "dont-fork", Argument.NONE, "", Part.FOREGROUND, "stay in the foreground (the launcher's part)"),
    LOG_CONSOLE("l", "log-console", Argument.NONE, "", "log to the console too, where it would not"),
    LOG_DETAIL("D", "log-detail", Argument.NONE, "", "with the lines that keepalived has with -D only"),
    NO_SYSLOG("G", "no-syslog", Argument.NONE, "", "do not log to the system's log"),
    LOG_FACILITY(
            "S", "log-facility", Argument.REQUIRED, "NAME", "0 to 7 or local0 to local7, user, or daemon, the default"),
    LOG_FORMAT("", "log-format", Argument.REQUIRED, "FORM", "events, or keepalived: its lines, letter by letter"),
    LOG_SOCKET("", "log-socket", Argument.REQUIRED, "SOCKET", "syslog's or systemd's; \"system\" finds it"),
    CONFIG_ID("i", "config-id", Argument.REQUIRED, "ID", "for @id lines, default the host name"),
    VRRP("P", "vrrp", Argument.NONE, "", "run the instances only"),
    CHECK("C", "check", Argument.NONE, "", "run the virtual servers only"),
    ALL("", "all", Argument.NONE, "", "run both, the default"),
    DONT_RELEASE_VRRP(
            "V",
            "dont-release-vrrp",
            Argument.NONE,
            "",
            "leave virtual addresses where they are at the end, without a goodbye"),
    DONT_RELEASE_IPVS("I", "dont-release-ipvs", Argument.NONE, "", "leave the IPVS table as it is at the end"),
    RELEASE_VIPS("X", "release-vips", Argument.NONE, "", "accepted; addresses always leave when the role does"),
    DONT_RESPAWN("R", "dont-respawn", Argument.NONE, "", "accepted; the director itself is not started again"),
    PID("p", "pid", Argument.REQUIRED, "FILE", "default /run/keepsake.pid"),
    JOURNAL(
            "",
            "journal",
            Argument.REQUIRED,
            "DIR",
            "default /var/lib/keepsake/journal; as keepalived, with -p NAME.pid, journal-NAME"),
    JOURNAL_MAX_BYTES(
            "",
            "journal-max-bytes",
            Argument.REQUIRED,
            "N",
            "what it may take of the disk, default 1G; with K, M, G or T"),
    JOURNAL_MAX_AGE("", "journal-max-age", Argument.REQUIRED, "N", "how long it is kept, default 30d; with m, h or d"),
    JOURNAL_MIN_FREE(
            "",
            "journal-min-free",
            Argument.REQUIRED,
            "N",
            "what is left free on its disk, default 1G or a twentieth of a small disk"),
    CONTROL("", "control", Argument.REQUIRED, "SOCKET", "default the pid file's name with .sock"),
    RELOAD_REMOVES_MAX(
            "",
            "reload-removes-max",
            Argument.REQUIRED,
            "N",
            "refuse a reload that would remove more instances and virtual servers"),
    NAMESPACE(
            "s",
            "namespace",
            Argument.REQUIRED,
            "NAME",
            "run in this network namespace, and not in that of net_namespace (the launcher's part)"),
    STATUS("", "status", Argument.NONE, "", Part.ANSWER, "ask the running director what it knows of elections"),
    TABLE("", "table", Argument.NONE, "", Part.ANSWER, "ask it for its virtual and real servers"),
    JSON("", "json", Argument.NONE, "", "the answer to one of the two, for programs"),
    RELOAD("", "reload", Argument.NONE, "", Part.ANSWER, "have it read the configuration again"),
    PLAN("", "plan", Argument.REQUIRED, "FILE", Part.ANSWER, "ask it what that file would change"),
    DRAIN(
            "",
            "drain",
            Argument.REQUIRED,
            "\"SERVER [REAL] [for SECONDS] because REASON\"",
            Part.ANSWER,
            "let no new connection go there"),
    UNDRAIN("", "undrain", Argument.REQUIRED, "\"SERVER [REAL]\"", Part.ANSWER, "end that"),
    DEMOTE(
            "",
            "demote",
            Argument.REQUIRED,
            "\"NAME [for SECONDS] because REASON\"",
            Part.ANSWER,
            "let another router be master; NAME is an instance or a sync group"),
    HOLD(
            "",
            "hold",
            Argument.REQUIRED,
            "\"NAME [for SECONDS] because REASON\"",
            Part.ANSWER,
            "the same, and not be master even if no other is"),
    RELEASE("", "release", Argument.REQUIRED, "NAME", Part.ANSWER, "end one of the two"),
    SIGNUM(
            "",
            "signum",
            Argument.REQUIRED,
            "NAME",
            Part.ANSWER,
            "print the number of STOP, RELOAD, DATA, STATS, STATS_CLEAR or JSON"),
    VERSION("v", "version", Argument.NONE, "", Part.ANSWER, "print the version"),
    HELP("h", "help", Argument.NONE, "", Part.ANSWER, "print this"),
    VRRP_PID("r", "vrrp_pid", Argument.REQUIRED),
    CHECKERS_PID("c", "checkers_pid", Argument.REQUIRED),
    BFD_PID("b", "bfd_pid", Argument.REQUIRED),
    UMASK("u", "umask", Argument.REQUIRED),
    SNMP_AGENT_SOCKET("A", "snmp-agent-socket", Argument.REQUIRED),
    CONFIG_FD("", "config-fd", Argument.REQUIRED),
    LOG_FILE("g", "log-file", Argument.ATTACHED),
    CORE_DUMP_PATTERN("M", "core-dump-pattern", Argument.ATTACHED),
    ADDRESS_MONITORING("a", "address-monitoring", Argument.NONE),
    SNMP("x", "snmp", Argument.NONE),
    CORE_DUMP("m", "core-dump", Argument.NONE),
    NO_BFD("B", "no_bfd", Argument.NONE),
    DUMP_CONF("d", "dump-conf", Argument.NONE),
    ALL_CONFIG("e", "all-config", Argument.NONE),
    GENHASH("T", "genhash", Argument.NONE),
    NO_MEM_CHECK("L", "no-mem-check", Argument.NONE),
    ONE_PROCESS("O", "", Argument.NONE),
    FLUSH_LOG_FILE("", "flush-log-file", Argument.NONE),
    IGNORE_SIGINT("", "ignore-sigint", Argument.NONE);

    /** What stands behind an option. */
    enum Argument {
        NONE,
        REQUIRED,
        /** Only joined to it: {@code -tFILE}, {@code --config-test=FILE}. */
        ATTACHED
    }

    /** What it means for the launcher. */
    enum Part {
        /** The director runs, in the background unless something says otherwise. */
        DIRECTOR,
        FOREGROUND,
        /** No director: something is answered, in the foreground. */
        ANSWER
    }

    final String letter;
    final String longName;
    final Argument argument;
    final String placeholder;
    final Part part;
    final String help;

    Option(String letter, String longName, Argument argument, String placeholder, Part part, String help) {
        this.letter = letter;
        this.longName = longName;
        this.argument = argument;
        this.placeholder = placeholder;
        this.part = part;
        this.help = help;
    }

    Option(String letter, String longName, Argument argument, String placeholder, String help) {
        this(letter, longName, argument, placeholder, Part.DIRECTOR, help);
    }

    /** One of keepalived's that has no meaning here. */
    Option(String letter, String longName, Argument argument) {
        this(letter, longName, argument, "", Part.DIRECTOR, "");
    }

    /** Whether it means something here. */
    boolean counts() {
        return !help.isEmpty();
    }

    /** As people write it: the letter, or the long name of one without. */
    String print() {
        return letter.isEmpty() ? "--" + longName : "-" + letter;
    }

    /** The options that this long name means; one that is cut short can mean several. */
    static List<Option> named(String name) {
        var whole = Arrays.stream(values()).filter(o -> o.longName.equals(name) && !name.isEmpty());
        var found = whole.toList();
        return !found.isEmpty()
                ? found
                : Arrays.stream(values())
                        .filter(o -> !o.longName.isEmpty() && o.longName.startsWith(name))
                        .toList();
    }

    /** The options of this letter: one, or none. */
    static List<Option> lettered(String letter) {
        return Arrays.stream(values()).filter(o -> o.letter.equals(letter)).toList();
    }

    /** What {@code --help} prints. */
    static String usage() {
        return Stream.of(
                        Stream.of("usage: director [options]"),
                        Arrays.stream(values()).filter(Option::counts).map(Option::line),
                        Stream.of(Arrays.stream(values())
                                .filter(option -> !option.counts())
                                .map(Option::print)
                                .collect(Collectors.joining(" ", "  without a meaning here: ", ""))))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    private String line() {
        var value =
                switch (argument) {
                    case NONE -> "";
                    case REQUIRED -> "=" + placeholder;
                    case ATTACHED -> "[=" + placeholder + "]";
                };
        var names = (letter.isEmpty() ? "    " : "-" + letter + ", ") + "--" + longName + value;
        var column = " ".repeat(Math.max(1, 27 - names.length()));
        return "  " + names + column + help.replace("\n", "\n" + " ".repeat(29));
    }
}
