package io.keepsake.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.testkit.record.RecordedCluster;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The API over real HTTP, on a recorded cluster of three. */
class ApiTest {
    private static final Instant BEGAN = Instant.parse("2026-11-22T03:12:00Z");

    @TempDir
    Path root;

    private void failovers() throws Exception {
        RecordedCluster.failovers(root, BEGAN, "VI_1", 2_000_000_000L);
    }

    private Served served() {
        return Served.of(root, "node-a", "node-b", "node-c");
    }

    private static JsonArray bands(JsonObject timeline) {
        return timeline.getJsonArray("groups").getJsonObject(0).getJsonArray("bands");
    }

    @Test
    void mastersOfTheMergedTimeline() throws Exception {
        failovers();
        try (var served = served()) {
            var timeline = new JsonObject(served.body("/api/timeline"));
            var order = new StringBuilder();
            for (int i = 0; i < bands(timeline).size(); i++) {
                var band = bands(timeline).getJsonArray(i);
                order.append(band.getString(2))
                        .append(' ')
                        .append(band.getString(3))
                        .append(';');
            }
            assertEquals("NONE ;ONE node-a;NONE ;ONE node-b;UNKNOWN ;ONE node-c;", order.toString());
            var text = timeline.getJsonObject("verdict").getString("text");
            assertTrue(text.contains("VI_1 (VRID 51): node-b ended without a word"), text);
            assertTrue(text.contains("node-c took over (likely); no master is known for 3.8"), text);
            assertTrue(text.endsWith("; 1 more incident"), text);
        }
    }

    /** What was long before a change did not come with it. */
    @Test
    void theHeadlineTellsOfTheTimeAroundItsChange() throws Exception {
        try (var cluster = new RecordedCluster(root, Instant.now().minusSeconds(120), "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(10)
                    .kill("node-a")
                    .pass(30)
                    .start("node-a", "192.168.181.133", 100, 0)
                    .pass(20);
        }
        try (var served = Served.of(root, "node-a", "node-b")) {
            var verdict = new JsonObject(served.body("/api/timeline")).getJsonObject("verdict");
            var text = verdict.getString("text");
            assertTrue(text.contains("node-a") && !text.contains("no master is known"), text);
            assertTrue(text.contains(" more incident"), text);
        }
    }

    /** The same, and in the same words, as replay tells. */
    @Test
    void incidentsWithWhatLedToThem() throws Exception {
        failovers();
        try (var served = served()) {
            var told = new JsonObject(served.body("/api/incidents")).getJsonArray("incidents");
            var kinds = new StringBuilder();
            for (int i = 0; i < told.size(); i++) {
                kinds.append(told.getJsonObject(i).getString("kind")).append(' ');
            }
            assertEquals("NOBODY NOBODY TAKEOVER ", kinds.toString(), "newest first");
            var last = told.getJsonObject(0);
            assertEquals(
                    "nobody is known to have been master: node-b was before, node-c after", last.getString("text"));
            assertTrue(last.getString("length").startsWith("3.8"), last.toString());
            var why = last.getJsonArray("why").getJsonObject(0);
            assertTrue(why.getString("claim").startsWith("node-b ended without a word"), why.toString());
            assertEquals("LIKELY", why.getString("confidence"));
            assertEquals("node-c", why.getString("node"));
            assertEquals(3, why.getJsonArray("evidence").size());
            var pictures = last.getJsonObject("picture").getJsonArray("groups");
            assertEquals(1, pictures.size());
            var order = new StringBuilder();
            var masters = pictures.getJsonObject(0).getJsonArray("bands");
            for (int i = 0; i < masters.size(); i++) {
                order.append(masters.getJsonArray(i).getString(2)).append(' ');
            }
            assertEquals("ONE UNKNOWN ONE ", order.toString());
            long from = last.getLong("from");
            var later = new JsonObject(served.body("/api/incidents?from=" + from));
            assertEquals(1, later.getJsonArray("incidents").size());
        }
    }

    /** However certain it is, and nothing else went wrong: a router that nobody knows is the master. */
    @Test
    void yieldingToAStrangerIsNotGood() throws Exception {
        var stranger =
                "AdvertReceived instance=VI_1 source=192.168.181.200 ttl=255 late=0s version=V2 vrid=51 priority=200"
                        + " interval=1s auth=NONE addresses=192.168.181.100";
        try (var cluster = new RecordedCluster(root, BEGAN, "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(10)
                    .event("node-a", stranger)
                    .event("node-b", stranger)
                    .pass(1);
        }
        try (var served = Served.of(root, "node-a", "node-b")) {
            var verdict = new JsonObject(served.body("/api/timeline")).getJsonObject("verdict");
            assertTrue(verdict.getString("text").contains("node-a yielded to 192.168.181.200"), verdict.toString());
            assertNotEquals("good", verdict.getString("level"), verdict.toString());
        }
    }

    @Test
    void ofManyTheNewestAreToldAndHowManyMoreThereAre() throws Exception {
        try (var cluster = new RecordedCluster(root, BEGAN, "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(5);
            for (int i = 0; i < 210; i++) {
                cluster.stop("node-a")
                        .pass(3)
                        .start("node-a", "192.168.181.133", 100, 0)
                        .pass(6);
            }
        }
        try (var served = Served.of(root, "node-a", "node-b")) {
            var told = new JsonObject(served.body("/api/incidents"));
            assertEquals(200, told.getJsonArray("incidents").size());
            assertTrue(told.getInteger("more") > 10, told.getInteger("more").toString());
            long newest = told.getJsonArray("incidents").getJsonObject(0).getLong("from");
            long next = told.getJsonArray("incidents").getJsonObject(1).getLong("from");
            assertTrue(newest >= next);
            var found = new JsonObject(served.body("/api/find?query=BecameMaster"));
            assertEquals(200, found.getJsonArray("hits").size());
            assertEquals(found.getInteger("found") - 200, found.getInteger("more"));
        }
    }

    /** What a journal that is not here, or not whole, would have told is not known. */
    @Test
    void whatIsNotHereIsUnknown() throws Exception {
        failovers();
        try (var served = Served.of(root, "node-c")) {
            var verdict = new JsonObject(served.body("/api/timeline")).getJsonObject("verdict");
            assertTrue(
                    verdict.getString("text")
                            .contains(
                                    "whether two nodes were masters at once is not known: only the journal of node-c"),
                    verdict.toString());
            assertNotEquals("good", verdict.getString("level"));
        }
    }

    @Test
    void aPartThatIsMissingIsUnknown() throws Exception {
        try (var cluster = new RecordedCluster(root, BEGAN, "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(10)
                    .event("node-b", "RecordingGap from=#8 to=#9 reason=\"the ring was full\"")
                    .pass(5)
                    .stop("node-a")
                    .pass(5);
        }
        try (var served = Served.of(root, "node-a", "node-b")) {
            var verdict = new JsonObject(served.body("/api/timeline")).getJsonObject("verdict");
            assertTrue(
                    verdict.getString("text").contains("is not known: a part of the journal of node-b is missing"),
                    verdict.toString());
            assertNotEquals("good", verdict.getString("level"));
            long later = verdict.getLong("at") - 1_000_000;
            var after = new JsonObject(served.body("/api/timeline?from=" + later)).getJsonObject("verdict");
            assertFalse(after.getString("text").contains("is missing"), after.toString());
        }
    }

    @Test
    void aWrongClockIsCorrectedAsFarAsAdvertsBoundIt() throws Exception {
        failovers();
        try (var served = served()) {
            var node = new JsonObject(served.body("/api/timeline"))
                    .getJsonArray("nodes")
                    .getJsonObject(2);
            long shift = node.getLong("shift");
            // as little as the last advert, and 400 ppm since, allow
            assertTrue(shift <= 2_000_000 && shift > 1_980_000, shift + ": " + node.getString("clock"));
            assertTrue(node.getString("clock").contains("adverts one way only"), node.getString("clock"));
        }
    }

    @Test
    void clocksThatNothingBoundsAreSaidToBe() throws Exception {
        try (var cluster = new RecordedCluster(root, BEGAN, "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .cut("node-a", "node-b")
                    .cut("node-b", "node-a")
                    .pass(20);
        }
        try (var served = Served.of(root, "node-a", "node-b")) {
            var timeline = new JsonObject(served.body("/api/timeline"));
            var clock = timeline.getJsonArray("nodes").getJsonObject(1).getString("clock");
            assertTrue(clock.startsWith("nothing compares its clock"), clock);
            assertTrue(
                    timeline.getJsonObject("verdict").getString("text").contains("two masters for"), "a split brain");
        }
    }

    /** Also of the node whose clock is two seconds ahead. */
    @Test
    void fromATimeOnThereIsAllThatIsLater() throws Exception {
        failovers();
        try (var served = served()) {
            var whole = turns(served.body("/api/events?limit=1000"));
            for (int i = 0; i < whole.size(); i += 5) {
                long from = whole.get(i).getLong("time");
                var later =
                        whole.stream().filter(t -> t.getLong("time") >= from).toList();
                assertEquals(later, turns(served.body("/api/events?limit=1000&from=" + from)), "from " + from);
            }
        }
    }

    /** Without the beginnings of runs, which come before what is asked for in a run. */
    private static List<JsonObject> turns(String page) {
        return new JsonObject(page)
                .getJsonArray("events").stream()
                        .map(JsonObject.class::cast)
                        .filter(turn ->
                                !turn.getJsonObject("event").getString("type").equals("RunStarted"))
                        .toList();
    }

    @Test
    void pagesHoldEveryTurnOnceAndInOrder() throws Exception {
        failovers();
        try (var served = served()) {
            var whole = new JsonObject(served.body("/api/events?limit=1000")).getJsonArray("events");
            var seen = new HashSet<String>();
            var next = "";
            long before = 0;
            for (boolean more = true; more; ) {
                var page = new JsonObject(served.body("/api/events?limit=7&after=" + next));
                for (int i = 0; i < page.getJsonArray("events").size(); i++) {
                    var turn = page.getJsonArray("events").getJsonObject(i);
                    var type = turn.getJsonObject("event").getString("type");
                    assertTrue(seen.add(
                            type + turn.getString("node") + turn.getLong("run") + ":" + turn.getLong("index")));
                    assertTrue(turn.getLong("time") >= before, turn.toString());
                    before = turn.getLong("time");
                }
                next = page.getString("next");
                more = page.getBoolean("more");
            }
            assertEquals(whole.size(), seen.size());
            assertTrue(seen.size() > 60, "turns of three nodes: " + seen.size());
        }
    }

    @Test
    void aTransitionIsExplainedWithItsEvidence() throws Exception {
        failovers();
        try (var served = served()) {
            var verdict = new JsonObject(served.body("/api/timeline")).getJsonObject("verdict");
            var place = verdict.getLong("run") + ":" + verdict.getLong("index");
            var lines = new JsonObject(served.body("/api/nodes/node-c/explain/" + place)).getJsonArray("lines");
            assertTrue(lines.getString(0).startsWith("VI_1 became MASTER at"), lines.toString());
            assertTrue(lines.getString(1).contains("the master-down timer ran out"), lines.toString());
            var detail = new JsonObject(served.body("/api/nodes/node-c/events/" + place));
            assertEquals(
                    "BecameMaster",
                    detail.getJsonObject("turn")
                            .getJsonArray("decisions")
                            .getJsonObject(0)
                            .getString("type"));
            assertEquals(1, detail.getJsonArray("causes").size());
            assertTrue(detail.getJsonArray("outcomes").size() > 0, "the address was added");
            var change = new JsonObject(served.body("/api/nodes/node-c/change/" + place));
            assertTrue(
                    change.getJsonArray("added").toString().contains("MASTER")
                            || change.getJsonArray("added").toString().contains("Master"),
                    change.toString());
        }
    }

    /** An hour and a quarter in hundred places, with a takeover in it of which each advert is told. */
    @Test
    void quietStretchesAreToldAndWhatIsBetweenThemTheFiner() throws Exception {
        long killed;
        try (var cluster = new RecordedCluster(root, BEGAN, "VI_1")) {
            cluster.start("node-a", "192.168.181.133", 100, 0)
                    .start("node-b", "192.168.181.134", 98, 0)
                    .pass(3_600);
            killed = cluster.micros();
            cluster.kill("node-a").pass(900);
        }
        try (var served = Served.of(root, "node-a", "node-b")) {
            var path = "/api/timeline?whole=1&columns=100";
            var whole = new JsonObject(served.body(path));
            assertEquals("[]", whole.getJsonArray("folds").encode());
            assertEquals(0, single(whole, killed), "a place is 45 s");
            var folding = new JsonObject(served.body(path + "&fold=1"));
            var folds = folding.getJsonArray("folds");
            assertEquals(2, folds.size(), folds.encode());
            var first = folds.getJsonArray(0);
            assertTrue(first.getLong(0) - folding.getLong("from") < 20_000_000, first.encode());
            assertTrue(
                    killed - first.getLong(1) >= 5_000_000 && killed - first.getLong(1) < 10_000_000, first.encode());
            var second = folds.getJsonArray(1);
            assertTrue(folding.getLong("to") - second.getLong(1) < 10_000_000, "but for the end: " + second.encode());
            assertTrue(single(folding, killed) >= 5, "adverts of the last five seconds");
            assertEquals(3, bands(whole).size());
            assertEquals("UNKNOWN", bands(folding).getJsonArray(2).getString(2), "four seconds without a master");
        }
    }

    /** Adverts that node-b heard in the seconds before a moment, and that are told each by itself. */
    private static long single(JsonObject timeline, long before) {
        var lanes = timeline.getJsonArray("nodes").getJsonObject(1).getJsonArray("lanes");
        return lanes.stream()
                .map(JsonObject.class::cast)
                .filter(lane -> lane.getString("kind").equals("HEARD"))
                .flatMap(lane -> lane.getJsonArray("points").stream().map(JsonArray.class::cast))
                .filter(point -> point.getLong(0) > before - 6_000_000 && point.getLong(0) <= before)
                .filter(point -> point.getLong(4) == 1)
                .count();
    }

    @Test
    void anAnswerHoldsUntilMoreIsRecorded() throws Exception {
        failovers();
        try (var served = served()) {
            var path = "/api/timeline?from=1795317120000000&to=1795317166000000";
            var first = served.get(path);
            var tag = first.headers().firstValue("etag").orElseThrow();
            assertEquals(304, served.get(path, "If-None-Match", tag).statusCode());
            assertEquals(
                    200, served.get(path + "&columns=50", "If-None-Match", tag).statusCode());
        }
    }

    /** A number that means nothing, or with which nothing can be reckoned, is told from one that does. */
    @Test
    void numbersAreWhatTheyShouldBe() throws Exception {
        failovers();
        try (var served = served()) {
            for (var path : new String[] {
                "/api/timeline?from=-5000000000000000000",
                "/api/timeline?from=-5e18",
                "/api/timeline?from=9223372036854775807",
                "/api/timeline?from=253402300800000000",
                "/api/timeline?to=-62135596800000001",
                "/api/timeline?to=99999999999999999999",
                "/api/timeline?from=1795317120000000&to=1795317120000000",
                "/api/timeline?columns=9",
                "/api/timeline?columns=4001",
                "/api/timeline?columns=4294967306",
                "/api/timeline?columns=",
                "/api/events?from=-9223372036854775808",
                "/api/events?from=5&to=4",
                "/api/events?limit=0",
                "/api/events?limit=1001",
                "/api/events?limit=4294967296",
                "/api/events?limit=1e2",
                "/api/events?after=node-a@9999999999999999999:1",
                "/report.html?from=-5000000000000000000",
                "/report.html?to=5000000000000000000",
                "/api/nodes/node-a/events/1:-1",
                "/api/stream?after=x",
                "/api/stream?detail=some",
            }) {
                var answer = served.get(path);
                if (path.endsWith("columns=")) {
                    assertEquals(200, answer.statusCode(), "nothing is the default");
                    continue;
                }
                assertEquals(400, answer.statusCode(), path);
                var problem = new JsonObject(answer.body());
                for (var part : new String[] {"what", "expected", "found"}) {
                    assertFalse(problem.getString(part).isEmpty(), path + answer.body());
                    assertTrue(problem.getString("title").contains(problem.getString(part)), answer.body());
                }
            }
            assertEquals(
                    200,
                    served.get("/api/timeline?from=-62135596800000000&to=253402300799999999")
                            .statusCode());
            assertEquals(
                    200,
                    served.get("/api/events?from=-62135596800000000&limit=1").statusCode());
        }
    }

    @Test
    void badQuestionsAreRefusedWithReasons() throws Exception {
        failovers();
        try (var served = served()) {
            for (var path : new String[] {
                "/api/timeline?from=abc",
                "/api/events?after=nonsense",
                "/api/nodes/nobody/events/1:1",
                "/api/nodes/node-a/events/x"
            }) {
                assertEquals(400, served.get(path).statusCode(), path);
            }
            assertEquals(404, served.get("/api/nodes/node-a/events/9:999").statusCode());
            assertEquals(404, served.get("/../../etc/passwd").statusCode());
        }
    }

    @Test
    void everyPathOfTheDescriptionAnswers() throws Exception {
        failovers();
        try (var served = served()) {
            var paths = new JsonObject(served.body("/api/openapi.json")).getJsonObject("paths");
            for (var path : paths.fieldNames()) {
                if (!path.equals("/api/stream")) {
                    var asked = path.replace("{node}", "node-a").replace("{place}", "1:20")
                            + needed(paths.getJsonObject(path).getJsonObject("get"));
                    int status = served.get(asked).statusCode();
                    assertTrue(status == 200 || status == 503 && path.startsWith("/health"), path + " " + status);
                }
            }
        }
    }

    /** The parameters without which it cannot be asked, as the description exemplifies them. */
    private static String needed(JsonObject get) {
        var all = new StringBuilder("?");
        for (var each : get.getJsonArray("parameters", new JsonArray())) {
            var parameter = (JsonObject) each;
            if (parameter.getString("in").equals("query") && parameter.getBoolean("required", false)) {
                all.append(parameter.getString("name")).append('=');
                all.append(URLEncoder.encode(parameter.getString("example"), StandardCharsets.UTF_8));
            }
        }
        return all.toString();
    }

    @Test
    void whatWasKnownThenAndWhereAValueCameFrom() throws Exception {
        failovers();
        try (var served = served()) {
            var before = new JsonObject(served.body("/api/nodes/node-c/known/1:37"));
            assertEquals("BACKUP", row(before, "VI_1 role").getString("value"));
            var both = new JsonObject(served.body("/api/nodes/node-c/known/1:39?against=1:37"));
            assertEquals("MASTER", row(both, "VI_1 role").getString("value"));
            assertEquals("BACKUP", row(both, "VI_1 role").getString("was"));
            assertEquals(37, both.getJsonObject("against").getLong("index"));
            var why = new JsonObject(served.body("/api/nodes/node-c/why/1:39?row=VI_1+role"));
            assertTrue(why.getJsonArray("lines").getString(0).contains("MASTER"), why.toString());
            assertTrue(why.toString().contains("BecameMaster"), why.toString());
            assertEquals(400, served.get("/api/nodes/node-c/why/1:39").statusCode());
            var none = served.get("/api/nodes/node-c/why/1:39?row=VI_9+role");
            assertEquals(400, none.statusCode());
            assertTrue(none.body().contains("expected a row of what was known at 1:39"), none.body());
            assertEquals(
                    400, served.get("/api/nodes/node-c/known/1:39?against=x").statusCode());
        }
    }

    private static JsonObject row(JsonObject known, String name) {
        return known.getJsonArray("rows").stream()
                .map(JsonObject.class::cast)
                .filter(row -> row.getString("row").equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void findsWhatReplayFinds() throws Exception {
        failovers();
        try (var served = served()) {
            var query = "BecameMaster not preceded-by GoodbyeHeard within 5s";
            var asked = "/api/find?query=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
            var told = new JsonObject(served.body(asked));
            assertEquals(3, told.getLong("asked"));
            assertEquals(2, told.getLong("found"), told.toString());
            assertEquals("node-a", told.getJsonArray("hits").getJsonObject(0).getString("node"));
            assertEquals("node-c", told.getJsonArray("hits").getJsonObject(1).getString("node"));
            long late = told.getJsonArray("hits").getJsonObject(1).getLong("at");
            assertEquals(1, new JsonObject(served.body(asked + "&from=" + late)).getLong("found"));
            var wrong = served.get("/api/find?query=BecameMaster+nearby");
            assertEquals(400, wrong.statusCode());
            assertTrue(wrong.body().contains("expected"), wrong.body());
        }
    }

    @Test
    void aReportIsTheSameBytesForTheSameJournals() throws Exception {
        failovers();
        String first;
        try (var served = served()) {
            first = served.body("/report.html");
        }
        try (var served = served()) {
            assertEquals(first, served.body("/report.html"));
            var part = served.body("/report.html?from=1795317120000000&to=1795317130000000");
            assertNotEquals(first, part);
            assertTrue(first.contains("default-src 'none'; script-src 'sha256-"), "a policy by hash");
            assertFalse(first.contains("src=\"/"), "nothing is loaded");
        }
    }
}
