package io.keepsake.daemon;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the director: keepalived's, as far as it has a meaning here, and {@code --journal}. Read by hand:
 * a library costs a tenth of a second of the time to the first advert.
 *
 * @param configFile {@code -f}
 * @param test {@code -t}: check the configuration and end
 * @param configId {@code -i}: what {@code @id} lines are compared with; null for the host name
 * @param pidFile {@code -p}
 * @param journal where the journal lies
 * @param keepIpvs {@code -I}: leave the IPVS table as it is at the end
 * @param removesMax the most virtual servers that a reload may remove; negative for any number
 * @param control the control socket
 * @param request what to ask the running director; null to be one
 * @param signum {@code --signum}: print the number of this signal and end
 * @param ignored options of keepalived that were given and mean nothing here
 */
record Options(
        Path configFile,
        boolean test,
        @Nullable String configId,
        Path pidFile,
        Path journal,
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
              -t, --config-test          check the configuration and end: 0 fine, 5 would run all the same, 2 would not, 6 no file
              -n, --dont-fork            stay in the foreground (the launcher's part)
              -l, --log-console          log to the console (the launcher's part)
              -D, --log-detail           accepted; the journal always has all detail
              -i, --config-id=ID         for @id lines, default the host name
              -P, --vrrp                 accepted; a configuration without virtual servers is VRRP only
              -I, --dont-release-ipvs    leave the IPVS table as it is at the end
              -p, --pid=FILE             default /run/keepsake.pid
                  --journal=DIR          default /var/lib/keepsake/journal
                  --control=SOCKET       default: the pid file's name with .sock
                  --reload-removes-max=N refuse a reload that would remove more virtual servers
              ask the running director:
                  --status, --table      what it knows; with --json for programs
                  --reload               read the configuration again
                  --plan=FILE            what that file would change
                  --drain="SERVER [REAL] [for SECONDS] because REASON"
                  --undrain="SERVER [REAL]"
                  --signum=NAME          the number of STOP, RELOAD, DATA, STATS, STATS_CLEAR or JSON
              -v, --version
              -h, --help
            """;

    private static final Map<String, String> LONG = Map.ofEntries(
            Map.entry("use-file", "-f"),
            Map.entry("config-test", "-t"),
            Map.entry("dont-fork", "-n"),
            Map.entry("log-console", "-l"),
            Map.entry("log-detail", "-D"),
            Map.entry("config-id", "-i"),
            Map.entry("vrrp", "-P"),
            Map.entry("pid", "-p"),
            Map.entry("journal", "--journal"),
            Map.entry("dont-release-ipvs", "-I"),
            Map.entry("control", "--control"),
            Map.entry("reload-removes-max", "--reload-removes-max"),
            Map.entry("status", "--status"),
            Map.entry("table", "--table"),
            Map.entry("reload", "--reload"),
            Map.entry("plan", "--plan"),
            Map.entry("drain", "--drain"),
            Map.entry("undrain", "--undrain"),
            Map.entry("json", "--json"),
            Map.entry("signum", "--signum"),
            Map.entry("version", "-v"),
            Map.entry("help", "-h"),
            Map.entry("dump-conf", "-d"),
            Map.entry("no-syslog", "-G"),
            Map.entry("log-facility", "-S"),
            Map.entry("vrrp_pid", "-r"),
            Map.entry("checkers_pid", "-c"),
            Map.entry("all", "-Z"));

    private static final String WITH_VALUE = "fipSrcbasuAMxg";
    /** Long options that take no value. */
    private static final Set<String> BARE = Set.of("--status", "--table", "--reload", "--json");

    private static final String NOTHING_HERE = "dGSrcbasuAMxgVXRCBmZ";

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
        private @Nullable Path control;
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
            if (arg.startsWith("--")) {
                int equals = arg.indexOf('=');
                var name = arg.substring(2, equals < 0 ? arg.length() : equals);
                var key = LONG.get(name);
                if (key == null) {
                    throw new Wrong("unknown option " + arg + "\n" + USAGE);
                }
                return value(args, i, key, equals < 0 ? null : arg.substring(equals + 1));
            }
            if (!arg.startsWith("-") || arg.length() < 2) {
                throw new Wrong("unexpected \"" + arg + "\"\n" + USAGE);
            }
            return cluster(args, i, arg);
        }

        /** Short options in one word, as in {@code -nlD}; the first that takes a value takes the rest. */
        private int cluster(String[] args, int i, String arg) throws Wrong {
            for (int c = 1; c < arg.length(); c++) {
                var key = "-" + arg.charAt(c);
                boolean last = c == arg.length() - 1;
                if (WITH_VALUE.indexOf(arg.charAt(c)) >= 0) {
                    return value(args, i, key, last ? null : arg.substring(c + 1));
                }
                take(key, "");
            }
            return i;
        }

        private int value(String[] args, int i, String key, @Nullable String inline) throws Wrong {
            boolean needs = key.startsWith("--") && !BARE.contains(key)
                    || !key.startsWith("--") && WITH_VALUE.indexOf(key.charAt(1)) >= 0;
            if (inline != null || !needs) {
                take(key, inline == null ? "" : inline);
                return i;
            }
            if (i + 1 >= args.length) {
                throw new Wrong("option " + args[i] + " needs a value\n" + USAGE);
            }
            take(key, args[i + 1]);
            return i + 1;
        }

        private void take(String key, String value) throws Wrong {
            switch (key) {
                case "-f" -> configFile = Path.of(value);
                case "-p" -> pidFile = Path.of(value);
                case "--journal" -> journal = Path.of(value);
                case "--control" -> control = Path.of(value);
                case "--reload-removes-max" -> removesMax = number(key, value);
                case "--status", "--table", "--reload" -> request = key.substring(2);
                case "--plan" -> request = "plan " + Path.of(value).toAbsolutePath();
                case "--drain", "--undrain" -> request = key.substring(2) + " " + value;
                case "--json" -> json = true;
                case "-I" -> keepIpvs = true;
                case "-i" -> configId = value;
                case "--signum" -> signum = value;
                case "-t" -> test = true;
                case "-v" -> version = true;
                case "-h" -> help = true;
                case "-n", "-l", "-D", "-P" -> {}
                default -> {
                    if (NOTHING_HERE.indexOf(key.charAt(1)) < 0) {
                        throw new Wrong("unknown option " + key + "\n" + USAGE);
                    }
                    ignored.add(key);
                }
            }
        }

        /** Directors with pid files of their own have control sockets of their own. */
        private static Path controlBeside(Path pidFile) {
            var name = String.valueOf(pidFile.getFileName());
            return pidFile.resolveSibling(
                    (name.endsWith(".pid") ? name.substring(0, name.length() - 4) : name) + ".sock");
        }

        private static int number(String key, String value) throws Wrong {
            if (!value.matches("[0-9]{1,9}")) {
                throw new Wrong("option " + key + " needs a number, was \"" + value + "\"\n" + USAGE);
            }
            return Integer.parseInt(value);
        }

        Options options() {
            return new Options(
                    configFile,
                    test,
                    configId,
                    pidFile,
                    journal,
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
