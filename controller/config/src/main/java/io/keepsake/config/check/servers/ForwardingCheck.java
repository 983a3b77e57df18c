package io.keepsake.config.check.servers;

import io.keepsake.config.lex.Token;
import io.keepsake.config.problem.Problems;
import io.keepsake.config.syntax.Node;
import io.keepsake.config.values.Values;
import io.keepsake.core.value.Forwarding;
import io.keepsake.core.value.Forwarding.Checksum;
import io.keepsake.core.value.Forwarding.Method;
import io.keepsake.core.value.Forwarding.Tunnel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code NAT}, {@code DR} or {@code TUN [type ipip|gue port N|gre] [nocsum|csum|remcsum]}. */
final class ForwardingCheck {
    private final Problems problems;
    private final Values values;
    private Tunnel tunnel = Tunnel.IPIP;
    private int port;
    private Checksum checksum = Checksum.NONE;
    private boolean spoiled;

    ForwardingCheck(Problems problems, Values values) {
        this.problems = problems;
        this.values = values;
    }

    /** The method that {@code line} names, or null when there is none. */
    @Nullable Forwarding forwarding(@Nullable Node line, String instead) {
        var word = values.first(line);
        if (line == null || word == null) {
            return null;
        }
        return switch (word.text()) {
            case "NAT" -> Forwarding.NAT;
            case "DR" -> Forwarding.DR;
            case "TUN" -> tunnel(line);
            default -> {
                problems.warn(
                        word.place(), line.name() + " must be NAT, DR or TUN, was \"" + word.text() + "\"; " + instead);
                yield null;
            }
        };
    }

    private Forwarding tunnel(Node line) {
        var options = line.values().subList(1, line.values().size());
        for (int i = 0; i < options.size(); i++) {
            switch (options.get(i).text()) {
                case "type" -> type(options.get(i), next(options, ++i));
                case "port" -> port(options.get(i), next(options, ++i));
                case "nocsum" -> checksum = Checksum.NONE;
                case "csum" -> checksum = Checksum.FULL;
                case "remcsum" -> checksum = Checksum.REMOTE;
                default -> spoil(options.get(i), "\"" + options.get(i).text() + "\" is no option of TUN");
            }
        }
        judge(line);
        return spoiled ? Forwarding.IPIP : new Forwarding(Method.TUN, tunnel, port, checksum);
    }

    private static @Nullable Token next(List<Token> options, int index) {
        return index < options.size() ? options.get(index) : null;
    }

    private void type(Token keyword, @Nullable Token type) {
        switch (type == null ? "" : type.text()) {
            case "ipip" -> tunnel = Tunnel.IPIP;
            case "gue" -> tunnel = Tunnel.GUE;
            case "gre" -> tunnel = Tunnel.GRE;
            default -> spoil(type == null ? keyword : type, "the type of a tunnel must be ipip, gue or gre");
        }
    }

    private void port(Token keyword, @Nullable Token number) {
        var given = number == null ? null : portNumber(number);
        if (given == null) {
            spoil(number == null ? keyword : number, "the port of a tunnel must be 1..65535");
        } else {
            port = given;
        }
    }

    private static @Nullable Integer portNumber(Token number) {
        boolean fits = number.text().matches("[1-9][0-9]{0,4}") && Integer.parseInt(number.text()) <= 65_535;
        return fits ? Integer.valueOf(number.text()) : null;
    }

    private void judge(Node line) {
        if ((tunnel == Tunnel.GUE) != (port > 0)) {
            spoil(line.keyword(), "a gue tunnel needs a port, any other has none");
        } else if (tunnel == Tunnel.IPIP && checksum != Checksum.NONE) {
            spoil(line.keyword(), "an ipip tunnel has no checksum");
        } else if (tunnel == Tunnel.GRE && checksum == Checksum.REMOTE) {
            spoil(line.keyword(), "a gre tunnel has no remote checksum");
        }
    }

    private void spoil(Token word, String what) {
        if (!spoiled) {
            problems.warn(word.place(), what + "; taken as TUN of type ipip");
        }
        spoiled = true;
    }
}
