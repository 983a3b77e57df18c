package io.keepsake.web;

import java.nio.file.Path;
import java.time.Instant;

final class Demo {
    public static void main(String[] args) throws Exception {
        var c = new RecordedCluster(Path.of(args[0]), Instant.parse("2026-11-22T03:12:00Z"), "VI_1");
        c.start("node-a", "192.168.181.133", 100, 0).pass(0.5)
         .start("node-b", "192.168.181.134", 98, 0)
         .start("node-c", "192.168.181.135", 50, 2_000_000_000L)
         .pass(20).stop("node-a").pass(10).kill("node-b").pass(15);
        c.close();
    }
}
