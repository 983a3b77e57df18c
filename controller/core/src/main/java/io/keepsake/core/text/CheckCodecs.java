package io.keepsake.core.text;

import io.keepsake.core.config.Check;
import io.keepsake.core.config.Check.Dns;
import io.keepsake.core.config.Check.File;
import io.keepsake.core.config.Check.Http;
import io.keepsake.core.config.Check.HttpVersion;
import io.keepsake.core.config.Check.Misc;
import io.keepsake.core.config.Check.Ping;
import io.keepsake.core.config.Check.Smtp;
import io.keepsake.core.config.Check.StatusRange;
import io.keepsake.core.config.Check.Tcp;
import io.keepsake.core.config.Check.Udp;
import io.keepsake.core.config.Check.Url;
import java.util.List;

/** What checkers do. */
final class CheckCodecs {
    private static final Codec<Url> URL = new Codec<>(Url.class, CheckCodecs::writeUrl, CheckCodecs::readUrl);

    static final List<Codec<? extends Check>> ALL = List.of(
            Codec.of(Tcp.class, Tcp::new),
            Codec.of(
                    Http.class,
                    Http::new,
                    Field.flag("tls", Http::tls),
                    Field.word("version", HttpVersion.class, Http::version),
                    Field.flag("fast_recovery", Http::fastRecovery),
                    Field.list("urls", Http::urls, URL)),
            Codec.of(Smtp.class, Smtp::new, Field.text("helo", Smtp::heloName)),
            Codec.of(Dns.class, Dns::new, Field.text("record", Dns::type), Field.text("name", Dns::name)),
            Codec.of(
                    Misc.class,
                    Misc::new,
                    Field.part(Misc::script, ServerConfigFields::writeScript, ServerConfigFields::readScript),
                    Field.flag("dynamic", Misc::dynamic)),
            Codec.of(
                    Udp.class,
                    Udp::new,
                    Field.text("payload", Udp::payload),
                    Field.flag("require_reply", Udp::requireReply),
                    Field.text("reply", Udp::reply),
                    Field.integer("min_reply", Udp::minReply),
                    Field.integer("max_reply", Udp::maxReply)),
            Codec.of(Ping.class, Ping::new),
            Codec.of(
                    File.class,
                    File::new,
                    Field.text("path", File::path),
                    Field.integer("weight", File::weight),
                    Field.flag("reverse", File::reverse)));

    private CheckCodecs() {}

    private static void writeUrl(Url url, FieldSink out) {
        out.text("path", url.path());
        ValueFields.writeOptional("host", url.host(), (host, o) -> o.text("name", host), out);
        out.list("statuses", url.statuses(), (range, o) -> {
            o.number("from", range.from());
            o.number("to", range.to());
        });
        ValueFields.writeOptional("digest", url.digest(), (digest, o) -> o.text("md5", digest), out);
        ValueFields.writeOptional("regex", url.regex(), (regex, o) -> o.text("pattern", regex), out);
        out.list("regex_options", url.regexOptions(), (option, o) -> o.text("option", option));
        out.flag("regex_no_match", url.regexNoMatch());
        out.number("regex_min_offset", url.regexMinOffset());
        out.number("regex_max_offset", url.regexMaxOffset());
        ValueFields.writeOptional("sni", url.sni(), (sni, o) -> o.text("name", sni), out);
    }

    private static Url readUrl(FieldSource in) {
        var path = in.text("path");
        var host = ValueFields.readOptional("host", s -> s.text("name"), in);
        var statuses = in.list("statuses", s -> new StatusRange(s.integer("from"), s.integer("to")));
        var digest = ValueFields.readOptional("digest", s -> s.text("md5"), in);
        var regex = ValueFields.readOptional("regex", s -> s.text("pattern"), in);
        var options = in.list("regex_options", s -> s.text("option"));
        boolean noMatch = in.flag("regex_no_match");
        long minOffset = in.number("regex_min_offset");
        long maxOffset = in.number("regex_max_offset");
        var sni = ValueFields.readOptional("sni", s -> s.text("name"), in);
        return new Url(path, host, sni, statuses, digest, regex, options, noMatch, minOffset, maxOffset);
    }
}
