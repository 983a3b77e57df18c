package io.keepsake.journal.codec;

import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.Moment;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of one turn in reading, and what they are relative to.
 *
 * @param names of the file
 */
record TurnBytes(ByteReader in, NamesRead names, long at, long turn) {
    String name() {
        return names.get(in.unsigned());
    }

    List<Ip> ips() {
        int count = in.count();
        var ips = new ArrayList<Ip>(count);
        for (int i = 0; i < count; i++) {
            ips.add(in.ip());
        }
        return ips;
    }

    InterfaceAddress address() {
        var ip = in.ip();
        int length = in.octet();
        if (length > ip.family().bits()) {
            throw new Malformed("a prefix length must be 0.." + ip.family().bits() + ", was " + length);
        }
        return new InterfaceAddress(ip, length);
    }

    Endpoint endpoint() {
        var ip = in.ip();
        long port = in.unsigned();
        if (port < 0 || port > 65_535) {
            throw new Malformed("a port must be 0..65535, was " + port);
        }
        return new Endpoint(ip, (int) port);
    }

    Moment moment() {
        return new Moment(in.signed() + at);
    }

    long index() {
        return turn - in.signed();
    }

    int ordinal(int size) {
        long ordinal = in.unsigned();
        if (ordinal < 0 || ordinal >= size) {
            throw new Malformed("a word must be 0.." + (size - 1) + ", was " + ordinal);
        }
        return (int) ordinal;
    }
}
