package io.keepsake.testkit.lab;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A program the lab runs, and the Debian package that has it. */
enum Tool {
    SH("sh", "dash"),
    BASH("bash", "bash"),
    STAT("stat", "coreutils"),
    MKFIFO("mkfifo", "coreutils"),
    UNSHARE("unshare", "util-linux"),
    NSENTER("nsenter", "util-linux"),
    SETPRIV("setpriv", "util-linux"),
    SETSID("setsid", "util-linux"),
    IP("ip", "iproute2"),
    BRIDGE("bridge", "iproute2"),
    TC("tc", "iproute2"),
    TCPDUMP("tcpdump", "tcpdump"),
    KEEPALIVED("keepalived", "keepalived"),
    IPVSADM("ipvsadm", "ipvsadm"),
    NGINX("nginx", "nginx-light"),
    CURL("curl", "curl"),
    MARIADB("mariadbd", "mariadb-server");

    /** Where commands are looked for: an ordinary user's PATH often lacks the sbin directories. */
    static final String PATH = Stream.of(System.getenv("PATH"), "/usr/sbin", "/usr/bin", "/sbin", "/bin")
            .filter(part -> part != null && !part.isEmpty())
            .collect(Collectors.joining(File.pathSeparator));

    private final String command;
    private final String debianPackage;

    Tool(String command, String debianPackage) {
        this.command = command;
        this.debianPackage = debianPackage;
    }

    /** Throws one message that names every missing program and the packages to install. */
    static void require(Collection<Tool> tools) {
        List<Tool> missing = tools.stream().filter(tool -> !tool.present()).toList();
        if (missing.isEmpty()) {
            return;
        }
        throw new LabException("lab: not found in " + PATH + ": "
                + missing.stream().map(tool -> tool.command).collect(Collectors.joining(", "))
                + "; on Debian: apt-get install "
                + missing.stream().map(tool -> tool.debianPackage).distinct().collect(Collectors.joining(" ")));
    }

    private boolean present() {
        return Stream.of(PATH.split(File.pathSeparator, -1))
                .filter(part -> !part.isEmpty())
                .anyMatch(part -> Files.isExecutable(Path.of(part, command)));
    }
}
