package io.keepsake.fuzz;

import io.keepsake.core.text.TextSource;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.HardwareAddress;
import io.keepsake.core.value.InterfaceAddress;
import io.keepsake.core.value.Ip;
import io.keepsake.core.value.ServiceKey;
import io.keepsake.history.fold.JournalEnd;
import io.keepsake.history.fold.PointText;
import io.keepsake.web.read.Cursor;
import io.keepsake.web.read.Place;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Small things that people and files write. What is read prints as something that is read as the same. */
public final class ValuesTarget {
    private static final PointText POINTS =
            new PointText(new JournalEnd(3, Instant.parse("2026-11-22T03:12:07Z")), 3, ZoneOffset.UTC);

    private ValuesTarget() {}

    public static void fuzzerTestOneInput(byte[] input) throws Exception {
        var text = Text.of(input);
        Bounds.check(input.length, 65_536, 1_024, () -> {
            same(text, Ip::parse);
            same(text, InterfaceAddress::parse);
            same(text, Endpoint::parse);
            same(text, HardwareAddress::parse);
            same(text, ServiceKey::parse);
            same(text, Place::parse);
            same(text, Cursor::parse);
            read(text, POINTS::parse);
            seconds(text);
        });
    }

    private static void seconds(String text) {
        try {
            TextSource.fromSeconds(text);
        } catch (IllegalArgumentException | ArithmeticException refused) {
            return;
        }
    }

    private static <T> void same(String text, Function<String, T> parser) {
        var value = read(text, parser);
        if (value != null && !parser.apply(value.toString()).equals(value)) {
            throw new AssertionError(text + " is " + value + ", and that " + parser.apply(value.toString()));
        }
    }

    private static <T> @Nullable T read(String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException refused) {
            if (refused.getMessage() == null || refused.getMessage().isBlank()) {
                throw new AssertionError("a refusal says nothing", refused);
            }
            return null;
        }
    }
}
