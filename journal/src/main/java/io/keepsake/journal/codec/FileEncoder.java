package io.keepsake.journal.codec;

import io.keepsake.core.effect.Turn;
import io.keepsake.core.text.Fields;
import java.util.Map;

/**
 * Makes the records of one file. What {@link #encode} gave is either written in whole and {@link #accept}ed, or {@link
 * #reject}ed, after which it is as if it had never been asked for.
 *
 * <pre>
 * head    format varint(1), run varint, start octet, version text, first index, at and wall of the first turn, schema
 * name    number varint, text
 * turn    index - head's index, at - head's at, drift of the wall clock since the head (all zigzag),
 *         event kind varint, its fields, decisions: count and each kind and fields, effects: the same
 * piece   length varint, bytes of a turn
 * last    pieces before varint, then as piece: the turn is all these bytes together
 * </pre>
 */
public final class FileEncoder {
    static final int FORMAT = 1;
    private static final int PIECE_BYTES = 128 * 1024;

    private final Head head;
    private final Map<String, Integer> eventIds;
    private final Map<String, Integer> effectIds;
    private final Names names = new Names();
    private final ByteWriter body = new ByteWriter();
    private final FieldWriter fields = new FieldWriter(body, names);
    private final Frames frames = new Frames();
    private boolean begun;
    private long accepted;
    private long next;

    public FileEncoder(Head head) {
        this.head = head;
        this.eventIds = Schema.ids(head.schema().events());
        this.effectIds = Schema.ids(head.schema().effects());
    }

    /** The records that tell of {@code turn}: the head if it is the first, names not told before, and the turn. */
    public Frames encode(Turn turn) {
        frames.clear();
        next = accepted;
        if (!begun) {
            addHead();
        }
        body.truncate(0);
        writeTurn(turn);
        addNames();
        addTurn();
        return frames;
    }

    /** The records of the last {@link #encode} are in the file. */
    public void accept() {
        begun = true;
        accepted = next;
        names.accept();
    }

    /** The records of the last {@link #encode} did not get into the file. */
    public void reject() {
        names.reject();
    }

    /** The sequence of the next record. */
    public long sequence() {
        return head.sequence() + accepted;
    }

    @SuppressWarnings("EnumOrdinal") // Head.Start says that its ordinals are in files
    private void addHead() {
        next++;
        var out = frames.begin(Frame.HEAD, head.sequence());
        out.unsigned(FORMAT);
        out.unsigned(head.run());
        out.octet(head.start().ordinal());
        out.text(head.version());
        out.signed(head.firstIndex());
        out.signed(head.at());
        out.signed(head.wallNanos());
        SchemaCodec.write(head.schema(), out);
        frames.end();
    }

    private void writeTurn(Turn turn) {
        var recorded = turn.recorded();
        long at = recorded.at().nanos();
        body.signed(recorded.index() - head.firstIndex());
        body.signed(at - head.at());
        body.signed(Head.nanos(recorded.wall()) - at - head.offset());
        fields.begin(at, recorded.index());
        writeKind(eventIds, Fields.kind(recorded.event()));
        Fields.writeEvent(recorded.event(), fields);
        body.unsigned(turn.decisions().size());
        for (var decision : turn.decisions()) {
            writeKind(eventIds, Fields.kind(decision));
            Fields.writeEvent(decision, fields);
        }
        body.unsigned(turn.effects().size());
        for (var effect : turn.effects()) {
            writeKind(effectIds, Fields.kind(effect));
            Fields.writeEffect(effect, fields);
        }
    }

    private void writeKind(Map<String, Integer> ids, String kind) {
        var id = ids.get(kind);
        if (id == null) {
            throw new IllegalStateException(kind + " is in no list of kinds");
        }
        body.unsigned(id);
    }

    private void addNames() {
        int number = names.firstFresh();
        for (var name : names.fresh()) {
            var out = frames.begin(Frame.NAME, next++);
            out.unsigned(number++);
            out.text(name);
            frames.end();
        }
    }

    private void addTurn() {
        if (body.size() <= PIECE_BYTES) {
            frames.begin(Frame.TURN, next++).raw(body.array(), 0, body.size());
            frames.end();
            return;
        }
        int pieces = (body.size() - 1) / PIECE_BYTES;
        for (int i = 0; i < pieces; i++) {
            addPiece(frames.begin(Frame.PIECE, next++), i * PIECE_BYTES, PIECE_BYTES);
        }
        var last = frames.begin(Frame.LAST, next++);
        last.unsigned(pieces);
        addPiece(last, pieces * PIECE_BYTES, body.size() - pieces * PIECE_BYTES);
    }

    private void addPiece(ByteWriter out, int offset, int length) {
        out.unsigned(length);
        out.raw(body.array(), offset, length);
        frames.end();
    }
}
