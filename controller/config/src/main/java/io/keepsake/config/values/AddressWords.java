package io.keepsake.config.values;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Place;
import io.keepsake.config.problem.Problems;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.Ip;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An address and perhaps a port, {@code IP [port]}.
 *
 * @param port 0 when the file names none
 */
public record AddressWords(Ip ip, int port, Place place) {

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");

    /** What {@code words} say, or null, which has been reported with {@code instead}. */
    public static @Nullable AddressWords read(Problems problems, List<Token> words, Place keyword, String instead) {
        if (words.isEmpty()) {
            problems.error(keyword, "expected an IP address, has none; " + instead);
            return null;
        }
        var ip = ip(problems, words.getFirst(), instead);
        var port = words.size() < 2 ? Integer.valueOf(0) : port(problems, words.get(1), instead);
        if (words.size() > 2) {
            var extra = words.get(2);
            problems.warn(extra.place(), "\"" + extra.text() + "\" is not expected behind the port; it is ignored");
        }
        return ip == null || port == null
                ? null
                : new AddressWords(ip, port, words.getFirst().place());
    }

    /** keepalived ignores what follows the address in its word. */
    private static @Nullable Ip ip(Problems problems, Token word, String instead) {
        var text = word.text();
        int end = text.indexOf('/') >= 0 ? text.indexOf('/') : text.indexOf('-');
        var ip = Ip.tryParse(end < 0 ? text : text.substring(0, end));
        if (ip.isEmpty()) {
            problems.error(word.place(), "expected an IP address, was \"" + text + "\"; " + instead);
            return null;
        }
        if (end >= 0) {
            problems.warn(
                    word.place(),
                    "expected one IP address, was \"" + text + "\"; taken as " + ip.get(),
                    "several addresses are a virtual_server_group");
        }
        return ip.get();
    }

    /** The port that {@code word} writes, 0 for none, or null, which has been reported with {@code instead}. */
    public static @Nullable Integer port(Problems problems, Token word, String instead) {
        var text = word.text();
        if (PORT.matcher(text).matches() && Integer.parseInt(text) <= 65_535) {
            return Integer.valueOf(text);
        }
        problems.error(word.place(), "a port must be 0..65535, was \"" + text + "\"; " + instead);
        return null;
    }

    /** This address with its port, or with {@code otherwise} when it names none. */
    public Endpoint or(int otherwise) {
        return new Endpoint(ip, port == 0 ? otherwise : port);
    }
}
