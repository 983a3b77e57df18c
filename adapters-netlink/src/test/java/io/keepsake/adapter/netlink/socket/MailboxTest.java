package io.keepsake.adapter.netlink.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.sys.SystemCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class MailboxTest {
    private static final int WORK = 2_000;

    @Test
    void whatIsHandedOverAfterTheEndComesBack() {
        var mailbox = new Mailbox<Integer>();
        assertEquals(List.of(), mailbox.offer(List.of(1, 2)));
        assertEquals(1, mailbox.next());
        assertEquals(List.of(2), mailbox.end());
        assertEquals(List.of(3), mailbox.offer(List.of(3)));
        assertNull(mailbox.next());
    }

    @Test
    void isFinishedWhenItIsClosedAndEmpty() {
        var mailbox = new Mailbox<Integer>();
        mailbox.offer(List.of(1));
        mailbox.close();
        assertEquals(1, mailbox.next());
        assertTrue(mailbox.isFinished());
    }

    @RepeatedTest(20)
    void eachPieceIsAnsweredOnceHoweverItEnds() throws InterruptedException {
        var mailbox = new Mailbox<Integer>();
        Queue<Integer> answered = new ConcurrentLinkedQueue<>();
        var giver = Thread.ofPlatform()
                .start(() -> IntStream.range(0, WORK).forEach(i -> answered.addAll(mailbox.offer(List.of(i)))));
        mailbox.awaitFirst();
        for (int i = 0; i < 100; i++) {
            var next = mailbox.next();
            if (next != null) {
                answered.add(next);
            }
        }
        answered.addAll(mailbox.end());
        giver.join();
        var sorted = new ArrayList<>(answered);
        sorted.sort(null);
        assertEquals(IntStream.range(0, WORK).boxed().toList(), sorted);
    }

    @RepeatedTest(20)
    void aDescriptorIsNotWrittenToOnceItIsClosed() throws InterruptedException {
        var sys = SystemCalls.load();
        var mailbox = new Mailbox<Integer>();
        var wake = WakeFd.open(sys);
        mailbox.wakeBy(wake);
        var giver = Thread.ofPlatform().start(() -> IntStream.range(0, WORK).forEach(i -> mailbox.offer(List.of(i))));
        mailbox.wakeBy(null);
        wake.close();
        try (var heir = WakeFd.open(sys)) {
            giver.join();
            assertFalse(new PollSet(sys, heir.fd()).await(0), "the heir of the number was written to");
        }
    }
}
