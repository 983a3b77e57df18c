package io.keepsake.config;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.keepsake.config.syntax.Consequences;
import io.keepsake.config.syntax.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The list of keywords for readers is what the tables say. Run with {@code -Drewrite=true} to write it anew. */
class ReferenceTest {
    private static final Path REFERENCE = Path.of("../../docs/reference/keepalived-conf.md");

    private static final String HEAD = """
            # Keywords of keepalived.conf

            Written from the tables that the director itself reads with, by a test that fails when they differ.

            *Applied*: works. *Recognised*: read and named once by `-t`, without effect yet. *Without effect*: changes
            nothing, and that is why; or in keepalived neither. Anything else is unknown: one warning with its line, and it is ignored.

            * `rise N`, in every checker, is our own: successes in a row before a server that was down is up again.
            * `regex` is an expression of `java.util.regex`. What only PCRE2 knows is refused with a message, and the url is
              checked without it. As in keepalived, a backslash must be written twice.
            * `lvs_flush_on_stop`: a stop always removes what is ours at once.
            * `vrrp_iptables`, `vrrp_ipsets`: nftables is used instead, and a warning says so.
            * `no_checker_emails`: mail tells of real servers, never of single checkers.
            * `smtp_alert` of a virtual server is not handed down to its real servers; theirs is on unless `global_defs`
              says otherwise.
            * `nb_get_retry` is the old name of `retry` in `HTTP_GET` and `SSL_GET`, and unknown everywhere else.
            """;

    private static String reference() {
        var text = new StringBuilder(HEAD);
        for (var block : Vocabulary.all()) {
            text.append("\n## ").append(block.name().equals("root") ? "Outside of all blocks" : block.name());
            text.append("\n\n| keyword | |\n|---|---|\n");
            block.words().forEach(word -> text.append("| `")
                    .append(word.name())
                    .append(word.takesBraces() ? " {}" : "")
                    .append("` | ")
                    .append(standing(word))
                    .append(" |\n"));
        }
        return text.toString();
    }

    private static String standing(Vocabulary.Word word) {
        return switch (word.standing()) {
            case APPLIED -> "applied";
            case KNOWN -> "recognised";
            case NOT_HERE -> "without effect: " + Consequences.of(word.name());
            case WITHOUT_EFFECT -> "without effect";
        };
    }

    @Test
    void the_reference_lists_every_keyword_as_the_director_takes_it() throws IOException {
        var expected = reference();
        if (Boolean.getBoolean("rewrite")) {
            Files.writeString(REFERENCE, expected);
        }
        assertEquals(expected, Files.readString(REFERENCE));
    }
}
