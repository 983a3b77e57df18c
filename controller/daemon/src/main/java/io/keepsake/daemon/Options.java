package io.keepsake.daemon;

import io.keepsake.daemon.log.Logging;
import io.keepsake.journal.JournalOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The command line of the director: keepalived's, and {@code --journal} and what is asked of a running one. Read by hand:
 * a library costs a tenth of a second of the time to the first advert. As with getopt a long name may be cut short, a word
 * that is no option is passed over, and {@code --} ends the options.
 *
 * @param configFile {@code -f}
 * @param test {@code -t}: check the configuration and end
 * @param testLog {@code -t/FILE}: where the messages go instead of the standard error
 * @param configId {@code -i}: what {@code @id} lines are compared with; null for the host name
 * @param pidFile {@code -p}
 * @param journal where the journal lies; of an alias, by default, according to the name of its pid file
 * @param recording how it is written, and how much of it is kept
 * @param subsystems {@code -P}, {@code -C}: what of the configuration is run
 * @param keepVrrp {@code -V}: leave the virtual addresses where they are at the end, and say no goodbye
 * @param keepIpvs {@code -I}: leave the IPVS table as it is at the end
 * @param removesMax the most instances and virtual servers that a reload may remove; negative for any number
 * @param control the control socket
 * @param request what to ask the running director; null to be one
 * @param signum {@code --signum}: print the number of this signal and end
 * @param namespace {@code -s}: the network namespace that the launcher went to; null for that of the file
 * @param alias what is otherwise where the command is called {@code keepalived}; null for the director's own
 * @param logging {@code -l -D -G -S}, {@code --log-format} and {@code --log-socket}
 * @param words the whole command line
 * @param ignored options of keepalived that were given and mean nothing here, and words that are no option
 * @param warned whether one of them is such that keepalived's {@code -t} warns of it: a log facility that there is not
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
        @Nullable Alias alias,
        Logging logging,
        List<String> words,
        List<String> ignored,
        boolean warned) {

    /** A wrong command line; the message is for the user, above the usage. */
    static final class Wrong extends Exception {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }

    static Options parse(String[] args) throws Wrong {
        return parse(args, false);
    }

    /**
     * As with keepalived the version, the usage and the number of a signal are answered as soon as they are read, whatever is
     * wrong before or behind; otherwise the first that is wrong counts.
     *
     * @param asKeepalived whether the command was called by that name
     * @throws Wrong when there is an option that is unknown, ambiguous, or without its value
     */
    static Options parse(String[] args, boolean asKeepalived) throws Wrong {
        var reader = new Reader(asKeepalived, List.of(args));
        Wrong wrong = null;
        for (int i = 0; i < args.length && !args[i].equals("--") && !reader.answers(); i++) {
            try {
                i = reader.read(args, i);
            } catch (Wrong e) {
                wrong = wrong == null ? e : wrong;
            }
        }
        if (wrong != null && !reader.answers()) {
            throw wrong;
        }
        return reader.options();
    }

    private static final class Reader {
        private Path configFile = Path.of("/etc/keepalived/keepalived.conf");
        private final boolean asKeepalived;
        private final List<String> words;
        private Path pidFile;
        private Path vrrpPid = Path.of("/run/vrrp.pid");
        private Path checkersPid = Path.of("/run/checkers.pid");
        private @Nullable Path journal;
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
        private boolean warned;
        private @Nullable String namespace;
        private boolean console;
        private boolean detail;
        private boolean noSyslog;
        private int facility = Logging.DAEMON;
        private Logging.@Nullable Format format;
        private @Nullable Path socket;

        Reader(boolean asKeepalived, List<String> words) {
            this.words = words;
            this.asKeepalived = asKeepalived;
            pidFile = Path.of(asKeepalived ? "/run/keepalived.pid" : "/run/keepsake.pid");
        }

        boolean answers() {
            return version || help || signum != null;
        }

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
                case VRRP_PID -> vrrpPid = childPid(option, value);
                case CHECKERS_PID -> checkersPid = childPid(option, value);
                case LOG_FILE -> {
                    if (asKeepalived) {
                        throw new Wrong("-g requires configure option --enable-log-file");
                    }
                    ignore(option);
                }
                case JOURNAL -> journal = Path.of(value);
                case JOURNAL_MAX_BYTES -> recording = recording.keepingBytes(bytes(option, value));
                case JOURNAL_MAX_AGE -> recording = recording.keepingFor(duration(option, value));
                case JOURNAL_MIN_FREE -> recording = recording.leavingFree(bytes(option, value));
                case CONTROL -> control = Path.of(value);
                case RELOAD_REMOVES_MAX -> removesMax = number(option, value);
                case STATUS, TABLE, RELOAD -> request = option.longName;
                case PLAN -> request = "plan " + Path.of(value).toAbsolutePath();
                case DRAIN, UNDRAIN, DEMOTE, HOLD, RELEASE -> request = option.longName + " " + value;
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
                case LOG_CONSOLE -> console = true;
                case LOG_DETAIL -> detail = true;
                case NO_SYSLOG -> noSyslog = true;
                case LOG_FACILITY -> facility(value);
                case LOG_FORMAT -> format = format(option, value);
                case LOG_SOCKET -> socket = value.equals("system") ? Logging.systemSocket() : Path.of(value);
                case DONT_FORK, RELEASE_VIPS, DONT_RESPAWN -> {}
                default -> ignore(option);
            }
        }

        /** One that there is not is told, and the others count: so does keepalived. */
        private void facility(String value) {
            int number = Logging.facility(value);
            if (number < 0) {
                ignored.add("Invalid log facility '" + value + "'");
                warned = true;
            } else {
                facility = number;
            }
        }

        private static Logging.Format format(Option option, String value) throws Wrong {
            var named = Logging.Format.named(value);
            if (named == null) {
                throw new Wrong("option --" + option.longName + " needs events or keepalived, was \"" + value + "\"");
            }
            return named;
        }

        /** keepalived logs to the system, and with {@code -l} to the console too; we to the console, unless told where. */
        private Logging logging() {
            var wanted = socket == null && asKeepalived ? Logging.systemSocket() : socket;
            var to = noSyslog ? null : wanted;
            var form = asKeepalived ? Logging.Format.KEEPALIVED : Logging.Format.EVENTS;
            return new Logging(
                    format == null ? form : format, detail, console || !asKeepalived && to == null, to, facility);
        }

        private void ignore(Option option) {
            ignored.add(option.print() + ", which means nothing here");
        }

        /** Only who asks for keepalived looks for its children. */
        private Path childPid(Option option, String value) {
            if (!asKeepalived) {
                ignore(option);
            }
            return Path.of(value);
        }

        /** Directors with pid files of their own have control sockets of their own. */
        private static Path controlBeside(Path pidFile) {
            return pidFile.resolveSibling(nameOf(pidFile) + ".sock");
        }

        private static String nameOf(Path pidFile) {
            var name = String.valueOf(pidFile.getFileName());
            return name.endsWith(".pid") ? name.substring(0, name.length() - 4) : name;
        }

        /** Who starts several on a host tells keepalived of pid files and not of journals, and each writes one of its own. */
        private Path defaultJournal() {
            var journal = Path.of("/var/lib/keepsake/journal");
            var name = nameOf(pidFile);
            return !asKeepalived || name.equals(Alias.NAME) ? journal : journal.resolveSibling("journal-" + name);
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
                    journal != null ? journal : defaultJournal(),
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
                    asKeepalived ? new Alias(vrrpPid, checkersPid) : null,
                    logging(),
                    words,
                    List.copyOf(ignored),
                    warned);
        }
    }
}
