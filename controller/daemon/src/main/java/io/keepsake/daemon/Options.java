package io.keepsake.daemon;

import io.keepsake.journal.JournalOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the director: keepalived's, and {@code --journal} and what is asked of a running one. Read by hand:
 * a library costs a tenth of a second of the time to the first advert. As with getopt a long name may be cut short, and a
 * word that is no option is passed over.
 *
 * @param configFile {@code -f}
 * @param test {@code -t}: check the configuration and end
 * @param testLog {@code -t/FILE}: where the messages go instead of the standard error
 * @param configId {@code -i}: what {@code @id} lines are compared with; null for the host name
 * @param pidFile {@code -p}
 * @param journal where the journal lies
 * @param recording how it is written, and how much of it is kept
 * @param subsystems {@code -P}, {@code -C}: what of the configuration is run
 * @param keepVrrp {@code -V}: leave the virtual addresses where they are at the end, and say no goodbye
 * @param keepIpvs {@code -I}: leave the IPVS table as it is at the end
 * @param removesMax the most instances and virtual servers that a reload may remove; negative for any number
 * @param control the control socket
 * @param request what to ask the running director; null to be one
 * @param signum {@code --signum}: print the number of this signal and end
 * @param ignored options of keepalived that were given and mean nothing here, and words that are no option
 */
record Options(
        Path configFile,
        boolean test,
        @Nullable Path testLog,
        @Nullable String configId,
        Path pidFile,
        Path journal,
        JournalOptions recording,
        Subsystems subsystems,
        boolean keepVrrp,
        boolean keepIpvs,
        int removesMax,
        Path control,
        @Nullable String request,
        @Nullable String signum,
        boolean version,
        boolean help,
        List<String> ignored) {

    static final String USAGE = """
            usage: director [options]
              -f, --use-file=FILE        configuration, /etc/keepalived/keepalived.conf
              -t, --config-test[=FILE]   check the configuration and end, messages to FILE: 0 fine, 5 usable all the same,
                                         4 a part cannot run and a reload is refused, 2 refused as a whole, 6 no file
              -n, --dont-fork            stay in the foreground (the launcher's part)
              -l, --log-console          log to the console (the launcher's part)
              -D, --log-detail           accepted; the journal always has all detail
              -i, --config-id=ID         for @id lines, default the host name
              -P, --vrrp                 run the instances only
              -C, --check                run the virtual servers only
                  --all                  run both, the default
              -V, --dont-release-vrrp    leave virtual addresses where they are at the end, without a goodbye
              -I, --dont-release-ipvs    leave the IPVS table as it is at the end
              -X, --release-vips         accepted; addresses always leave when the role does
              -R, --dont-respawn         accepted; nothing that ends is started again
              -p, --pid=FILE             default /run/keepsake.pid
                  --journal=DIR          default /var/lib/keepsake/journal
                  --journal-max-bytes=N  what it may take of the disk, default 1G; with K, M, G or T
                  --journal-max-age=N    how long it is kept, default 30d; with m, h or d
                  --journal-min-free=N   what is left free on its disk, default 1G or a twentieth of a small disk
                  --control=SOCKET       default: the pid file's name with .sock
                  --reload-removes-max=N refuse a reload that would remove more instances and virtual servers
              ask the running director:
                  --status, --table      what it knows; with --json for programs
                  --reload               read the configuration again
                  --plan=FILE            what that file would change
                  --drain="SERVER [REAL] [for SECONDS] because REASON"
                  --undrain="SERVER [REAL]"
                  --signum=NAME          the number of STOP, RELOAD, DATA, STATS, STATS_CLEAR or JSON
              -v, --version
              -h, --help
              without a meaning here: -a -A -b -B -c -d -e -g -G -L -m -M -O -r -s -S -T -u -x and their long names
            """;

    /** What stands behind an option. */
    private enum Argument {
        NONE,
        REQUIRED,
        /** Only joined to it: {@code -tFILE}, {@code --config-test=FILE}. */
        ATTACHED
    }

    private static final Map<String, String> LONG = Map.ofEntries(
            Map.entry("use-file", "f"),
            Map.entry("pid", "p"),
            Map.entry("vrrp_pid", "r"),
            Map.entry("checkers_pid", "c"),
            Map.entry("bfd_pid", "b"),
            Map.entry("log-facility", "S"),
            Map.entry("umask", "u"),
            Map.entry("namespace", "s"),
            Map.entry("config-id", "i"),
            Map.entry("snmp-agent-socket", "A"),
            Map.entry("config-test", "t"),
            Map.entry("log-file", "g"),
            Map.entry("core-dump-pattern", "M"),
            Map.entry("address-monitoring", "a"),
            Map.entry("snmp", "x"),
            Map.entry("core-dump", "m"),
            Map.entry("vrrp", "P"),
            Map.entry("check", "C"),
            Map.entry("no_bfd", "B"),
            Map.entry("log-console", "l"),
            Map.entry("log-detail", "D"),
            Map.entry("no-syslog", "G"),
            Map.entry("release-vips", "X"),
            Map.entry("dont-release-vrrp", "V"),
            Map.entry("dont-release-ipvs", "I"),
            Map.entry("dont-respawn", "R"),
            Map.entry("dont-fork", "n"),
            Map.entry("dump-conf", "d"),
            Map.entry("all-config", "e"),
            Map.entry("genhash", "T"),
            Map.entry("no-mem-check", "L"),
            Map.entry("version", "v"),
            Map.entry("help", "h"));

    private static final Set<String> LONG_ONLY_BARE =
            Set.of("all", "flush-log-file", "ignore-sigint", "status", "table", "reload", "json");

    private static final Set<String> LONG_ONLY_VALUED = Set.of(
            "signum",
            "config-fd",
            "journal",
            "journal-max-bytes",
            "journal-max-age",
            "journal-min-free",
            "control",
            "reload-removes-max",
            "plan",
            "drain",
            "undrain");

    private static final String REQUIRED = "fprcbSusiA";
    private static final String ATTACHED = "tgM";
    private static final String BARE = "axmPCBlDGXVIRndeTLOvh";

    /** A wrong command line; the message is for the user. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    static Options parse(String[] args) throws Wrong {
        var reader = new Reader();
        for (int i = 0; i < args.length; i++) {
            i = reader.read(args, i);
        }
        return reader.options();
    }

    private static final class Reader {
        private Path configFile = Path.of("/etc/keepalived/keepalived.conf");
        private Path pidFile = Path.of("/run/keepsake.pid");
        private Path journal = Path.of("/var/lib/keepsake/journal");
        private JournalOptions recording = JournalOptions.of(Director.VERSION);
        private @Nullable Path control;
        private @Nullable Path testLog;
        private boolean vrrp;
        private boolean checkers;
        private boolean keepVrrp;
        private boolean keepIpvs;
        private int removesMax = -1;
        private boolean json;
        private @Nullable String request;
        private @Nullable String configId;
        private @Nullable String signum;
        private boolean test;
        private boolean version;
        private boolean help;
        private final List<String> ignored = new ArrayList<>();

        /** Reads the option at {@code i}, and answers the place of the last word it took. */
        int read(String[] args, int i) throws Wrong {
            var arg = args[i];
            if (arg.startsWith("--") && arg.length() > 2) {
                int equals = arg.indexOf('=');
                var key = longName(arg.substring(2, equals < 0 ? arg.length() : equals), arg);
                return value(args, i, key, equals < 0 ? null : arg.substring(equals + 1));
            }
            if (!arg.startsWith("-") || arg.length() < 2) {
                ignored.add("\"" + arg + "\", which is no option");
                return i;
            }
            return cluster(args, i, arg);
        }

        /** The key of a long name, which may be cut short as far as it remains one. */
        private static String longName(String name, String arg) throws Wrong {
            var names = new HashSet<>(LONG.keySet());
            names.addAll(LONG_ONLY_BARE);
            names.addAll(LONG_ONLY_VALUED);
            var meant = names.contains(name)
                    ? List.of(name)
                    : names.stream().filter(n -> n.startsWith(name)).sorted().toList();
            if (meant.size() != 1) {
                throw new Wrong("Unknown option " + arg
                        + (meant.isEmpty() ? "" : ": it could be --" + String.join(", --", meant)) + "\n" + USAGE);
            }
            return LONG.getOrDefault(meant.getFirst(), meant.getFirst());
        }

        private static Argument argument(String key, String arg) throws Wrong {
            if (key.length() > 1) {
                return LONG_ONLY_BARE.contains(key) ? Argument.NONE : Argument.REQUIRED;
            }
            if (BARE.contains(key)) {
                return Argument.NONE;
            }
            if (REQUIRED.contains(key)) {
                return Argument.REQUIRED;
            }
            if (ATTACHED.contains(key)) {
                return Argument.ATTACHED;
            }
            throw new Wrong("Unknown option " + arg + "\n" + USAGE);
        }

        /** Short options in one word, as in {@code -nlD}; the first that takes a value takes the rest. */
        private int cluster(String[] args, int i, String arg) throws Wrong {
            for (int c = 1; c < arg.length(); c++) {
                var key = arg.substring(c, c + 1);
                var rest = arg.substring(c + 1);
                if (argument(key, "-" + key) != Argument.NONE) {
                    return value(args, i, key, rest.isEmpty() ? null : rest);
                }
                take(key, null);
            }
            return i;
        }

        private int value(String[] args, int i, String key, @Nullable String joined) throws Wrong {
            var argument = argument(key, args[i]);
            if (argument == Argument.NONE && joined != null) {
                throw new Wrong("option " + args[i] + " takes no value\n" + USAGE);
            }
            if (argument != Argument.REQUIRED || joined != null) {
                take(key, joined);
                return i;
            }
            if (i + 1 >= args.length) {
                throw new Wrong("option " + args[i] + " needs a value\n" + USAGE);
            }
            take(key, args[i + 1]);
            return i + 1;
        }

        private void take(String key, @Nullable String given) throws Wrong {
            var value = given == null ? "" : given;
            switch (key) {
                case "f" -> configFile = Path.of(value);
                case "p" -> pidFile = Path.of(value);
                case "journal" -> journal = Path.of(value);
                case "journal-max-bytes" -> recording = recording.keepingBytes(bytes(key, value));
                case "journal-max-age" -> recording = recording.keepingFor(duration(key, value));
                case "journal-min-free" -> recording = recording.leavingFree(bytes(key, value));
                case "control" -> control = Path.of(value);
                case "reload-removes-max" -> removesMax = number(key, value);
                case "status", "table", "reload" -> request = key;
                case "plan" -> request = "plan " + Path.of(value).toAbsolutePath();
                case "drain", "undrain" -> request = key + " " + value;
                case "json" -> json = true;
                case "P" -> vrrp = true;
                case "C" -> checkers = true;
                case "all" -> {
                    vrrp = true;
                    checkers = true;
                }
                case "V" -> keepVrrp = true;
                case "I" -> keepIpvs = true;
                case "i" -> configId = value;
                case "signum" -> signum = value;
                case "t" -> {
                    test = true;
                    testLog = given == null ? null : Path.of(given);
                }
                case "v" -> version = true;
                case "h" -> help = true;
                case "n", "l", "D", "X", "R" -> {}
                default -> ignored.add((key.length() == 1 ? "-" : "--") + key + ", which means nothing here");
            }
        }

        /** Directors with pid files of their own have control sockets of their own. */
        private static Path controlBeside(Path pidFile) {
            var name = String.valueOf(pidFile.getFileName());
            return pidFile.resolveSibling(
                    (name.endsWith(".pid") ? name.substring(0, name.length() - 4) : name) + ".sock");
        }

        /** Up to an exbibyte. */
        private static long bytes(String key, String value) throws Wrong {
            if (!value.matches("[0-9]{1,6}[KMGT]|[0-9]{1,18}")) {
                throw new Wrong("option --" + key + " needs bytes such as 500M or 2G, was \"" + value + "\"\n" + USAGE);
            }
            int unit = "KMGT".indexOf(value.charAt(value.length() - 1)) + 1;
            return Long.parseLong(unit == 0 ? value : value.substring(0, value.length() - 1)) << 10 * unit;
        }

        private static Duration duration(String key, String value) throws Wrong {
            if (!value.matches("[0-9]{1,6}[mhd]")) {
                throw new Wrong(
                        "option --" + key + " needs a time such as 30d, 12h or 90m, was \"" + value + "\"\n" + USAGE);
            }
            long number = Long.parseLong(value.substring(0, value.length() - 1));
            return switch (value.charAt(value.length() - 1)) {
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }

        private static int number(String key, String value) throws Wrong {
            if (!value.matches("[0-9]{1,9}")) {
                throw new Wrong("option --" + key + " needs a number, was \"" + value + "\"\n" + USAGE);
            }
            return Integer.parseInt(value);
        }

        Options options() {
            return new Options(
                    configFile,
                    test,
                    testLog,
                    configId,
                    pidFile,
                    journal,
                    recording,
                    new Subsystems(vrrp || !checkers, checkers || !vrrp),
                    keepVrrp,
                    keepIpvs,
                    removesMax,
                    control != null ? control : controlBeside(pidFile),
                    request == null || !json ? request : request + " json",
                    signum,
                    version,
                    help,
                    List.copyOf(ignored));
        }
    }
}
