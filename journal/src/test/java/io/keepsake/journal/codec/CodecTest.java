package io.keepsake.journal.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.effect.Effect;
import io.keepsake.core.effect.Turn;
import io.keepsake.core.event.Decision;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.OperatorEvent;
import io.keepsake.core.text.Fields;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import io.keepsake.journal.Turns;
import io.keepsake.journal.codec.Decoded.TurnRead;
import io.keepsake.journal.codec.Decoded.UnknownRead;
import io.keepsake.journal.codec.Schema.Field;
import io.keepsake.journal.codec.Schema.Kind;
import io.keepsake.journal.codec.Schema.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

final class CodecTest {

    /** One of every kind, with the values the probe finds acceptable: numbers 1, one element in each list. */
    private static List<Turn> everyKind() {
        var turns = new ArrayList<Turn>();
        long index = 1;
        for (var kind : Fields.EVENT_KINDS) {
            var event = Fields.readEvent(kind, new SchemaProbe());
            turns.add(Turns.turn(index++, event, event instanceof Decision d ? List.of(d) : List.of(), List.of()));
            index++;
        }
        for (var kind : Fields.EFFECT_KINDS) {
            Effect effect = Fields.readEffect(kind, new SchemaProbe());
            turns.add(Turns.turn(index++, Turns.advert(1).recorded().event(), List.of(), List.of(effect)));
            index++;
        }
        return turns;
    }

    private static List<Decoded> roundTrip(Schema schema, List<Turn> turns) {
        var head = Head.of(0, 7, Head.Start.RUN, "test", turns.getFirst());
        var encoder = new FileEncoder(
                new Head(0, 7, head.start(), head.version(), head.firstIndex(), head.at(), head.wallNanos(), schema));
        var decoder = new FileDecoder();
        var decoded = new ArrayList<Decoded>();
        for (var turn : turns) {
            var frames = encoder.encode(turn);
            for (int i = 0; i < frames.count(); i++) {
                assertTrue(Frame.whole(frames.array(), frames.offset(i), frames.length(i)));
                var told = decoder.decode(frames.array(), frames.offset(i), frames.length(i));
                if (told instanceof TurnRead || told instanceof UnknownRead) {
                    decoded.add(told);
                }
            }
            encoder.accept();
        }
        return decoded;
    }

    @Test
    void everyKindIsReadAsItWasWritten() {
        var turns = everyKind();
        assertEquals(turns.stream().map(TurnRead::new).toList(), roundTrip(Schema.OURS, turns));
    }

    @Test
    void theWriterOfFieldsAndTheProbeAgreeOnEveryKind() {
        for (var kind : Schema.OURS.events()) {
            var event = Fields.readEvent(kind.name(), new SchemaProbe());
            assertEquals(kind.name(), Fields.kind(event));
        }
    }

    @Test
    void aSchemaIsReadAsItWasWritten() {
        var out = new ByteWriter();
        SchemaCodec.write(Schema.OURS, out);
        assertSame(Schema.OURS, SchemaCodec.read(new ByteReader(out.array(), 0, out.size())));
        var other = new Schema(Schema.OURS.events(), Schema.OURS.effects().reversed());
        out.truncate(0);
        SchemaCodec.write(other, out);
        var in = new ByteReader(out.array(), 0, out.size());
        assertEquals(other, SchemaCodec.read(in));
        assertEquals(0, in.remaining());
        assertThrows(Malformed.class, () -> SchemaCodec.read(new ByteReader(out.array(), 0, out.size() - 1)));
    }

    @Test
    void extremeNumbersMomentsAndAddressesSurvive() {
        var due = new Decision.GoodbyeHeard(Turns.INSTANCE, Ip.parse("2001:db8::1"), Moment.NEVER);
        var turn = Turns.turn(1L << 32, due, List.of(due), List.of());
        assertEquals(
                List.of(new TurnRead(Turns.advert(1)), new TurnRead(turn)),
                roundTrip(Schema.OURS, List.of(Turns.advert(1), turn)));
    }

    /** A file by a version in which {@code kind} had these fields. */
    private static Schema schemaWith(String kind, UnaryOperator<List<Field>> fields) {
        return new Schema(
                Schema.OURS.events().stream()
                        .map(each -> each.name().equals(kind) ? new Kind(kind, fields.apply(each.fields())) : each)
                        .toList(),
                Schema.OURS.effects());
    }

    /** Reads bytes that {@code body} wrote after the event's kind, by a version with this schema. */
    private static Decoded read(Schema schema, String kind, List<String> names, Consumer<ByteWriter> body) {
        var first = Turns.advert(1).recorded();
        var head = new Head(0, 7, Head.Start.RUN, "other", 1, first.at().nanos(), Head.nanos(first.wall()), schema);
        var out = new ByteWriter();
        out.signed(0);
        out.signed(0);
        out.signed(0);
        out.unsigned(Schema.ids(schema.events()).getOrDefault(kind, -1));
        body.accept(out);
        out.unsigned(0);
        out.unsigned(0);
        var read = new NamesRead();
        for (int i = 0; i < names.size(); i++) {
            read.add(i, names.get(i));
        }
        return new TurnDecoder(head, read).read(new ByteReader(out.array(), 0, out.size()));
    }

    private static Event event(Decoded decoded) {
        return assertInstanceOf(TurnRead.class, decoded).turn().recorded().event();
    }

    @Test
    void aFieldWeDoNotKnowIsSkipped() {
        var more = schemaWith("SignalHeard", fields -> {
            var all = new ArrayList<Field>();
            all.add(new Field("colour", new Shape.Word(List.of("RED", "BLUE"))));
            all.addAll(fields);
            all.add(new Field(
                    "sender", new Shape.ListOf(List.of(new Field("pid", new Shape.Plain(Schema.Type.NUMBER))))));
            return all;
        });
        var event = event(read(more, "SignalHeard", List.of(), out -> {
            out.unsigned(1);
            out.signed(10);
            out.text("reloaded");
            out.unsigned(2);
            out.signed(4);
            out.signed(5);
        }));
        assertEquals(new OperatorEvent.SignalHeard(10, "reloaded"), event);
    }

    @Test
    void aFieldThatIsMissingHasItsDefault() {
        var less = schemaWith("SignalHeard", fields -> fields.subList(0, 1));
        var event = event(read(less, "SignalHeard", List.of(), out -> out.signed(10)));
        assertEquals(new OperatorEvent.SignalHeard(10, ""), event);
    }

    /** Without its upper bits it would be a wrong value. */
    @Test
    void aNumberOfMoreBitsThanItsFieldIsNoEvent() {
        Consumer<ByteWriter> body = out -> {
            out.signed((1L << 32) + 10);
            out.text("reloaded");
        };
        var refused = assertThrows(Malformed.class, () -> read(Schema.OURS, "SignalHeard", List.of(), body));
        assertTrue(String.valueOf(refused.getMessage()).contains("4294967306"), refused::getMessage);
        var other = schemaWith("SignalHeard", fields -> fields.reversed());
        var unknown = assertInstanceOf(UnknownRead.class, read(other, "SignalHeard", List.of(), out -> {
            out.text("reloaded");
            out.signed((1L << 32) + 10);
        }));
        assertTrue(unknown.text().contains("4294967306"), unknown::text);
    }

    @Test
    void aNumberHasSixtyFourBits() {
        var bytes = new byte[] {-1, -1, -1, -1, -1, -1, -1, -1, -1, 1};
        assertEquals(-1, new ByteReader(bytes, 0, bytes.length).unsigned());
        for (int last : List.of(2, 0x7f, 0x81)) {
            bytes[9] = (byte) last;
            assertThrows(Malformed.class, () -> new ByteReader(bytes, 0, bytes.length).unsigned());
        }
    }

    @Test
    void aTypeWeDoNotKnowIsShownByNameWithItsFields() {
        var events = new ArrayList<>(Schema.OURS.events());
        events.add(new Kind(
                "CometSeen",
                List.of(
                        new Field("brightness", new Shape.Plain(Schema.Type.NUMBER)),
                        new Field("observer", new Shape.Plain(Schema.Type.NAME)))));
        var schema = new Schema(events, Schema.OURS.effects());
        var unknown = assertInstanceOf(UnknownRead.class, read(schema, "CometSeen", List.of("eth0"), out -> {
            out.signed(42);
            out.unsigned(0);
        }));
        assertEquals("CometSeen", unknown.kind());
        assertEquals("CometSeen {brightness=42 observer=eth0}", unknown.text());
        assertEquals(1, unknown.index());
    }

    @Test
    void aConstantWeDoNotKnowMakesTheTurnText() {
        var other = schemaWith("BecameBackup", fields -> {
            var all = new ArrayList<>(fields);
            all.set(1, new Field("from", new Shape.Word(List.of("ASLEEP"))));
            return all;
        });
        var unknown =
                assertInstanceOf(UnknownRead.class, read(other, "BecameBackup", List.of("VI_1", "Started"), out -> {
                    out.unsigned(0);
                    out.unsigned(0);
                    out.unsigned(1);
                }));
        assertTrue(unknown.text().contains("from=ASLEEP"), unknown::text);
    }

    @Test
    void anotherVersionsOrderOfConstantsAndKindsDoesNotMatter() {
        var events = new ArrayList<>(Schema.OURS.events().reversed());
        var turn = Turns.takeover(1);
        assertEquals(
                List.of(new TurnRead(turn)),
                roundTrip(new Schema(events, Schema.OURS.effects().reversed()), List.of(turn)));
    }

    @Test
    void aRejectedTurnLeavesNoTrace() {
        var encoder = new FileEncoder(Head.of(0, 1, Head.Start.RUN, "test", Turns.advert(1)));
        var unused = encoder.encode(Turns.advert(1));
        encoder.reject();
        var frames = encoder.encode(Turns.advert(1));
        assertEquals(3, frames.count(), "head, name and turn again");
        encoder.accept();
        assertEquals(3, encoder.sequence());
        assertEquals(1, encoder.encode(Turns.advert(2)).count());
        assertEquals(unused, frames);
    }

    @Test
    void noBytesBreakTheDecoderButByMalformed() {
        var random = new Random(4711);
        var head = Head.of(0, 1, Head.Start.RUN, "test", Turns.advert(1));
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            var bytes = new byte[8 + random.nextInt(60)];
            random.nextBytes(bytes);
            bytes[Frame.TYPE_AT] = (byte) "HNTPL".charAt(round % 5);
            var decoder = new FileDecoder();
            var first = new FileEncoder(head).encode(Turns.advert(1));
            decoder.decode(first.array(), 0, first.length(0));
            try {
                decoder.decode(bytes, 0, bytes.length);
            } catch (Malformed expected) {
                refused++;
            }
        }
        assertTrue(refused > 10_000);
        assertThrows(Malformed.class, () -> new FileDecoder().decode(new byte[] {0, 0, 0, 0, 'T', 1, 0, 0}, 0, 8));
    }

    /** A few bytes could ask for any number of them. */
    @Test
    void elementsOfAListHaveFields() {
        var events = new ArrayList<>(Schema.OURS.events());
        events.add(new Kind("Bomb", List.of(new Field("all", new Shape.ListOf(List.of())))));
        var schema = new Schema(events, Schema.OURS.effects());
        assertThrows(Malformed.class, () -> roundTrip(schema, List.of(Turns.advert(1))));
    }
}
