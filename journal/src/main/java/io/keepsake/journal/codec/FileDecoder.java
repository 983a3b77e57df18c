package io.keepsake.journal.codec;

import io.keepsake.journal.codec.Decoded.HeadRead;
import io.keepsake.journal.codec.Decoded.Part;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Reads the records of one file, in order. A record missed does no harm to the others, but for the head. */
public final class FileDecoder {
    private final NamesRead names = new NamesRead();
    private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
    private int pieceCount;
    private @Nullable Head head;
    private @Nullable TurnDecoder turns;
    private long sequence = -1;

    /** The head, once it was read. */
    public @Nullable Head head() {
        return head;
    }

    /** The sequence of the last record given to {@link #decode}, or -1 when it cannot be known. */
    public long sequence() {
        return sequence;
    }

    /**
     * What the record in these bytes tells; they must be {@link Frame#whole}.
     *
     * @throws Malformed when it cannot be understood, for want of another record or because a newer format wrote it
     */
    public Decoded decode(byte[] bytes, int offset, int length) {
        int type = bytes[offset + Frame.TYPE_AT];
        int skipped = Frame.TYPE_AT + 1;
        var in = new ByteReader(bytes, offset + skipped, length - skipped);
        long number = in.unsigned();
        if (type == Frame.HEAD) {
            return readHead(number, in);
        }
        if (head == null || turns == null) {
            sequence = -1;
            throw new Malformed("the file's head is missing, without which no record can be read");
        }
        sequence = head.sequence() + number;
        return switch (type) {
            case Frame.NAME -> readName(in);
            case Frame.TURN -> turns.read(in);
            case Frame.PIECE -> readPiece(in);
            case Frame.LAST -> readLast(turns, in);
            default -> throw new Malformed("a record's type is " + type);
        };
    }

    private Decoded readHead(long number, ByteReader in) {
        long format = in.unsigned();
        if (format != FileEncoder.FORMAT) {
            throw new Malformed("the file has format " + format + ", this program reads " + FileEncoder.FORMAT);
        }
        long run = in.unsigned();
        var start = start(in.octet());
        var read = new Head(number, run, start, in.text(), in.signed(), in.signed(), in.signed(), SchemaCodec.read(in));
        head = read;
        turns = new TurnDecoder(read, names);
        sequence = number;
        return new HeadRead(read);
    }

    private static Head.Start start(int ordinal) {
        var starts = Head.Start.values();
        if (ordinal >= starts.length) {
            throw new Malformed("a file's start must be 0.." + (starts.length - 1) + ", was " + ordinal);
        }
        return starts[ordinal];
    }

    private Decoded readName(ByteReader in) {
        names.add(in.unsigned(), in.text());
        return new Part();
    }

    private Decoded readPiece(ByteReader in) {
        pieces.writeBytes(piece(in));
        pieceCount++;
        return new Part();
    }

    private Decoded readLast(TurnDecoder turns, ByteReader in) {
        long expected = in.unsigned();
        int found = pieceCount;
        pieces.writeBytes(piece(in));
        var whole = pieces.toByteArray();
        forgetPieces();
        if (expected != found) {
            throw new Malformed("a long turn has " + expected + " pieces before its last, found " + found);
        }
        return turns.read(new ByteReader(whole, 0, whole.length));
    }

    private void forgetPieces() {
        pieces.reset();
        pieceCount = 0;
    }

    private static byte[] piece(ByteReader in) {
        return in.raw(in.count());
    }
}
