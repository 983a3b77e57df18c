package io.keepsake.replay;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.text.EventText;
import io.keepsake.core.text.TextSink;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Role;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever happens to a node, what {@code explain} says of it agrees with itself and with what was. */
class ExplainRandomTest {
    private static final long SECOND = 1_000_000_000L;
    private static final InstanceName INSTANCE = new InstanceName("VI_1");
    private static final Pattern NEGATIVE = Pattern.compile("[ (/]-\\d");
    private static final Pattern LATE = Pattern.compile("the loop woke (\\d+)(?:\\.\\d+)? (ms|s) after");
    private static final Pattern MASTER_FOR = Pattern.compile("VI_1: master for (at least )?([\\d.]+) (ms|s);");

    @TempDir
    Path journal;

    /** What happened, kept beside the journal. */
    private static final class Truth {
        private long masterNanos;
        private int takeovers;
        private boolean hole;
        private final Map<Integer, Integer> ids = new HashMap<>();

        /** The next IPv4 id of a host, of which some are not heard; now and then it begins anew. */
        int id(int host, Random random) {
            return ids.merge(
                    host, 1, (last, _) -> random.nextInt(20) == 0 ? 1 : last + 1 + Math.max(0, random.nextInt(5) - 3));
        }
    }

    /** {@code -Dexplain.seeds=A-B} for others. */
    static LongStream seeds() {
        var range = System.getProperty("explain.seeds", "1-12").split("-", 2);
        return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1]));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void whatIsSaidAgrees(long seed) throws Exception {
        var random = new Random(seed);
        var truth = new Truth();
        try (var run = Recording.started(journal, 100)) {
            for (int i = 0; i < 250; i++) {
                boolean master = isMaster(run);
                long before = run.now();
                step(run, random, truth);
                truth.masterNanos += master ? run.now() - before : 0;
                truth.takeovers += !master && isMaster(run) ? 1 : 0;
            }
        }
        var text = Golden.replay("explain", journal.toString()).out();
        for (var paragraph : text.split("\n\n", -1)) {
            agrees(paragraph);
        }
        var master = MASTER_FOR.matcher(text);
        assertTrue(master.find(), text);
        double said = Double.parseDouble(master.group(2)) / (master.group(3).equals("ms") ? 1e3 : 1);
        assertEquals(truth.hole, master.group(1) != null, text);
        assertTrue(said <= truth.masterNanos / 1e9 + 1e-3, said + " of " + truth.masterNanos + "\n" + text);
        if (!truth.hole) {
            assertEquals(truth.masterNanos / 1e9, said, 1e-3, text);
            assertEquals(
                    truth.takeovers,
                    text.lines().filter(l -> l.startsWith("VI_1 became MASTER")).count(),
                    text);
        }
    }

    private static boolean isMaster(Recording run) {
        var vrrp = run.state().vrrp();
        return vrrp != null && vrrp.state(INSTANCE).role() == Role.MASTER;
    }

    /** Steps of one turn each, so that a role lasts from the end of one to the end of another. */
    private static void step(Recording run, Random random, Truth truth) throws Exception {
        int host = 130 + random.nextInt(4);
        var source = "192.168.181." + host;
        int id = truth.id(host, random);
        switch (random.nextInt(20)) {
            case 0, 1, 2, 3, 4 -> {
                run.pass(near(run, random, SECOND));
                run.event(Recording.advertLine(source, 80 + 20 * random.nextInt(4)) + " id=" + id);
            }
            case 5 -> run.pass(near(run, random, SECOND)).advert(source, 0);
            case 6 -> {
                long late = random.nextLong(SECOND / 2);
                run.pass(near(run, random, SECOND))
                        .event(Recording.advertLine(source, 150)
                                .replace("late=0.000012s", "late=" + TextSink.seconds(late) + "s"));
            }
            case 7 ->
                run.pass(near(run, random, SECOND))
                        .event("AdvertRejected instance=VI_1 source=" + source
                                + " reason=AUTH_FAILED detail=\"the password differs\" late=0s");
            case 8 -> run.linkUp(random.nextInt(3) > 0);
            case 9 -> {
                if (run.state().deadline().nanos() < Long.MAX_VALUE / 2) {
                    run.deadline(random.nextLong(SECOND / 4));
                }
            }
            case 10 -> run.pass(3 * SECOND / 2).event("LoopStalled late=1.5s");
            case 11 -> run.event(EventText.print(Recording.config(90 + 10 * random.nextInt(4))));
            case 12 -> run.event("AddressSeen link=ens33 address=192.168.181.100/32 own=false");
            case 13 ->
                run.event("EffectFailed effect=#" + Math.max(1, run.index() - 1 - random.nextInt(6))
                        + " errno=1 detail=\"sendto: Operation not permitted\"");
            case 14 -> {
                if (random.nextInt(8) == 0) {
                    truth.hole = true;
                    long from = run.index();
                    run.pass(SECOND / 3).unrecorded(Recording.advertLine(source, 150));
                    run.gap(from);
                    if (random.nextBoolean()) {
                        run.checkpoint();
                    }
                }
            }
            default -> {
                if (run.state().deadline().nanos() < Long.MAX_VALUE / 2) {
                    run.deadline();
                }
            }
        }
    }

    /** Some time, but not past the next deadline: the loop would have woken. */
    private static long near(Recording run, Random random, long most) {
        long until = run.state().deadline().nanos() - run.now();
        return until <= 1 ? 0 : random.nextLong(Math.min(until, most));
    }

    private static void agrees(String paragraph) {
        assertFalse(NEGATIVE.matcher(paragraph).find(), paragraph);
        boolean nothing =
                paragraph.contains("nothing was heard") || paragraph.contains("was not heard any more; whether");
        assertFalse(nothing && paragraph.contains("was not silent"), paragraph);
        assertFalse(nothing && paragraph.contains("it preempted, as configured"), paragraph);
        assertFalse(paragraph.contains("ordinary preemption: ") && paragraph.contains("two masters"), paragraph);
        var late = LATE.matcher(paragraph);
        if (late.find()) {
            boolean long10 =
                    late.group(2).equals("s") && !late.group(1).equals("0") || Integer.parseInt(late.group(1)) >= 10;
            assertFalse(long10 && paragraph.contains("stalls of this process in that time: none"), paragraph);
        }
    }
}
