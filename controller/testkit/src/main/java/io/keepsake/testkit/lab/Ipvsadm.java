package io.keepsake.testkit.lab;

import java.util.List;

/** The IPVS table of one host, by the real ipvsadm. Each network namespace has its own; needs a kernel with IPVS. */
public record Ipvsadm(Host host) {
    public Ipvsadm {
        Tool.require(List.of(Tool.IPVSADM));
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
}
