package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/** The page in a real browser, on a recorded failover. */
class PageTest {
    private static final Instant BEGAN = Instant.parse("2026-11-22T03:12:00Z");
    private static final String MASTER_OF_C = "[data-id='node-c/ROLE/VI_1'] .s-MASTER";

    @TempDir
    Path root;

    @TempDir
    Path profile;

    private Browser browser;

    @BeforeEach
    void open() {
        browser = new Browser(profile);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private Served failovers(String instance) throws Exception {
        RecordedCluster.failovers(root, BEGAN, instance, 0);
        return Served.of(root, "node-a", "node-b", "node-c");
    }

    private String address(Served served, String rest) {
        return "http://127.0.0.1:" + served.port() + "/" + rest;
    }

    @Test
    void theFailoverIsThereAndItsReasonIsOneClickAway() throws Exception {
        try (var served = failovers("VI_1")) {
            browser.open(address(served, ""));
            assertTrue(browser.text("#verdict").contains("node-c became master of VI_1"), browser.text("#verdict"));
            assertEquals(3, browser.all(".cluster .s-ONE").size());
            assertEquals(1, browser.all(MASTER_OF_C).size());
            assertEquals("node-c, VI_1: MASTER, 03:12:33.435 for 11.000 s", browser.find(MASTER_OF_C).getDomAttribute("aria-label"));
            browser.picture("timeline");
            browser.click(MASTER_OF_C);
            browser.await("document.querySelector('#why li')");
            assertTrue(browser.text("#why").contains("the master-down timer ran out"), browser.text("#why"));
            browser.await("document.querySelector('#change li')");
            browser.picture("explained");
            browser.click("#why li:nth-child(2) .cite");
            browser.await("document.querySelector('#panel h2')?.textContent === 'AdvertReceived'");
            assertTrue(browser.text("#panel").contains("virtual address 192.168.181.100"), browser.text("#panel"));
            browser.press(Keys.ESCAPE);
            browser.await("document.getElementById('panel').hidden");
        }
    }

    @Test
    void aLinkLeadsToTheSameViewAgain() throws Exception {
        try (var served = failovers("VI_1")) {
            browser.open(address(served, ""));
            browser.click(MASTER_OF_C);
            browser.await("document.querySelector('#why li')");
            browser.find("#filter").sendKeys("node:node-c kind:role,address");
            browser.await("document.querySelectorAll('.lane').length === 3");
            var link = browser.driver.getCurrentUrl();
            var why = browser.text("#why");
            browser.driver.get("about:blank");
            browser.open(link);
            browser.await("document.querySelector('#why li')");
            assertEquals(why, browser.text("#why"));
            assertEquals(3, browser.all(".lane").size());
            browser.driver.navigate().refresh();
            browser.await("document.querySelector('#why li')");
            assertEquals(1, browser.all(".chosen").size());
        }
    }

    @Test
    void theKeyboardReachesEverything() throws Exception {
        try (var served = failovers("VI_1")) {
            browser.open(address(served, ""));
            browser.press(".");
            browser.await("document.querySelector('#panel h2')");
            var first = browser.text("#panel h2");
            for (int i = 0; i < 9; i++) {
                browser.press(".");
            }
            browser.await("document.querySelector('#panel h2')?.textContent === 'BecameMaster'");
            assertFalse(first.isEmpty());
            browser.press(Keys.ESCAPE);
            browser.press(Keys.ARROW_DOWN);
            browser.await("document.activeElement.classList.contains('lane')");
            browser.press(Keys.ARROW_RIGHT);
            browser.await("document.querySelector('.chosen')");
            browser.press("p");
            browser.await("document.querySelector('.pinned')");
            long before = browser.number("keepsake.view.to - keepsake.view.from");
            browser.press("+");
            browser.await("keepsake.view.to - keepsake.view.from < " + before);
            browser.press(Keys.HOME);
            browser.await("keepsake.view.to - keepsake.view.from > " + before);
            browser.press("/");
            browser.await("document.activeElement.id === 'filter'");
        }
    }

    @Test
    void axeFindsNothingInEitherLightOnAnyView() throws Exception {
        try (var served = failovers("VI_1")) {
            for (var scheme : new String[] {"light", "dark"}) {
                var media = java.util.Map.of("name", "prefers-color-scheme", "value", scheme);
                browser.driver.executeCdpCommand(
                        "Emulation.setEmulatedMedia", java.util.Map.of("features", java.util.List.of(media)));
                browser.open(address(served, "?" + scheme));
                browser.click(MASTER_OF_C);
                browser.await("document.querySelector('#change li')");
                assertEquals("", browser.axe(), scheme + " timeline");
                browser.picture("timeline-" + scheme);
                browser.open(address(served, "?" + scheme + "t#view=table"));
                browser.await("document.querySelectorAll('#table tbody tr').length > 5");
                assertEquals("", browser.axe(), scheme + " table");
                browser.picture("table-" + scheme);
                browser.open(address(served, "?" + scheme + "s#view=state"));
                browser.await("document.querySelectorAll('#state .card').length === 3");
                assertEquals("", browser.axe(), scheme + " state");
                browser.picture("state-" + scheme);
            }
        }
    }

    @Test
    void aNarrowScreenNeedsNoSidewaysScrolling() throws Exception {
        try (var served = failovers("VI_1")) {
            browser.driver.executeCdpCommand(
                    "Emulation.setDeviceMetricsOverride",
                    java.util.Map.of("width", 360, "height", 740, "deviceScaleFactor", 1, "mobile", true));
            for (var view : new String[] {"timeline", "table", "state"}) {
                browser.open(address(served, "?n" + view + "#view=" + view));
                browser.await("!document.getElementById('" + view + "').hidden");
                browser.picture("narrow-" + view);
                assertEquals(360L, browser.run("return document.documentElement.scrollWidth"), view);
            }
        }
    }

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

    @Test
    void theReportOpensFromAFileWithoutAnyNetwork() throws Exception {
        Path report;
        try (var served = failovers("VI_1")) {
            report = Files.writeString(profile.resolve("report.html"), served.body("/report.html"));
        }
        browser.open(report.toUri().toString());
        assertTrue(browser.text("#verdict").contains("node-c became master of VI_1"), browser.text("#verdict"));
        browser.click(MASTER_OF_C);
        browser.await("document.querySelector('#why li')");
        assertTrue(browser.text("#why").contains("the master-down timer ran out"), browser.text("#why"));
        assertEquals("", browser.axe());
        browser.picture("report");
    }

    @Test
    void aViewerSeesATakeoverAsItHappens() throws Exception {
        try (var cluster = new RecordedCluster(root, Instant.now().minusSeconds(20), "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0).start("node-b", "192.168.181.134", 98, 0).pass(15);
            try (var served = Served.of(root, "node-a", "node-b")) {
                browser.open(address(served, ""));
                assertEquals("true", browser.find("#live").getDomAttribute("aria-pressed"));
                assertTrue(browser.text("#verdict").contains("node-a became master"), browser.text("#verdict"));
                cluster.stop("node-a").pass(4);
                browser.await("document.getElementById('verdict').textContent.includes('node-b became master of VI_1 (VRID 51) after node-a was stopped')");
                browser.picture("live");
            }
        }
    }
}
