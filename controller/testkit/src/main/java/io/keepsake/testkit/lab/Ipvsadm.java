package io.keepsake.testkit.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The IPVS table of one host, by the real ipvsadm. Each network namespace has its own; needs a kernel with IPVS. */
public final class Ipvsadm {
    private static final long STALE_NANOS = 500_000_000;

    private final Host host;
    private String glimpsed = "";
    private List<String> rules = List.of();
    private long glimpsedNanos = System.nanoTime() - STALE_NANOS;

    public Ipvsadm(Host host) {
        Tool.require(List.of(Tool.IPVSADM));
        this.host = host;
    }

    public Host host() {
        return host;
    }

    /** One change, such as {@code run("-A", "-t", "10.0.0.1:80", "-s", "rr")}. */
    public String run(String... arguments) {
        var words = new String[arguments.length + 1];
        words[0] = "ipvsadm";
        System.arraycopy(arguments, 0, words, 1, arguments.length);
        return host.run(words);
    }

    /** Many changes in one process, one a line, in the form in which {@link #rules} shows them. */
    public void restore(String rules) {
        host.run("sh", "-c", "ipvsadm -R < \"$0\"", host.write("ipvs", rules).toString());
    }

    /** The table as the rules that would make it again, services before their servers, addresses as numbers. */
    public List<String> rules() {
        return run("-S", "-n").lines().map(String::strip).toList();
    }

    /**
     * The same for whoever waits for a change: a process, which a slow kernel feels, is started only when the kernel's own
     * short list has changed, or after half a second, since that list does not show everything. One thread at a time.
     */
    public List<String> glimpse() {
        var now = listed();
        if (!now.equals(glimpsed) || System.nanoTime() - glimpsedNanos >= STALE_NANOS) {
            glimpsedNanos = System.nanoTime();
            rules = rules();
            glimpsed = now;
        }
        return rules;
    }

    private String listed() {
        var file = Path.of("/proc/" + host.holder() + "/net/ip_vs");
        try {
            return Files.exists(file) ? withoutCounters(Files.readString(file)) : "";
        } catch (IOException e) {
            throw new LabException("lab: cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    /** Connections come and go without a change of the rules. */
    private static String withoutCounters(String list) {
        return list.replaceAll("(?m)( +\\d+){2} *$", "");
    }
}
