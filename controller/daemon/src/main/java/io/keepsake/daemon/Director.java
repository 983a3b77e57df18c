package io.keepsake.daemon;

import io.keepsake.adapter.netlink.RouteNetlink;
import io.keepsake.adapter.netlink.ipvs.IpvsNetlink;
import io.keepsake.adapter.netlink.nftables.FirewallNetlink;
import io.keepsake.adapter.vrrp.VrrpAdapter;
import io.keepsake.config.Checked;
import io.keepsake.config.ConfigFile;
import io.keepsake.config.ConfigOptions;
import io.keepsake.config.LoadedConfig;
import io.keepsake.core.config.ControllerConfig;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.daemon.control.ControlClient;
import io.keepsake.daemon.control.ControlSocket;
import io.keepsake.daemon.dump.Counters;
import io.keepsake.daemon.dump.Dumps;
import io.keepsake.daemon.log.TimelineLogger;
import io.keepsake.daemon.loop.EffectExecutor;
import io.keepsake.daemon.loop.ElectionLoop;
import io.keepsake.daemon.loop.Inbox;
import io.keepsake.daemon.loop.WarmUp;
import io.keepsake.daemon.probe.Prober;
import io.keepsake.daemon.recorder.Recorder;
import io.keepsake.daemon.service.ServiceManager;
import io.keepsake.daemon.sys.Alarm;
import io.keepsake.daemon.sys.Processes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The director: all wiring on one screen. */
public final class Director {
    public static final String VERSION = "0.1.0";

    /** Exit codes, as keepalived's. */
    private static final int FATAL = 1;

    private static final int CONFIG = 2;
    private static final int WARNED = 5;
    private static final int NO_CONFIG = 6;
    private static final int INTERNAL = 70;

    /** How often the IPVS table is read back: so long somebody else's change may stand. */
    private static final Duration READBACK = Duration.ofSeconds(3);

    private Director() {}

    public static void main(String[] args) throws IOException {
        int code;
        try {
            code = run(Options.parse(args, Alias.called()));
        } catch (Options.Wrong wrong) {
            System.err.println(wrong.getMessage() + "\n" + Option.usage());
            code = FATAL;
        } catch (FileSystemException unusable) {
            System.err.println(cannotUse(unusable));
            code = FATAL;
        }
        System.exit(code);
    }

    private static String cannotUse(FileSystemException unusable) {
        var place = "cannot use " + unusable.getFile() + ": ";
        return switch (unusable) {
            case AccessDeniedException _ ->
                place
                        + "permission denied. Also as root a director has not CAP_DAC_OVERRIDE: it reads and writes what is"
                        + " root's, or what everybody may. Nothing was started";
            case NoSuchFileException _ -> place + "there is no such file or directory. Nothing was started";
            default -> "cannot use a file: " + unusable.getMessage() + ". Nothing was started";
        };
    }

    private static int run(Options options) throws IOException {
        var alias = options.alias();
        // keepalived says both on the standard error, where scripts look for them
        if (options.help()) {
            (alias == null ? System.out : System.err).println(Option.usage());
            return 0;
        }
        if (options.version()) {
            (alias == null ? System.out : System.err)
                    .println(alias == null ? "Keepsake director " + VERSION : Alias.version());
            return 0;
        }
        var signum = options.signum();
        if (signum != null) {
            return printSignal(signum, alias != null);
        }
        var request = options.request();
        if (request != null) {
            return ControlClient.ask(options.control(), request);
        }
        if (options.test()) {
            return test(options);
        }
        var alarm = new Alarm();
        Signals.keepReloads(alarm);
        var loaded = ConfigFile.load(options.configFile(), configOptions(options));
        if (alias != null && !Files.exists(options.configFile())) {
            System.err.println(Alias.missing(options.configFile()));
            return NO_CONFIG;
        }
        // It tells of scripts in the journal, when it knows the accounts that it runs with.
        say(options, loaded, List.of());
        return switch (loaded) {
            case Checked.Invalid<LoadedConfig> _ -> Files.exists(options.configFile()) ? CONFIG : NO_CONFIG;
            case Checked.Valid<LoadedConfig> valid -> {
                var namespace = options.namespace() == null ? valid.value().netNamespace() : options.namespace();
                var defect = namespace == null ? null : NetworkNamespace.defect(namespace);
                if (defect != null) {
                    System.err.println(defect);
                    yield FATAL;
                }
                yield serve(options, options.subsystems().of(valid.value()), alarm);
            }
        };
    }

    private static int test(Options options) throws IOException {
        var file = options.configFile();
        boolean there = Files.exists(file);
        var loaded = ConfigFile.load(file, configOptions(options));
        if (options.alias() != null && !there) {
            System.err.println(Alias.missing(file));
            return 0;
        }
        var scripts = loaded instanceof Checked.Valid<LoadedConfig> valid
                ? ConfiguredScripts.defects(options.subsystems().of(valid.value()))
                : List.<String>of();
        say(options, loaded, scripts);
        if (options.alias() != null) {
            return Alias.testExitCode(file, loaded, !scripts.isEmpty(), options.warned());
        }
        int code = loaded.testExitCode();
        if (!there) {
            return NO_CONFIG;
        }
        return code == 0 && !scripts.isEmpty() ? WARNED : code;
    }

    /** What was found in the file, and last what comes of it. */
    private static void say(Options options, Checked<LoadedConfig> loaded, List<String> scripts) throws IOException {
        var lines = new ArrayList<String>();
        options.ignored().forEach(word -> lines.add("ignored: " + word));
        loaded.problems().forEach(problem -> lines.add(problem.toString()));
        lines.addAll(scripts);
        if (options.test() || !loaded.problems().isEmpty()) {
            lines.add(options.configFile() + ": " + loaded.verdict());
        }
        var log = options.testLog();
        if (log == null) {
            lines.forEach(System.err::println);
            return;
        }
        if (!Files.exists(log)) {
            Files.createFile(log, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        }
        Files.write(log, lines, StandardOpenOption.APPEND);
    }

    private static int printSignal(String name, boolean asKeepalived) {
        var number = Signals.number(name);
        if (number == null && asKeepalived) {
            System.err.println("Unknown sigfunc " + name);
            return FATAL;
        }
        if (number == null) {
            System.err.println("unknown signal name \"" + name + "\": STOP, RELOAD, DATA, STATS, STATS_CLEAR or JSON");
            return FATAL;
        }
        System.out.println(number);
        return 0;
    }

    private static ConfigOptions configOptions(Options options) {
        var host = hostName();
        int dot = host.indexOf('.');
        var id = options.configId();
        return new ConfigOptions(
                id != null ? id : dot < 0 ? host : host.substring(0, dot),
                host,
                System.getenv(),
                System.nanoTime(),
                links(),
                options.test() ? HostAddresses.read() : Map.of(),
                RoutingTableNames.read());
    }

    /** The interfaces of this network namespace, which /sys need not show. */
    private static @Nullable Set<String> links() {
        try (var lines = Files.lines(Path.of("/proc/self/net/dev"))) {
            return lines.filter(line -> line.indexOf(':') > 0)
                    .map(line -> line.substring(0, line.indexOf(':')).strip())
                    .collect(Collectors.toSet());
        } catch (IOException unreadable) {
            return null;
        }
    }

    private static int serve(Options options, LoadedConfig loaded, Alarm alarm) throws IOException {
        // Each of them loads its libc; side by side that is a third of the way to the first advert.
        var opening = CompletableFuture.supplyAsync(
                VrrpAdapter::open, task -> Thread.ofPlatform().start(task));
        var inbox = new Inbox(alarm::ring);
        Signals.hear(inbox, alarm, options);
        var alias = options.alias();
        var pidFile = alias == null
                ? PidFile.take(options.pidFile())
                : PidFile.take(options.pidFile(), PidFile.READABLE_BY_ALL.value());
        if (pidFile == null && alias != null) {
            System.err.println("daemon is already running");
            return 0;
        }
        if (pidFile == null) {
            System.err.println("a director is running already: it holds " + options.pidFile());
            return FATAL;
        }
        Processes.buryOrphansAsInit();
        var broken = new AtomicReference<Throwable>();
        var id = options.configId();
        inbox.offer(new ProcessStarted(
                id != null ? id : hostName(), VERSION, ProcessHandle.current().pid(), bootId()));
        inbox.offer(new ConfigAccepted(loaded.config(), loaded.text()));
        Consumer<Throwable> fatal = failure -> {
            broken.set(failure);
            inbox.offer(new StopRequested("an adapter failed: " + failure, true, false));
        };
        try (pidFile;
                var _ = tell(pidFile, alias, loaded.config());
                // Closed when all of the following is: what it waits for at a stop keeps nothing else of it waiting.
                var scriptsAndMail = new ScriptsAndMail(inbox::offer);
                var netlink =
                        RouteNetlink.open(inbox::offer, fatal, loaded.config().watched());
                var vrrp = opening.join();
                var ipvs = IpvsNetlink.open(inbox::offer, READBACK);
                var firewall = FirewallNetlink.open(inbox::offer);
                var prober = Prober.start(inbox::offer, scriptsAndMail::runMisc);
                var log = TimelineLogger.start(options.logging(), options.configFile());
                var recorder = Recorder.start(
                        options.journal(), options.recording(), new Recording(log, inbox, netlink, alarm, bootId()))) {
            ProcessLines.begun(log, options.words(), options, loaded);
            var executor = new EffectExecutor(vrrp, netlink, ipvs, firewall, prober, scriptsAndMail);
            executor.announce(loaded.config(), loaded.secrets(), loaded.thread());
            loaded.config().instances().stream().findFirst().ifPresent(i -> WarmUp.start(i.version()));
            var counters = new Counters();
            var loop = new ElectionLoop(alarm, inbox, vrrp, executor, recorder, log, counters);
            var reloader = new Reloader(
                    options.configFile(),
                    () -> configOptions(options),
                    options.subsystems(),
                    options.removesMax(),
                    inbox,
                    netlink,
                    executor,
                    loop,
                    loaded);
            try (var service = ServiceManager.start(
                            System.getenv(),
                            new ServiceManager.Election(loop::state, loop::turns, alarm::ring),
                            inbox::offer);
                    var _ = ControlSocket.tryOpen(
                            options.control(), new Operator(loop, inbox, reloader, ipvs, options.journal()))) {
                reloader.tell(service);
                Signals.reloadBy(reloader::reload);
                Signals.dumpBy(inbox, new Dumps(temporary(), loop::state, reloader::present, counters));
                var startup = loaded.scripts().startup();
                if (startup != null) {
                    scriptsAndMail.runAndWait(
                            "startup_script",
                            startup,
                            loaded.config().scripts(),
                            loaded.scripts().startupNanos());
                }
                loop.run();
                ProcessLines.ended(log);
                var last = reloader.present();
                var shutdown = last.scripts().shutdown();
                if (shutdown != null) {
                    scriptsAndMail.runAndWait(
                            "shutdown_script",
                            shutdown,
                            last.config().scripts(),
                            last.scripts().shutdownNanos());
                }
            } catch (OutOfMemoryError e) {
                broken.set(e);
            }
        }
        return broken.get() == null ? 0 : INTERNAL;
    }

    /** Writes the pid files: the director's own last, which others wait for. */
    private static Alias.@Nullable PidFiles tell(PidFile own, @Nullable Alias alias, ControllerConfig config)
            throws IOException {
        var others = alias == null ? null : alias.takePidFiles(config);
        own.tell();
        return others;
    }

    /** Where keepalived's dumps are looked for. */
    private static Path temporary() {
        var named = System.getenv("TMPDIR");
        return Path.of(named == null || named.isEmpty() ? "/tmp" : named).toAbsolutePath();
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String bootId() throws IOException {
        return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
    }
}
