package io.keepsake.daemon;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.event.Hold;
import io.keepsake.core.value.Endpoint;
import io.keepsake.daemon.Question.Drain;
import io.keepsake.daemon.Question.Journal;
import io.keepsake.daemon.Question.Keep;
import io.keepsake.daemon.Question.Plan;
import io.keepsake.daemon.Question.Release;
import io.keepsake.daemon.Question.Reload;
import io.keepsake.daemon.Question.Status;
import io.keepsake.daemon.Question.Table;
import io.keepsake.daemon.Question.Undrain;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuestionTest {
    private static final Endpoint REAL = Endpoint.parse("10.0.0.1:80");

    @Test
    void eachIsReadAsItIsDocumented() {
        assertEquals(new Status(false), Question.parse("status"));
        assertEquals(new Status(true), Question.parse(" status  json "));
        assertEquals(new Table(true), Question.parse("table json"));
        assertEquals(new Journal(), Question.parse("journal"));
        assertEquals(new Reload(), Question.parse("reload"));
        assertEquals(new Plan(Path.of("/etc/a b.conf")), Question.parse("plan /etc/a b.conf"));
        assertEquals(new Undrain("tcp:x", null), Question.parse("undrain tcp:x"));
        assertEquals(new Undrain("tcp:x", REAL), Question.parse("undrain tcp:x 10.0.0.1:80"));
    }

    @Test
    void aDrainMayLeaveOutTheRealServerAndTheTime() {
        assertEquals(new Drain("s", null, Question.WITHOUT_END, "rain"), Question.parse("drain s because rain"));
        assertEquals(
                new Drain("s", REAL, Question.WITHOUT_END, "a  b"), Question.parse("drain s 10.0.0.1:80 because a  b"));
        assertEquals(new Drain("s", null, 1_500_000_000, "x"), Question.parse("drain s for 1.5 because x"));
        assertEquals(
                new Drain("s", REAL, 60_000_000_000L, "x"), Question.parse("drain s 10.0.0.1:80 for 60 because x"));
    }

    @Test
    void whoIsNotToBeMasterIsNamedWithTheReason() {
        assertEquals(
                new Keep(Hold.Kind.DEMOTE, "VI_1", 600_000_000_000L, "new  kernel"),
                Question.parse("demote VI_1 for 600 because new  kernel"));
        assertEquals(
                new Keep(Hold.Kind.HOLD, "because", Question.WITHOUT_END, "for 3 because"),
                Question.parse("hold because because for 3 because"));
        assertEquals(new Release("VI_1"), Question.parse("release VI_1"));
    }

    @Test
    void theReasonIsWhatStandsBehindTheWord() {
        assertEquals(
                new Drain("because-1", null, Question.WITHOUT_END, "x because y"),
                Question.parse("drain because-1 because x because y"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "what",
                "drain",
                "drain s",
                "drain s because",
                "drain because x",
                "drain s 10.0.0.1 because x",
                "drain s 10.0.0.1:80 more because x",
                "drain s for because x",
                "drain s for 0 because x",
                "drain s for -1 because x",
                "drain s for 1e100000000 because x",
                "drain s for 0.0000000001 because x",
                "drain s for 9223372036 because x",
                "undrain",
                "hold",
                "hold VI_1",
                "hold VI_1 because",
                "demote VI_1 for x because y",
                "demote VI_1 more because y",
                "release",
                "release VI_1 VI_2",
                "undrain s 10.0.0.1"
            })
    void whatIsNoneIsRefusedWithAReason(String line) {
        var refusal = assertThrows(IllegalArgumentException.class, () -> Question.parse(line));
        assertTrue(String.valueOf(refusal.getMessage()).length() > 10, refusal::getMessage);
    }

    /** An expression that tries each division of the blanks would take a minute. */
    @Test
    void blanksCostAsManyAsTheyAre() {
        var threads = ManagementFactory.getThreadMXBean();
        var gap = " ".repeat(60_000);
        var line = "drain s" + gap + "for" + gap + "e" + gap + "bcause" + gap + "x";
        long before = threads.getCurrentThreadCpuTime();
        assertThrows(IllegalArgumentException.class, () -> Question.parse(line));
        assertTrue(threads.getCurrentThreadCpuTime() - before < 10_000_000_000L);
    }
}
