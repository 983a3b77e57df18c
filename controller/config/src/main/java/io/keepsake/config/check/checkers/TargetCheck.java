package io.keepsake.config.check.checkers;

import io.keepsake.config.problem.Problems;
import io.keepsake.config.values.Values;
import io.keepsake.core.config.ProbeTarget;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.InterfaceName;
import io.keepsake.core.value.Ip;
import org.jspecify.annotations.Nullable;

/** Reads where probes go to and come from. */
final class TargetCheck {
    private final Problems problems;
    private final Values values;

    TargetCheck(Problems problems, Values values) {
        this.problems = problems;
        this.values = values;
    }

    /** @param wider what counts where the block says nothing */
    ProbeTarget target(ProbeTarget wider) {
        var ip = ip("connect_ip");
        var port = values.whole("connect_port", 1, 65_535, "ignored");
        var remote = new Endpoint(
                ip == null ? wider.remote().ip() : ip,
                port == null ? wider.remote().port() : port);
        var from = bindTo(remote);
        var fromPort = values.whole("bind_port", 1, 65_535, "ignored");
        var link = link();
        var mark = mark();
        return new ProbeTarget(
                remote,
                from == null ? wider.bindTo() : from,
                fromPort == null ? wider.bindPort() : fromPort,
                link == null ? wider.bindInterface() : link,
                mark == null ? wider.mark() : mark);
    }

    private @Nullable Ip ip(String keyword) {
        var word = values.value(keyword);
        if (word == null) {
            return null;
        }
        var ip = Ip.tryParse(word.text());
        if (ip.isEmpty()) {
            problems.warn(word.place(), keyword + " must be an IP address, was \"" + word.text() + "\"; ignored");
        }
        return ip.orElse(null);
    }

    private @Nullable Ip bindTo(Endpoint remote) {
        var ip = ip("bindto");
        var word = ip == null ? null : values.value("bindto");
        if (ip != null && word != null && ip.family() != remote.ip().family()) {
            problems.warn(
                    word.place(),
                    "bindto must be an address of " + Values.named(remote.ip().family()) + " like " + remote.ip()
                            + ", was " + ip + "; ignored");
            return null;
        }
        return ip;
    }

    private @Nullable InterfaceName link() {
        var word = values.value("bind_if");
        return word == null ? null : Values.interfaceName(problems, word, "bind_if is ignored");
    }

    private @Nullable Integer mark() {
        var word = values.value("fwmark");
        var mark = word == null ? null : Values.mark(word);
        if (word != null && mark == null) {
            problems.warn(word.place(), "fwmark must be 0..4294967295, was \"" + word.text() + "\"; ignored");
        }
        return mark;
    }
}
