package io.keepsake.core.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Address text, read strictly and printed canonically. */
final class IpText {
    private IpText() {}

    static Optional<Ip> parseV4(String text) {
        long bits = 0;
        int octets = 0;
        int at = 0;
        while (octets < 4) {
            int start = at;
            int octet = 0;
            while (at < text.length() && at - start < 4 && isDigit(text.charAt(at))) {
                octet = octet * 10 + text.charAt(at++) - '0';
            }
            boolean last = octets == 3;
            // 010 is ten to some and eight to others
            boolean zeroFirst = at - start > 1 && text.charAt(start) == '0';
            if (at == start
                    || zeroFirst
                    || octet > 255
                    || (last ? at != text.length() : at >= text.length() || text.charAt(at++) != '.')) {
                return Optional.empty();
            }
            bits = bits << 8 | octet;
            octets++;
        }
        return Optional.of(new Ip(Family.IPV4, 0, bits));
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static Optional<Ip> parseV6(String text) {
        int gap = text.indexOf("::");
        List<Integer> head = gap < 0 ? groups(text) : groups(text.substring(0, gap));
        List<Integer> tail = gap < 0 ? List.of() : groups(text.substring(gap + 2));
        if (head == null || tail == null) {
            return Optional.empty();
        }
        int given = head.size() + tail.size();
        if (gap < 0 ? given != 8 : given > 7) {
            return Optional.empty();
        }
        var words = new ArrayList<Integer>(head);
        for (int i = given; i < 8; i++) {
            words.add(0);
        }
        words.addAll(tail);
        return Optional.of(new Ip(Family.IPV6, word(words, 0), word(words, 4)));
    }

    private static long word(List<Integer> groups, int from) {
        long value = 0;
        for (int i = from; i < from + 4; i++) {
            value = value << 16 | groups.get(i);
        }
        return value;
    }

    private static @Nullable List<Integer> groups(String text) {
        var groups = new ArrayList<Integer>();
        if (text.isEmpty()) {
            return groups;
        }
        var parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            var part = parts[i];
            if (i == parts.length - 1 && part.indexOf('.') >= 0) {
                var v4 = parseV4(part);
                if (v4.isEmpty()) {
                    return null;
                }
                groups.add((int) (v4.get().low() >>> 16));
                groups.add((int) (v4.get().low() & 0xffff));
            } else if (part.isEmpty()
                    || part.length() > 4
                    || !part.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
                return null;
            } else {
                groups.add(Integer.parseInt(part, 16));
            }
        }
        return groups;
    }

    static String printV4(long bits) {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }

    /** RFC 5952: lower case, the longest run of at least two zero groups (the first of equals) as {@code ::}. */
    static String printV6(long high, long low) {
        var groups = new int[8];
        for (int i = 0; i < 8; i++) {
            groups[i] = (int) ((i < 4 ? high >>> (3 - i) * 16 : low >>> (7 - i) * 16) & 0xffff);
        }
        int runAt = -1;
        int runLength = 1;
        for (int i = 0; i < 8; i++) {
            int end = i;
            while (end < 8 && groups[end] == 0) {
                end++;
            }
            if (end - i > runLength) {
                runAt = i;
                runLength = end - i;
            }
            i = Math.max(i, end - 1);
        }
        var text = new StringBuilder();
        for (int i = 0; i < 8; i++) {
            if (i == runAt) {
                text.append("::");
                i += runLength - 1;
                continue;
            }
            if (!text.isEmpty() && text.charAt(text.length() - 1) != ':') {
                text.append(':');
            }
            text.append(Integer.toHexString(groups[i]));
        }
        return text.toString();
    }
}
