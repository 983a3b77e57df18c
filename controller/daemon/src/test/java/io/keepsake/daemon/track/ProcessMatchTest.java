package io.keepsake.daemon.track;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.keepsake.core.config.TrackProcess.Command;
import io.keepsake.core.config.TrackProcess.Match;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessMatchTest {
    @ParameterizedTest
    @CsvSource({
        "NONE, nginx, nginx -g x, true",
        "NONE, nginx, /usr/sbin/nginx, false",
        "EXACT, nginx -g x, nginx -g x, true",
        "EXACT, nginx -g x, nginx -g x y, false",
        "EXACT, nginx -g x, nginx -g, false",
        "INITIAL, nginx -g x, nginx -g x y, true",
        "INITIAL, nginx -g x, nginx -g xy, false",
        "INITIAL, nginx -g x, nginx -g, false",
        "PARTIAL, nginx -g x, nginx -g xy z, true",
        "PARTIAL, nginx -g x, nginx -gg x, false",
        "PARTIAL, nginx -g x, nginx -g, false",
    })
    void aCommandLine(Match match, String wanted, String line, boolean fits) {
        var words = Arrays.asList(wanted.split(" ", -1));
        var command = new Command(words.getFirst(), words.subList(1, words.size()), match, true);
        assertEquals(fits, ProcessMatch.lined(command, Arrays.asList(line.split(" ", -1))));
        assertEquals(false, ProcessMatch.lined(command, List.of()), "a thread of the kernel");
    }

    @Test
    void ofALongNameAsMuchAsTheKernelKeeps() {
        var command = new Command("a-name-of-more-than-15", List.of(), Match.NONE, false);
        assertTrue(ProcessMatch.named(command, "a-name-of-more-"));
    }
}
