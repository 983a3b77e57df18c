package io.keepsake.daemon;

import io.keepsake.journal.JournalOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
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
 * @param namespace {@code -s}: the network namespace that the launcher went to; null for that of the file
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
        @Nullable String namespace,
        List<String> ignored) {

    /** A wrong command line; the message is for the user. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message + "\n" + Option.usage());
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
        private @Nullable String namespace;

        /** Reads the option at {@code i}, and answers the place of the last word it took. */
        int read(String[] args, int i) throws Wrong {
            var arg = args[i];
            if (arg.startsWith("--") && arg.length() > 2) {
                int equals = arg.indexOf('=');
                var option = named(arg.substring(2, equals < 0 ? arg.length() : equals), arg);
                return value(args, i, option, equals < 0 ? null : arg.substring(equals + 1));
            }
            if (!arg.startsWith("-") || arg.length() < 2) {
                ignored.add("\"" + arg + "\", which is no option");
                return i;
            }
            return cluster(args, i, arg);
        }

        /** The option of a long name, which may be cut short as far as it remains one. */
        private static Option named(String name, String arg) throws Wrong {
            var meant = Option.named(name);
            if (meant.size() != 1) {
                var names = meant.stream().map(o -> "--" + o.longName).sorted().collect(Collectors.joining(", "));
                throw new Wrong("Unknown option " + arg + (names.isEmpty() ? "" : ": it could be " + names));
            }
            return meant.getFirst();
        }

        /** Short options in one word, as in {@code -nlD}; the first that takes a value takes the rest. */
        private int cluster(String[] args, int i, String arg) throws Wrong {
            for (int c = 1; c < arg.length(); c++) {
                var meant = Option.lettered(arg.substring(c, c + 1));
                if (meant.isEmpty()) {
                    throw new Wrong("Unknown option -" + arg.charAt(c));
                }
                var option = meant.getFirst();
                var rest = arg.substring(c + 1);
                if (option.argument != Option.Argument.NONE) {
                    return value(args, i, option, rest.isEmpty() ? null : rest);
                }
                take(option, null);
            }
            return i;
        }

        private int value(String[] args, int i, Option option, @Nullable String joined) throws Wrong {
            if (option.argument == Option.Argument.NONE && joined != null) {
                throw new Wrong("option " + args[i] + " takes no value");
            }
            if (option.argument != Option.Argument.REQUIRED || joined != null) {
                take(option, joined);
                return i;
            }
            if (i + 1 >= args.length) {
                throw new Wrong("option " + args[i] + " needs a value");
            }
            take(option, args[i + 1]);
            return i + 1;
        }

        private void take(Option option, @Nullable String given) throws Wrong {
            var value = given == null ? "" : given;
            switch (option) {
                case USE_FILE -> configFile = Path.of(value);
                case PID -> pidFile = Path.of(value);
                case JOURNAL -> journal = Path.of(value);
                case JOURNAL_MAX_BYTES -> recording = recording.keepingBytes(bytes(option, value));
                case JOURNAL_MAX_AGE -> recording = recording.keepingFor(duration(option, value));
                case JOURNAL_MIN_FREE -> recording = recording.leavingFree(bytes(option, value));
                case CONTROL -> control = Path.of(value);
                case RELOAD_REMOVES_MAX -> removesMax = number(option, value);
                case STATUS, TABLE, RELOAD -> request = option.longName;
                case PLAN -> request = "plan " + Path.of(value).toAbsolutePath();
                case DRAIN, UNDRAIN -> request = option.longName + " " + value;
                case JSON -> json = true;
                case VRRP -> vrrp = true;
                case CHECK -> checkers = true;
                case ALL -> {
                    vrrp = true;
                    checkers = true;
                }
                case DONT_RELEASE_VRRP -> keepVrrp = true;
                case DONT_RELEASE_IPVS -> keepIpvs = true;
                case CONFIG_ID -> configId = value;
                case SIGNUM -> signum = value;
                case CONFIG_TEST -> {
                    test = true;
                    testLog = given == null ? null : Path.of(given);
                }
                case VERSION -> version = true;
                case HELP -> help = true;
                case NAMESPACE -> namespace = value;
                case DONT_FORK, LOG_CONSOLE, LOG_DETAIL, RELEASE_VIPS, DONT_RESPAWN -> {}
                default -> ignored.add(option.print() + ", which means nothing here");
            }
        }

        /** Directors with pid files of their own have control sockets of their own. */
        private static Path controlBeside(Path pidFile) {
            var name = String.valueOf(pidFile.getFileName());
            return pidFile.resolveSibling(
                    (name.endsWith(".pid") ? name.substring(0, name.length() - 4) : name) + ".sock");
        }

        /** Up to an exbibyte. */
        private static long bytes(Option option, String value) throws Wrong {
            if (!value.matches("[0-9]{1,6}[KMGT]|[0-9]{1,18}")) {
                throw new Wrong(
                        "option --" + option.longName + " needs bytes such as 500M or 2G, was \"" + value + "\"");
            }
            int unit = "KMGT".indexOf(value.charAt(value.length() - 1)) + 1;
            return Long.parseLong(unit == 0 ? value : value.substring(0, value.length() - 1)) << 10 * unit;
        }

        private static Duration duration(Option option, String value) throws Wrong {
            if (!value.matches("[0-9]{1,6}[mhd]")) {
                throw new Wrong(
                        "option --" + option.longName + " needs a time such as 30d, 12h or 90m, was \"" + value + "\"");
            }
            long number = Long.parseLong(value.substring(0, value.length() - 1));
            return switch (value.charAt(value.length() - 1)) {
                case 'm' -> Duration.ofMinutes(number);
                case 'h' -> Duration.ofHours(number);
                default -> Duration.ofDays(number);
            };
        }

        private static int number(Option option, String value) throws Wrong {
            if (!value.matches("[0-9]{1,9}")) {
                throw new Wrong("option --" + option.longName + " needs a number, was \"" + value + "\"");
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
                    namespace,
                    List.copyOf(ignored));
        }
    }
}
