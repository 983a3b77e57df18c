package io.keepsake.replay.export;

import io.keepsake.core.effect.Effect.SendAdvert;
import io.keepsake.core.effect.Effect.SendGratuitousArp;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.ChecksumForm;
import io.keepsake.core.event.ClockEvent.LoopStalled;
import io.keepsake.core.event.ClockEvent.WallClockStepped;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.JournalEvent.RecordingGap;
import io.keepsake.core.event.LinkEvent;
import io.keepsake.core.event.OperatorEvent.ConfigAccepted;
import io.keepsake.core.event.OperatorEvent.ProcessStarted;
import io.keepsake.core.event.OperatorEvent.StopRequested;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.VrrpEvent.AdvertReceived;
import io.keepsake.core.event.VrrpEvent.AdvertRejected;
import io.keepsake.core.event.VrrpEvent.AdvertsRejected;
import io.keepsake.core.text.EventText;
import io.keepsake.core.value.InstanceName;
import io.keepsake.core.value.Ip;
import io.keepsake.history.cluster.MergedTurns.Placed;
import io.keepsake.history.show.Counted;
import io.keepsake.journal.JournalItem.Damaged;
import io.keepsake.journal.JournalItem.RunStarted;
import io.keepsake.journal.JournalItem.TurnRead;
import io.keepsake.journal.JournalItem.Unknown;
import io.keepsake.replay.export.PcapngBlocks.Way;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A pcapng file: every advert that was sent or heard is a packet on an interface {@code NODE/LINK}, stamped when it left or
 * arrived, and the decisions that it led to are its comments. Decisions without a packet, and what else tells where an
 * election came from, stand between the packets as lines of a log.
 */
public final class PcapngForm implements Form {
    private static final int TTL = 255;

    private final PcapngBlocks blocks;
    private final Map<String, Places> places = new HashMap<>();
    private final Map<String, Integer> links = new HashMap<>();
    private long packets;
    private long lines;

    /** @param missing of the journals, in words: it stands at the head of the file */
    public PcapngForm(OutputStream out, List<String> missing) throws IOException {
        blocks = new PcapngBlocks(out);
        blocks.section("keepsake replay", missing);
    }

    @Override
    public void before(Placed placed) {
        if (placed.item() instanceof TurnRead read) {
            of(placed.node()).take(read.turn());
        }
    }

    private Places of(String node) {
        return places.computeIfAbsent(node, _ -> new Places());
    }

    @Override
    public void take(Placed placed) throws IOException {
        before(placed);
        switch (placed.item()) {
            case TurnRead(var run, var turn) -> turn(placed, run, turn);
            case RunStarted started -> log(placed, "run " + started.run() + " begins, version " + started.version());
            case Damaged damaged ->
                log(placed, "MISSING: damage in " + damaged.file().getFileName() + ": " + damaged.what());
            case Unknown unknown -> log(placed, "MISSING: a turn of another version: " + unknown.kind());
        }
    }

    private void turn(Placed placed, long run, Turn turn) throws IOException {
        var comments = comments(placed.node(), run, turn);
        var event = turn.recorded().event();
        long before = packets;
        if (event instanceof AdvertReceived heard) {
            heard(placed, heard, comments);
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof SendAdvert sent) {
                sent(placed, sent, turn.effectIndex(i), packets == before ? comments : List.of());
            }
        }
        if (packets == before && (!turn.decisions().isEmpty() || tells(event))) {
            log(placed, String.join("; ", comments));
        }
    }

    /** Whether it says something of an election without a decision. */
    private static boolean tells(Event event) {
        return switch (event) {
            case AdvertRejected _, AdvertsRejected _ -> true;
            case ProcessStarted _, StopRequested _, ConfigAccepted _ -> true;
            case RecordingGap _, LoopStalled _, WallClockStepped _, EffectFailed _ -> true;
            case LinkEvent.LinkSeen _, LinkEvent.LinkGone _, LinkEvent.AddressGone _ -> true;
            default -> false;
        };
    }

    private static List<String> comments(String node, long run, Turn turn) {
        var comments = new ArrayList<String>();
        var event = turn.recorded().event();
        var cite = node + ":" + run + "#";
        comments.add(cite + turn.recorded().index() + " "
                + (event instanceof ConfigAccepted ? "ConfigAccepted" : EventText.print(event)));
        for (int i = 0; i < turn.decisions().size(); i++) {
            comments.add("decided " + cite + turn.decisionIndex(i) + " "
                    + EventText.print(turn.decisions().get(i)));
        }
        for (int i = 0; i < turn.effects().size(); i++) {
            if (turn.effects().get(i) instanceof SendGratuitousArp arp) {
                comments.add("effect " + cite + turn.effectIndex(i) + " " + EventText.print(arp));
            }
        }
        if (event instanceof AdvertReceived heard && heard.checksum() == ChecksumForm.MESSAGE_ONLY) {
            comments.add("it came with a checksum without the pseudo header, as RFC 9568 has it");
        }
        if (event instanceof AdvertReceived heard && heard.checksum() == ChecksumForm.GROUP_IN_HEADER) {
            comments.add("it came with a checksum over the multicast group, as old keepalived has it");
        }
        return comments;
    }

    private void heard(Placed placed, AdvertReceived heard, List<String> comments) throws IOException {
        var to = of(placed.node()).here(heard.instance(), heard.source().family());
        packet(
                placed.node(),
                heard.instance(),
                placed.place() - heard.lateNanos(),
                AdvertPacket.of(heard.advert(), heard.source(), to, heard.id(), heard.ttl()),
                Way.HEARD.flags(to.isMulticast()),
                comments);
    }

    private void sent(Placed placed, SendAdvert sent, long index, List<String> comments) throws IOException {
        for (Ip to :
                of(placed.node()).destinations(sent.instance(), sent.source().family())) {
            packet(
                    placed.node(),
                    sent.instance(),
                    placed.place(),
                    AdvertPacket.of(sent.advert(), sent.source(), to, AdvertReceived.idOf(index), TTL),
                    Way.SENT.flags(to.isMulticast()),
                    comments);
        }
    }

    private void packet(String node, InstanceName instance, long nanos, byte[] packet, int flags, List<String> comments)
            throws IOException {
        var name = node + "/" + of(node).link(instance);
        var link = links.get(name);
        if (link == null) {
            link = links.size();
            links.put(name, link);
            blocks.link(name, "what the director of " + node + " recorded; rebuilt, not captured");
        }
        blocks.packet(link, nanos, packet, flags, comments);
        packets++;
    }

    private void log(Placed placed, String message) throws IOException {
        blocks.log(placed.node(), placed.place(), message);
        lines++;
    }

    @Override
    public String end() {
        return Counted.of(packets, "packet") + " and " + Counted.of(lines, "line");
    }
}
