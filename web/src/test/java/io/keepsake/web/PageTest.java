package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import io.keepsake.web.budget.Budget;
import io.keepsake.web.page.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;

/** The page in a real browser, on a recorded failover. */
class PageTest extends InBrowser {
    private static final String MASTER_OF_C = "[data-id='node-c/ROLE/VI_1'] .s-MASTER";

    private Served failovers(String instance) throws Exception {
        RecordedCluster.failovers(root, BEGAN, instance, 0);
        return Served.of(root, "node-a", "node-b", "node-c");
    }

    @Test
    void theFailoverIsThereAndItsReasonIsOneClickAway() throws Exception {
        try (var served = failovers("VI_1")) {
            browser.open(address(served, ""));
            assertTrue(browser.text("#verdict").contains("node-c took over"), browser.text("#verdict"));
            assertEquals(3, browser.all(".cluster .s-ONE").size());
            assertEquals(1, browser.all(MASTER_OF_C).size());
            assertEquals(
                    "node-c, VI_1: MASTER, 03:12:33.435 for 11.000 s",
                    browser.find(MASTER_OF_C).getDomAttribute("aria-label"));
            browser.picture("timeline");
            browser.click(MASTER_OF_C);
            browser.await("document.querySelector('#why li')");
            assertTrue(browser.text("#why").contains("the master-down timer ran out"), browser.text("#why"));
            browser.await("document.querySelector('#change li')");
            browser.picture("explained");
            assertTrue(browser.text("#why .claim").startsWith("node-b ended without a word"), browser.text("#why"));
            assertTrue(browser.text("#why").contains("What node-c alone could know"), browser.text("#why"));
            browser.click("#why li:nth-child(2) .cite");
            browser.await("document.querySelector('#panel h2')?.textContent === 'AdvertReceived'");
            assertTrue(browser.text("#panel").contains("virtual address 192.168.181.100"), browser.text("#panel"));
            browser.press(Keys.ESCAPE);
            browser.await("document.getElementById('panel').hidden");
        }
    }

    @Test
    void incidentsAreListedNewestFirstAndLeadToTheTimeline() throws Exception {
        try (var served = failovers("VI_1")) {
            browser.open(address(served, "#view=incidents"));
            browser.await("document.querySelectorAll('.incident').length === 3");
            assertEquals("Incidents (2)", browser.text("[data-view=incidents]"));
            var first = browser.text(".incident");
            assertTrue(first.contains("nobody is known to have been master: node-b was before"), first);
            assertTrue(first.contains("node-b ended without a word"), first);
            assertEquals(3, browser.all(".incident:first-child .picture .span").size());
            browser.click(".incident:first-child summary");
            browser.await("document.querySelector('.incident:first-child details').open");
            browser.picture("incidents");
            browser.find("#filter").sendKeys("goodbye");
            browser.await("document.querySelector('.missing-note')?.textContent === '1 of 3 have these words'");
            browser.await("keepsake.filter === 'goodbye'");
            browser.find("#filter").clear();
            browser.find("#filter").sendKeys("word");
            browser.await("keepsake.filter === 'word'");
            browser.click(".incident:first-child .picture");
            browser.await("document.querySelector('#why li')");
            assertTrue(browser.text("#why").contains("the master-down timer ran out"), browser.text("#why"));
        }
    }

    @Test
    void twoMomentsStandSideBySideAndEveryValueHasItsReason() throws Exception {
        try (var served = failovers("VI_1")) {
            browser.open(address(served, "#e=node-c:1:37"));
            browser.click("#known-mark");
            browser.run("return keepsake.visit('node-c', 1, 39)");
            browser.click("#known-compare");
            browser.await("document.querySelector('#known th[scope=row]')?.textContent === 'VI_1 role'");
            assertEquals("after 1#37", browser.text("#known tr:first-child th:nth-child(2)"));
            assertEquals("BACKUP", browser.text("#known tr:nth-child(2) td:nth-child(2)"));
            browser.click("#known tr:nth-child(2) td:nth-child(3) .cite");
            browser.await("document.querySelector('#known .reason li')");
            assertTrue(browser.text("#known .reason").contains("BecameMaster"), browser.text("#known .reason"));
            assertEquals("", browser.axe());
            browser.picture("compared");
            browser.click("#known-all");
            browser.await("document.querySelectorAll('#known th[scope=row]').length > 5");
        }
    }

    @Test
    void theTableFindsWhatReplayFinds() throws Exception {
        try (var served = failovers("VI_1")) {
            browser.open(address(served, ""));
            browser.find("#filter").sendKeys("find BecameMaster not preceded-by GoodbyeHeard within 5s" + Keys.ENTER);
            browser.await("document.querySelector('.found')?.textContent.startsWith('2 of 3 ')");
            assertEquals(2, browser.all("#table tbody tr").size());
            assertEquals("", browser.axe());
            browser.click("#table tbody tr:nth-child(2) .cite");
            browser.await("document.querySelector('#why .claim')");
            browser.click("#help-button");
            browser.await("document.querySelectorAll('#legend svg').length > 8");
            assertEquals("", browser.axe());
            browser.picture("help");
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
    void quietStretchesAreFoldedAndOpenWhenAskedTo() throws Exception {
        try (var cluster = new RecordedCluster(root, BEGAN, "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(3_600)
                    .kill("node-a")
                    .pass(900);
        }
        try (var served = Served.of(root, "node-a", "node-b")) {
            browser.open(address(served, ""));
            browser.press(Keys.HOME);
            browser.await("document.querySelectorAll('.fold-mark').length === 2");
            // what is drawn anew meanwhile is another element
            assertEquals("60 min", browser.run("return document.querySelector('.fold-mark').textContent"));
            assertEquals(2, browser.number("document.querySelectorAll('.lanes > .fold').length"));
            assertEquals("true", browser.find("#fold").getDomAttribute("aria-pressed"));
            var places = "keepsake.timeline.scale()(keepsake.data.groups[0].bands.find((b) => b[3] === 'node-b')[0])";
            long folded = browser.number(places);
            assertEquals("", browser.axe());
            browser.picture("folded");
            browser.press("z");
            browser.await("document.querySelectorAll('.fold-mark').length === 0");
            browser.await("location.hash.includes('q=0')");
            long width = browser.number("keepsake.timeline.width");
            assertTrue(
                    Math.abs(browser.number(places) - width * 0.8) < width * 0.02, "an hour of an hour and a quarter");
            assertTrue(folded < width * 0.75, "the hour before it is a strip: " + folded + " of " + width);
            browser.click("#fold");
            browser.await("document.querySelectorAll('.fold-mark').length === 2");
            long from = browser.number("keepsake.data.folds[0][0]");
            browser.run("document.querySelector('.fold-mark').click()");
            browser.await(
                    "keepsake.data.from === " + from + " && document.querySelectorAll('.fold-mark').length === 0");
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
                browser.open(address(served, "?" + scheme + "i#view=incidents"));
                browser.await("document.querySelectorAll('.incident').length === 3");
                assertEquals("", browser.axe(), scheme + " incidents");
                browser.picture("incidents-" + scheme);
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
            for (var view : new String[] {"timeline", "incidents", "table", "state"}) {
                browser.open(address(served, "?n" + view + "#view=" + view));
                browser.await("!document.getElementById('" + view + "').hidden");
                browser.picture("narrow-" + view);
                assertEquals(360L, browser.run("return document.documentElement.scrollWidth"), view);
                assertEquals("", browser.axe(), "narrow " + view);
            }
        }
    }

    @Test
    void theReportOpensFromAFileWithoutAnyNetwork() throws Exception {
        Path report;
        try (var served = failovers("VI_1")) {
            report = Files.writeString(profile.resolve("report.html"), served.body("/report.html"));
        }
        browser.open(report.toUri().toString());
        assertTrue(browser.text("#verdict").contains("node-c took over"), browser.text("#verdict"));
        browser.click(MASTER_OF_C);
        browser.await("document.querySelector('#why li')");
        assertTrue(browser.text("#why").contains("the master-down timer ran out"), browser.text("#why"));
        assertEquals("", browser.axe());
        browser.picture("report");
    }

    /** As {@code replay what-if} makes it: another node takes over. */
    @Test
    void whatThereWouldHaveBeenStandsBesideWhatWas() throws Exception {
        RecordedCluster.failovers(root, BEGAN, "VI_1", 0);
        long at = BEGAN.getEpochSecond() * 1_000_000;
        var simulated = """
                {"lines": ["changed of node-b: priority 98 is 40", "about it", "transitions: 5 the same, 1 gained, 1 lost"],
                 "left": [{"node": "node-b", "at": LEFT, "cite": "node-b:1#77", "what": "", "instead": ""}],
                 "lanes": [
                  {"member": "node-b/VI_1", "spans": [[BEGAN, END, "BACKUP"]]},
                  {"member": "node-c/VI_1", "spans": [[BEGAN, LEFT, "BACKUP"], [LEFT, END, "MASTER"]]}],
                 "groups": [{"members": ["node-b/VI_1", "node-c/VI_1"], "bands": [[LEFT, END, "ONE", "node-c"]]}],
                 "rows": [
                  {"kind": "GAINED", "at": LEFT, "member": "node-c/VI_1", "from": "BACKUP", "to": "MASTER", "doubt": null},
                  {"kind": "LOST", "at": LEFT, "member": "node-b/VI_1", "from": "BACKUP", "to": "MASTER", "doubt": "a race"}]}
                """.replace("BEGAN", Long.toString(at + 100_000))
                .replace("LEFT", Long.toString(at + 20_700_000))
                .replace("END", Long.toString(at + 44_000_000));
        var report = profile.resolve("what-if.html");
        try (var served = Served.of(root, "node-a", "node-b", "node-c");
                var out = Files.newOutputStream(report)) {
            Report.write(
                    served.nodes().recordedLibrary(),
                    at,
                    at + 46_000_000,
                    "replay",
                    simulated,
                    Budget.unlimited(),
                    out);
        }
        browser.open(report.toUri().toString());
        assertTrue(browser.text("#whatif").contains("priority 98 is 40"), browser.text("#whatif"));
        assertTrue(browser.text("#whatif").contains("It leaves the recording at"), browser.text("#whatif"));
        assertEquals(3, browser.all(".lane.simulated").size());
        assertEquals(1, browser.all(".lane.simulated.cluster .s-ONE").size());
        assertEquals(
                1,
                browser.all("[data-id='simulated/node-c/VI_1'] .point.only:not(.doubtful)")
                        .size());
        assertEquals(
                1,
                browser.all("[data-id='node-b/ROLE/VI_1'] .point.only.doubtful").size());
        assertEquals(1, browser.all(".left-mark").size());
        assertEquals("", browser.axe());
        browser.picture("what-if");
        browser.click("#whatif button");
        browser.await("keepsake.view.to - keepsake.view.from < 10e6");
    }

    /** A master hears nothing by right; a backup that hears nothing for a while misses adverts. */
    @Test
    void advertsAreMissedOnlyWhereTheyAreDue() throws Exception {
        try (var cluster = new RecordedCluster(root, BEGAN, "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(10)
                    .stop("node-a")
                    .pass(8)
                    .start("node-a", "192.168.181.133", 100, 0)
                    .pass(10)
                    .cut("node-a", "node-b")
                    .pass(3)
                    .heal()
                    .pass(5);
        }
        try (var served = Served.of(root, "node-a", "node-b")) {
            browser.open(address(served, "#view=timeline&f=node:node-b"));
            browser.await("document.querySelector(\"[data-id='node-b/HEARD/VI_1'] .pulse\")");
            browser.picture("missed");
            assertEquals(
                    3, browser.all("[data-id='node-b/HEARD/VI_1'] .missing").size());
            assertEquals(0, browser.all("[data-id='node-b/SENT/VI_1'] .missing").size());
        }
    }

    @Test
    void aViewerSeesATakeoverAsItHappens() throws Exception {
        try (var cluster = new RecordedCluster(root, Instant.now().minusSeconds(20), "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(15);
            try (var served = Served.of(root, "node-a", "node-b")) {
                browser.open(address(served, ""));
                assertEquals("true", browser.find("#live").getDomAttribute("aria-pressed"));
                assertTrue(
                        browser.text("#verdict").contains("VI_1 (VRID 51): node-a heard no master"),
                        browser.text("#verdict"));
                cluster.stop("node-a").pass(4);
                browser.await(
                        "document.getElementById('verdict').textContent.includes('node-a was stopped (SIGTERM) and said goodbye; node-b took over')");
                browser.picture("live");
            }
        }
    }
}
