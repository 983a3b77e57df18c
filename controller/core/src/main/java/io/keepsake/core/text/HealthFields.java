package io.keepsake.core.text;

import io.keepsake.core.event.OperatorEvent.Drain;
import io.keepsake.core.event.OperatorEvent.FailedChecker;
import io.keepsake.core.event.OperatorEvent.GoodChecker;
import io.keepsake.core.event.OperatorEvent.KnownServer;
import io.keepsake.core.event.OperatorEvent.Leftovers;
import io.keepsake.core.value.CheckerId;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.VirtualServerName;
import org.jspecify.annotations.Nullable;

/** The fields of what probes and operators tell of servers. */
public final class HealthFields {
    public static final Codec<VirtualServerName> SERVER =
            Codec.of(VirtualServerName.class, VirtualServerName::new, Field.name("server", VirtualServerName::value));

    static final Codec<CheckerId> CHECKER = Codec.of(
            CheckerId.class,
            CheckerId::new,
            Field.part(CheckerId::server, SERVER),
            Field.endpoint("real", CheckerId::real),
            Field.integer("check", CheckerId::number));

    static final Codec<FailedChecker> FAILED = Codec.of(
            FailedChecker.class,
            FailedChecker::new,
            Field.part(FailedChecker::checker, CHECKER),
            Field.text("why", FailedChecker::why));

    private static final Codec<GoodChecker> GOOD = Codec.of(
            GoodChecker.class,
            GoodChecker::new,
            Field.endpoint("real", GoodChecker::real),
            Field.integer("check", GoodChecker::number),
            Field.number("asked", GoodChecker::asked));

    static final Codec<KnownServer> KNOWN = Codec.of(
            KnownServer.class,
            KnownServer::new,
            Field.part(KnownServer::server, SERVER),
            Field.flag("quorum", KnownServer::quorum),
            Field.list("good", KnownServer::good, GOOD));

    public static final Codec<Drain> DRAIN = new Codec<>(
            Drain.class,
            (drain, out) -> {
                SERVER.write(drain.server(), out);
                writeReal(drain.real(), out);
                out.moment("until", drain.until());
                out.text("reason", drain.reason());
                out.text("by", drain.by());
            },
            in -> new Drain(SERVER.read(in), readReal(in), in.moment("until"), in.text("reason"), in.text("by")));

    /** What one run leaves to the next. */
    public static final Codec<Leftovers> LEFTOVERS = Codec.of(
            Leftovers.class,
            Leftovers::new,
            Field.list("addresses", Leftovers::addresses, ValueFields.PLACE),
            Field.list("services", Leftovers::services, IpvsFields.KEY),
            Field.list("failed", Leftovers::failed, FAILED),
            Field.list("drains", Leftovers::drains, DRAIN),
            Field.list("servers", Leftovers::servers, KNOWN).later(),
            Field.list("daemons", Leftovers::daemons, IpvsFields.DAEMON).later(),
            Field.list("holds", Leftovers::holds, WhyFields.HOLD).later(),
            Field.list("blocks", Leftovers::blocks, FirewallFields.KEY).later(),
            Field.list("routing", Leftovers::routing, ValueFields.ROUTING).later(),
            Field.list("hosts", Leftovers::hosts, ValueFields.PLACE).later());

    private HealthFields() {}

    /** The field {@code real} that may be absent. */
    static void writeReal(@Nullable Endpoint real, FieldSink out) {
        ValueFields.writeOptional("real", real, (r, o) -> o.endpoint("at", r), out);
    }

    static @Nullable Endpoint readReal(FieldSource in) {
        return ValueFields.readOptional("real", s -> s.endpoint("at"), in);
    }
}
