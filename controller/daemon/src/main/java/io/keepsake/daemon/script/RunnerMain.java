package io.keepsake.daemon.script;

import io.keepsake.daemon.script.RunnerWire.Hello;
import io.keepsake.daemon.script.RunnerWire.Request;
import io.keepsake.daemon.sys.Processes;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The script runner: runs the scripts of the configuration for the director, which has not the privileges to do it itself.
 * Requests come in at stdin and reports go out at stdout, as {@link RunnerWire} says. It ends with its requests; what still
 * runs then is terminated.
 */
public final class RunnerMain {
    private static final int[] OF_SERVICE_MANAGERS = {1, 2, 3, 15};
    private static final String PDEATHSIG = "--pdeathsig=TERM";

    private final Processes processes = new Processes();
    private final OutputStream reports = new FileOutputStream(FileDescriptor.out);
    private final Map<Integer, RunningScript> byPid = new HashMap<>();
    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final List<String> become = new ArrayList<>(List.of("setpriv", "--inh-caps=-all"));

    private RunnerMain() {}

    /** Started by the launcher, or by a director that has none. Ends with 0 when its requests end. */
    public static void main(String[] args) throws IOException, InterruptedException {
        new RunnerMain().run();
    }

    private void run() throws IOException, InterruptedException {
        // a service manager may stop all processes at once, but the director's last scripts come after
        processes.ignore(OF_SERVICE_MANAGERS);
        processes.adoptOrphans();
        if (knowsParentDeathSignal()) {
            become.add(PDEATHSIG);
        }
        Thread.ofPlatform().daemon().name("burial").start(this::bury);
        var requests = new FileInputStream(FileDescriptor.in);
        var mark = UUID.randomUUID().toString();
        tell(new Hello(mark));
        if (RunnerWire.passOver(requests, mark)) {
            serve(requests);
        }
        List<RunningScript> left;
        synchronized (byPid) {
            left = List.copyOf(byPid.values());
        }
        left.forEach(RunningScript::terminate);
        for (var thread : threads) {
            thread.join();
        }
    }

    /** The one thread that spawns: the kernel takes its end for the death of the scripts' parent. */
    private void serve(InputStream requests) throws IOException {
        for (var request = RunnerWire.request(requests); request != null; request = RunnerWire.request(requests)) {
            tell(new RunnerWire.Started(request.number()));
            try {
                start(request);
            } catch (IOException e) {
                tell(RunningScript.refused(request, e));
            }
        }
    }

    private void start(Request request) throws IOException {
        RunningScript script;
        synchronized (byPid) { // or its end could be known before its number is
            var spawned = processes.spawn(words(request), request.environment());
            script = new RunningScript(processes, request, spawned);
            byPid.put(spawned.pid(), script);
            byPid.notifyAll();
        }
        var thread = Thread.ofPlatform().name("script-" + request.number()).unstarted(() -> {
            tell(script.follow());
            threads.remove(Thread.currentThread());
        });
        threads.add(thread);
        thread.start();
    }

    private List<String> words(Request request) {
        var words = new ArrayList<>(become);
        var user = request.user();
        // who is that user already needs no privilege for it, which in a container it may not have
        if (user != null && (user.uid() != Accounts.ownUid() || user.gid() != Accounts.ownGid())) {
            words.add("--reuid=" + Integer.toUnsignedString(user.uid()));
            words.add("--regid=" + Integer.toUnsignedString(user.gid()));
            words.add(user.groups() ? "--init-groups" : "--clear-groups");
        }
        words.add("--");
        words.addAll(request.words());
        return words;
    }

    /** Older ones do not; what a runner that is killed was running goes on then. */
    private boolean knowsParentDeathSignal() throws IOException {
        var probe = processes.spawn(List.of("setpriv", PDEATHSIG, "true"), List.of());
        processes.close(probe.output());
        return processes.awaitAny().number() == 0;
    }

    /** For as long as the runner lives: every child that ends, scripts and what they left behind. */
    private void bury() {
        while (true) {
            var ended = processes.awaitAny();
            synchronized (byPid) {
                var script = byPid.remove(ended.pid());
                if (script != null) {
                    script.ended(ended);
                }
                while (ended.pid() == 0 && byPid.isEmpty()) {
                    try {
                        byPid.wait();
                    } catch (InterruptedException _) {
                        return;
                    }
                }
            }
        }
    }

    private synchronized void tell(RunnerWire.Report report) {
        try {
            RunnerWire.write(reports, report);
        } catch (IOException unheard) {
            // the director has ended, and so do the requests
            return;
        }
    }
}
