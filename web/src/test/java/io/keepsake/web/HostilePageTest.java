package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

/** Names, scripts and servers that try to be more than text. */
class HostilePageTest extends InBrowser {
    @Test
    void whatTheNetworkSaysIsTextAndNothingElse() throws Exception {
        var name = "<img/src=x/onerror=window.hacked=1>";
        try (var cluster = new RecordedCluster(root, BEGAN, name)) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .pass(5)
                    .event(
                            "node-a",
                            "ScriptEnded effect=#1 subject=\"<script>window.hacked=2</script>\" command=\"</script><b>\" end=EXITED"
                                    + " status=0 took=0.1s output=\"<img src=x onerror=window.hacked=3>\"")
                    .pass(2);
        }
        try (var served = Served.of(root, "node-a")) {
            browser.open(address(served, ""));
            assertTrue(browser.text("#verdict").contains(name), browser.text("#verdict"));
            browser.click("[data-id^='node-a/PROCESS'] .point:last-of-type");
            browser.await("document.querySelector('#panel h2')");
            browser.open(address(served, "?t#view=table"));
            browser.await("document.querySelectorAll('#table tbody tr').length > 3");
            assertTrue(browser.text("#table").contains("<script>window.hacked=2</script>"), browser.text("#table"));
            browser.open(address(served, "?s#view=state"));
            browser.await("document.querySelector('#state .card')");
            assertEquals(0, browser.all("main img, main script").size());
            assertEquals(null, browser.run("return window.hacked || null"));
            var report = Files.writeString(profile.resolve("hostile.html"), served.body("/report.html"));
            browser.open(report.toUri().toString());
            assertTrue(browser.text("#verdict").contains(name), browser.text("#verdict"));
            assertEquals(null, browser.run("return window.hacked || null"));
        }
    }

    @Test
    void serversChecksAndTheTableHaveTheirLanes() throws Exception {
        var hostile = "<img src=x onerror=window.hacked=4> 500 </script>";
        try (var servers = new RecordedServers(root.resolve("lvs"), BEGAN)) {
            servers.pass(0).pass(1).let(6).fail(0, hostile);
            for (int i = 0; i < 4; i++) {
                servers.let(3).pass(1).fail(0, hostile);
            }
            servers.let(5).pass(0).pass(1).let(3).pass(0).let(4);
        }
        try (var served = Served.of(root, "lvs")) {
            browser.open(address(served, ""));
            browser.await("document.querySelectorAll('.s-DOWN').length === 1");
            assertEquals(2, browser.all("[data-id*='/SERVER/']").size());
            assertEquals(3, browser.all("[data-id*='/SERVER/'] .s-UP").size());
            assertTrue(browser.all("[data-id*='/IPVS/'] .point").size() > 1, "programs");
            browser.click("[data-id*='/SERVER/'] .s-DOWN");
            browser.await("document.querySelector('#panel h2')?.textContent === 'RealServerDown'");
            assertTrue(browser.text("#panel").contains(hostile), browser.text("#panel"));
            assertEquals("", browser.axe());
            browser.picture("servers");
            browser.open(address(served, "?s#view=state"));
            browser.await("document.querySelectorAll('#state tbody tr').length === 2");
            assertEquals("", browser.axe());
            browser.picture("servers-state");
            assertEquals(0, browser.all("main img, main script").size());
            assertEquals(null, browser.run("return window.hacked || null"));
        }
    }
}
