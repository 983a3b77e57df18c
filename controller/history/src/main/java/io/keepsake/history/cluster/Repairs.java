package io.keepsake.history.cluster;

import io.keepsake.core.effect.Effect.ProgramIpvs;
import io.keepsake.core.effect.IpvsChange;
import io.keepsake.core.event.Event;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.OutcomeEvent.EffectApplied;
import io.keepsake.core.event.OutcomeEvent.EffectFailed;
import io.keepsake.core.event.OutcomeEvent.ProgramRefused;
import io.keepsake.core.value.Endpoint;
import io.keepsake.core.value.ServiceKey;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Changes of the IPVS table by another hand, and when the director had mended each: of one node, in its order. */
final class Repairs {
    private static final long NONE = -1;

    private static final class Open {
        final Stamp seen;
        final IpvsEvent event;
        /** The program that mends it; {@link #NONE} while none was asked for. */
        long program = NONE;

        Open(Stamp seen, IpvsEvent event) {
            this.seen = seen;
            this.event = event;
        }
    }

    private final List<Open> open = new ArrayList<>();
    private final Consumer<Fact> facts;

    Repairs(Consumer<Fact> facts) {
        this.facts = facts;
    }

    void seen(Stamp at, IpvsEvent event) {
        open.add(new Open(at, event));
    }

    /** The first program from then on that is about the same is taken to mend it. */
    void asked(ProgramIpvs program, long index) {
        open.stream()
                .filter(drift -> drift.program == NONE
                        && program.changes().stream().anyMatch(change -> isAbout(change, drift.event)))
                .forEach(drift -> drift.program = index);
    }

    void answered(Stamp at, Event answer) {
        switch (answer) {
            case EffectApplied(var effect) -> end(effect, at);
            case ProgramRefused(var effect, var _) -> end(effect, null);
            case EffectFailed(var effect, var _, var _) ->
                open.stream().filter(drift -> drift.program == effect).forEach(drift -> drift.program = NONE);
            default -> {}
        }
    }

    private void end(long program, @Nullable Stamp mended) {
        open.removeIf(drift -> {
            boolean ends = drift.program == program;
            if (ends) {
                facts.accept(new Fact.Drifted(drift.seen, drift.event, mended));
            }
            return ends;
        });
    }

    /** What comes from here on is about another table, or is not known to be about this one. */
    void end() {
        tell();
        open.clear();
    }

    /** What is not mended until now. */
    void tell() {
        open.forEach(drift -> facts.accept(new Fact.Drifted(drift.seen, drift.event, null)));
    }

    private static boolean isAbout(IpvsChange change, IpvsEvent event) {
        return switch (event) {
            case IpvsEvent.ServiceGone e -> isAbout(change, e.service(), null);
            case IpvsEvent.ServiceSeen e -> isAbout(change, e.service().key(), null);
            case IpvsEvent.DestinationGone e -> isAbout(change, e.service(), e.destination());
            case IpvsEvent.DestinationSeen e ->
                isAbout(change, e.service(), e.destination().endpoint());
            case IpvsEvent.IpvsRead _, IpvsEvent.IpvsUnavailable _ -> false;
        };
    }

    /** @param real null where the service itself is meant, and not one of its destinations */
    private static boolean isAbout(IpvsChange change, ServiceKey key, @Nullable Endpoint real) {
        return switch (change) {
            case IpvsChange.AddService c -> real == null && c.service().key().equals(key);
            case IpvsChange.EditService c -> real == null && c.service().key().equals(key);
            case IpvsChange.RemoveService c -> c.service().equals(key);
            case IpvsChange.AddDestination c ->
                c.service().equals(key) && c.destination().endpoint().equals(real);
            case IpvsChange.EditDestination c ->
                c.service().equals(key) && c.destination().endpoint().equals(real);
            case IpvsChange.RemoveDestination c ->
                c.service().equals(key) && c.destination().equals(real);
            case IpvsChange.StartSync _, IpvsChange.StopSync _, IpvsChange.SetTimeouts _ -> false;
        };
    }
}
