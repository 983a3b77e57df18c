package io.keepsake.adapter.netlink.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.adapter.netlink.wire.RouteNotice.AddressAbsent;
import io.keepsake.adapter.netlink.wire.RouteNotice.AddressPresent;
import io.keepsake.adapter.netlink.wire.RouteNotice.LinkAbsent;
import io.keepsake.adapter.netlink.wire.RouteNotice.LinkPresent;
import io.keepsake.core.value.Dad;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Link;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Messages of a real kernel say what was done to it. */
class DecodingTest {
    private static final HardwareAddress MAC = HardwareAddress.parse("02:00:0a:09:00:01");

    private static List<RouteNotice> notices(String deed) {
        return Captured.messages(deed).stream()
                .map(RouteNotice::decode)
                .flatMap(Optional::stream)
                .toList();
    }

    private static AddressPresent present(int link, String address, String peer) {
        return new AddressPresent(
                link, InterfaceAddress.parse(address), Ip.parse(peer), null, 0, null, false, Dad.DONE);
    }

    /** Where addresses stand and with whom, without what else is special about them. */
    private static List<RouteNotice> plain(List<RouteNotice> notices) {
        return notices.stream().map(DecodingTest::plain).toList();
    }

    private static RouteNotice plain(RouteNotice notice) {
        return notice instanceof AddressPresent a
                ? new AddressPresent(a.linkIndex(), a.address(), a.peer(), null, 0, null, false, Dad.DONE)
                : notice;
    }

    @Test
    void aLinkHasItsNameFlagsMtuAndHardwareAddress() {
        var v0 = new InterfaceName("v0");
        assertEquals(
                new LinkPresent(new Link(v0, 3, true, false, false, 1500, MAC)),
                notices("veth-up").getFirst());
        assertEquals(
                new LinkPresent(new Link(v0, 3, true, true, false, 1500, MAC)),
                notices("veth-up").getLast());
        assertEquals(
                new LinkPresent(new Link(new InterfaceName("lo"), 1, true, true, true, 65536, HardwareAddress.NONE)),
                notices("lo-up").getFirst());
    }

    @Test
    void anAddressIsItsLocalEndWithItsPrefix() {
        assertEquals(List.of(present(3, "10.9.0.10/32", "10.9.0.10")), plain(notices("addr4")));
        assertEquals(List.of(present(3, "10.9.0.11/24", "10.9.0.11")), plain(notices("addr4-options")));
        assertEquals(List.of(present(3, "10.9.0.12/32", "10.9.0.13")), plain(notices("addr4-peer")));
        assertEquals(List.of(present(3, "fd09::10/128", "fd09::10")), plain(notices("addr6")));
        assertEquals(
                List.of(new AddressAbsent(3, InterfaceAddress.parse("10.9.0.10/32"), Ip.parse("10.9.0.10"))),
                plain(notices("addr4-del")));
    }

    @Test
    void aDeletedLinkIsAbsentAndAPortThatLeftItsBridgeIsNot() {
        assertEquals(
                List.of(new LinkAbsent(3), new LinkAbsent(2)),
                notices("link-del").stream()
                        .filter(LinkAbsent.class::isInstance)
                        .toList());
        assertTrue(Captured.messages("bridge-leave").stream().anyMatch(message -> message.type() == 17));
        assertTrue(notices("bridge-leave").stream().noneMatch(LinkAbsent.class::isInstance));
    }

    @Test
    void anAcknowledgementHasTheNumberAndTheKernelsWords() {
        var answers =
                Captured.messages("ack").stream().map(Acknowledgement::decode).toList();
        assertEquals(
                List.of(
                        new Acknowledgement(0, ""),
                        new Acknowledgement(17, "ipv4: Address already assigned"),
                        new Acknowledgement(19, "ipv4: Device not found"),
                        new Acknowledgement(
                                99, "ipv6: Cannot assign multicast address without \"IFA_F_MCAUTOJOIN\" flag")),
                answers);
    }

    @Test
    void aDumpIsManyMessagesInFewDatagramsAndAnEnd() {
        var dump = Captured.messages("dump");
        assertEquals(Message.DONE, dump.getLast().type());
        assertEquals(new Acknowledgement(0, ""), Acknowledgement.decode(dump.getLast()));
        assertTrue(plain(notices("dump")).contains(present(1, "127.0.0.1/8", "127.0.0.1")));
        assertTrue(dump.stream().allMatch(message -> message.sequence() == 11));
    }

    @Test
    void anAcknowledgementThatRepeatsTheRequestHasItsWordsBehindIt() {
        var out = new MessageWriter(256);
        out.begin(Message.ERROR, Message.FLAG_ACK_ATTRIBUTES, 5).number(-22);
        out.number(24)
                .zeros(20)
                .attribute(1, "what now\0".getBytes(StandardCharsets.US_ASCII))
                .end();
        var message = Message.split(out.datagram()).getFirst();
        assertEquals(new Acknowledgement(22, "what now"), Acknowledgement.decode(message));
    }

    @Test
    void whatIsCutOffIsNotRead() {
        var captured = Captured.all().getFirst().bytes();
        for (int length = 0; length < captured.length; length++) {
            assertEquals(List.of(), Message.split(ByteBuffer.wrap(Arrays.copyOf(captured, length))));
        }
        assertEquals(1, Message.split(ByteBuffer.wrap(captured)).size());
    }
}
