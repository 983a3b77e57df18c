package io.keepsake.torture;

import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.history.fold.JournalFold;
import io.keepsake.history.fold.Window;
import io.keepsake.history.show.Clock;
import io.keepsake.journal.JournalFailure;
import io.keepsake.journal.Journals;
import io.keepsake.replay.verify.Verification;
import io.keepsake.replay.verify.Verification.Verdict;
import io.keepsake.testkit.lab.AddressWatch;
import io.keepsake.testkit.lab.Await;
import io.keepsake.testkit.lab.Host;
import io.keepsake.testkit.lab.Lab;
import io.keepsake.testkit.lab.LabException;
import io.keepsake.testkit.lab.Running;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A machine with a director, its disk, and a pipe to whoever reads its log. */
final class Node implements AutoCloseable {
    static final String LINK = "ens33";
    static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final String FOREIGN = "10.77.77.77/32";
    private static final int TERM = 15;

    /** What a director that was killed while it started leaves: the library of foreign calls, before it is unlinked. */
    private static final String LEFT_BY_A_KILL = "jffi\\d+\\.so";

    private final int number;
    private final Path launcher;
    private final Host host;
    private final InterfaceAddress address;
    private final Path home;
    private final Path config;
    private final Path pidFile;
    private final Path pipe;
    private final Path log;
    private final Disk disk;
    private final Path journal;
    private final AddressWatch watch;
    private final Set<String> links;
    private Running reader;
    private @Nullable Running director;
    private @Nullable Footprint before;
    private int kills;
    private int ends;

    /** @param images a directory in memory for the image of its disk */
    Node(Lab lab, Path launcher, int number, Path images) throws IOException {
        this.number = number;
        this.launcher = launcher;
        address = InterfaceAddress.parse("192.168.181." + (number + 1) + "/24");
        host = lab.host("n" + (number + 1), LINK, address.toString());
        host.run("ip", "address", "add", FOREIGN, "dev", LINK);
        home = Files.createDirectories(lab.file(host.name()));
        Files.createDirectories(home.resolve("tmp"));
        Files.createDirectories(home.resolve("dumps"));
        config = home.resolve("keepalived.conf");
        pidFile = home.resolve("director.pid");
        log = home.resolve("director.log");
        pipe = home.resolve("log.pipe");
        disk = Disk.make(images.resolve(host.name()), home.resolve("disk"));
        journal = home.resolve("disk/journal");
        host.run("mkfifo", pipe.toString());
        reader = startReader();
        watch = host.watch();
        links = linksNow();
        configure(configuration("", ""));
    }

    int number() {
        return number;
    }

    Host host() {
        return host;
    }

    Disk disk() {
        return disk;
    }

    Path pipe() {
        return pipe;
    }

    Path log() {
        return log;
    }

    Path config() {
        return config;
    }

    /** Where the director writes it. */
    Path journal() {
        return journal;
    }

    /** The same, also where it has vanished from the director. */
    Path journalOfOurs() {
        return disk.ours().resolve("journal");
    }

    AddressWatch watch() {
        return watch;
    }

    /** The good file, with more lines among the addresses of the quick router, and more virtual servers. */
    String configuration(String moreAddresses, String moreServers) {
        return "global_defs {\n script_user root\n}\n"
                + VirtualRouter.QUICK.block(number, moreAddresses)
                + VirtualRouter.SECRET.block(number, "")
                + RealServers.virtualServer(80)
                + moreServers;
    }

    void configure(String text) {
        try {
            Files.writeString(config, text);
        } catch (IOException e) {
            throw new LabException("cannot write " + config + ": " + e.getMessage(), e);
        }
    }

    /** Writes the good file and has it read; fails when it is refused. */
    void configureWell() {
        configure(configuration("", ""));
        Await.until("the good file of " + host + " to be taken", PATIENCE, () -> ask("reload")
                .startsWith("ok\n"));
    }

    private Running startReader() {
        return host.start(List.of("sh", "-c", "exec cat <> \"$0\"", pipe.toString()), Map.of(), log);
    }

    /** Nobody reads what the director prints, and its pipe is full. */
    void blockLog() {
        reader.pause();
        host.run("sh", "-c", "yes 'the pipe is full' | dd of=\"$0\" oflag=nonblock 2>/dev/null; true", pipe.toString());
    }

    void unblockLog() {
        reader.resume();
    }

    void start(String... before) {
        var words = new ArrayList<>(List.of("bash", "-c", "exec \"$@\" > \"$0\" 2>&1", pipe.toString()));
        words.addAll(List.of(before));
        words.addAll(List.of(launcher.toString(), "director", "-n", "-l", "-i", host.name()));
        words.addAll(List.of("-f", config.toString(), "-p", pidFile.toString(), "--journal", journal.toString()));
        var flags = "-Djava.io.tmpdir=" + home.resolve("tmp") + " -XX:ErrorFile=" + home.resolve("hs_err_%p.log");
        this.before = null;
        var environment = Map.of(
                "KEEPSAKE_JVM_FLAGS", flags, "TMPDIR", home.resolve("dumps").toString());
        director = host.start(words, environment, home.resolve("shell.log"));
    }

    Running director() {
        if (director == null) {
            throw new IllegalStateException(host + " has no director");
        }
        return director;
    }

    boolean runs() {
        return director != null && director.alive();
    }

    /** It ended in a way that a kill is. */
    void forgetLife() {
        kills++;
    }

    void kill() {
        kills++;
        director().kill9();
    }

    /** SIGTERM, and waits for the end. */
    void stop() {
        director().signal(TERM);
        int status = director().awaitExit(PATIENCE);
        if (status != 0) {
            throw new Failure(host + " to end with 0 at SIGTERM", "status " + status);
        }
        ends++;
    }

    /** What the director answers to one line; the reason when it gives none. */
    String ask(String line) {
        var socket = Path.of(pidFile.toString().replace(".pid", ".sock"));
        try (var channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "no answer: " + e.getMessage();
        }
    }

    /** A connection to its control socket; the caller closes it. */
    SocketChannel connect() throws IOException {
        var channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(pidFile.toString().replace(".pid", ".sock")));
        return channel;
    }

    boolean has(VirtualRouter router) {
        return host.has(Ip.parse(router.vip()));
    }

    /** The last run that was begun in its journal; 0 when none was, or nothing can be read. */
    long lastRun() {
        try (var reader = Journals.open(journalOfOurs())) {
            return reader.lastRun();
        } catch (JournalFailure _) {
            return 0;
        }
    }

    /** Folds what was recorded from {@code run} on, to the last whole turn; fails when anything differs or is lost. */
    void verify(long run) {
        for (long each = Math.max(1, run); each <= lastRun(); each++) {
            var report = new ArrayList<String>();
            try (var reader = Journals.open(journalOfOurs())) {
                var window = new Window(null, null, each);
                window.seekState(reader);
                var verdict = new Verification(report::add, Clock.UTC).run(new JournalFold(reader), window);
                if (verdict != Verdict.SAME) {
                    throw new Failure(
                            "run " + each + " of " + host + " to fold again to what was recorded",
                            verdict + "\n" + String.join("\n", report));
                }
            } catch (JournalFailure e) {
                throw new Failure("run " + each + " of " + host + " to be readable", e.toString());
            }
        }
    }

    /** What the director holds now is what it held when it was first looked at in this life, after some settling. */
    void checkFootprint() throws IOException {
        var known = before;
        if (known == null) {
            before = Footprint.of(director().pid());
            return;
        }
        try {
            Await.until("the footprint of " + host, PATIENCE, () -> footprint().isAs(known));
        } catch (LabException _) {
            throw new Failure(
                    host + " to hold what it held before: " + known + ", and at most " + Footprint.SLACK,
                    footprint().toString());
        }
    }

    /**
     * What is left of its memory after the heap was collected and given back is what it was. A heap that once was large
     * stays so until then, which is no leak.
     */
    void checkMemory() {
        var known = before;
        if (known == null) {
            return;
        }
        Shell.run(
                System.getProperty("java.home") + "/bin/jcmd",
                Long.toString(director().pid()),
                "GC.run");
        var now = footprint();
        System.out.println(this + ": " + known + " when this life began; now " + now);
        if (!now.needsNoMoreThan(known)) {
            throw new Failure(
                    host + " to hold what it held before: " + known + ", and at most " + Footprint.MEMORY_SLACK,
                    now.toString());
        }
    }

    Footprint footprint() {
        try {
            return Footprint.of(director().pid());
        } catch (IOException e) {
            throw new LabException(host + ": " + e.getMessage(), e);
        }
    }

    /** How often it was killed and how often it ended by itself. */
    String lives() {
        return "killed " + kills + " times, stopped " + ends + " times";
    }

    private Set<String> linksNow() {
        return host.run("ip", "-o", "link")
                .lines()
                .filter(line -> line.matches("\\d+: .*"))
                .map(line -> line.split(": ", -1)[1])
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** That nothing but the host's own addresses, links and files is left, of a director that was stopped. */
    void checkNothingLeft() throws IOException {
        var addresses = host.addresses(LINK);
        var own = List.of(address, InterfaceAddress.parse(FOREIGN));
        if (!new HashSet<>(addresses).equals(new HashSet<>(own))) {
            throw new Failure("after the stop " + host + " to have " + own, addresses.toString());
        }
        var foreign = InterfaceAddress.parse(FOREIGN);
        if (watch.events().stream().anyMatch(event -> event.address().address().equals(foreign))) {
            throw new Failure("nobody to touch " + FOREIGN + " on " + host, "it was");
        }
        if (!linksNow().equals(links)) {
            throw new Failure(
                    "after the stop " + host + " to have the links " + links,
                    linksNow().toString());
        }
        var expected = Set.of(
                "tmp", "dumps", "disk", config.getFileName().toString(), "log.pipe", "director.log", "shell.log");
        try (var files = Files.list(home);
                var scratch = Files.list(home.resolve("tmp"))) {
            var left = Stream.concat(
                            files.map(file -> file.getFileName().toString()).filter(name -> !expected.contains(name)),
                            scratch.map(file -> file.getFileName().toString())
                                    .filter(name -> kills == 0 || !name.matches(LEFT_BY_A_KILL)))
                    .toList();
            if (!left.isEmpty()) {
                throw new Failure("after the stop no file of the director of " + host, left.toString());
            }
        }
        Await.until("no process of the director of " + host, PATIENCE, () -> processes()
                .isEmpty());
    }

    /** Processes of a director in the host's namespace. */
    private List<String> processes() {
        var space = namespace(host.holder());
        return ProcessHandle.allProcesses()
                .filter(process -> namespace(process.pid()).equals(space))
                .map(process -> process.info().commandLine().orElse(""))
                .filter(command -> command.contains("io.keepsake.daemon"))
                .toList();
    }

    private static String namespace(long pid) {
        try {
            return Files.readSymbolicLink(Path.of("/proc/" + pid + "/ns/net")).toString();
        } catch (IOException _) {
            return "";
        }
    }

    @Override
    public void close() {
        watch.close();
        disk.close();
    }

    @Override
    public String toString() {
        return host.name();
    }
}
