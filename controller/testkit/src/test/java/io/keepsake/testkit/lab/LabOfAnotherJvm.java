package io.keepsake.testkit.lab;

import io.keepsake.core.value.Ip;
import java.time.Duration;
import java.time.Instant;

/** A lab with a keepalived, a capture, a watch, a probe, load and a daemon, in a JVM that waits to be killed. */
final class LabOfAnotherJvm {
    private LabOfAnotherJvm() {}

    /** Prints "built", the lab's directory and the holder of the host's namespace on one line. */
    public static void main(String[] arguments) throws Exception {
        var lab = Lab.open();
        var host = lab.host("133", "ens33", "192.168.181.133/24");
        var client = lab.host("client", "eth0", "192.168.181.1/24");
        var capture = lab.capture();
        var watch = host.watch();
        host.keepalived("""
                global_defs {
                    vrrp_version 3
                }
                vrrp_instance VI_1 {
                    interface ens33
                    virtual_router_id 51
                    priority 100
                    advert_int 0.1
                    virtual_ipaddress {
                        192.168.181.100
                    }
                }
                """);
        var vip = Ip.parse("192.168.181.100");
        var soon = Duration.ofSeconds(10);
        capture.awaitAdvert("the master", Instant.EPOCH, soon, seen -> seen.from() == host);
        watch.awaitAdded(vip, Instant.EPOCH, soon);
        client.probe(vip).awaitAnswer(Instant.EPOCH, soon);
        host.start("sh", "-c", "setsid sleep 600 & exit 0").awaitExit(soon);
        lab.busy(1);
        System.out.println("built " + lab.file("x").getParent() + " " + host.holder());
        if (arguments.length == 0) {
            Thread.currentThread().join();
        }
        lab.close();
        System.out.println("closed");
    }
}
