package io.keepsake.web.metrics;

import io.keepsake.core.event.HealthEvent;
import io.keepsake.core.event.IpvsEvent;
import io.keepsake.core.event.OutcomeEvent;
import io.keepsake.core.value.CheckerId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** Counts of checks and of the IPVS table. Not for several threads. */
final class DirectorTally {
    /** Programs that were never answered are forgotten beyond so many. */
    private static final int OPEN_MAX = 1_000;

    /** The last check of a checker: whether it passed, and how long it took in nanoseconds. */
    record Check(boolean passed, long nanos) {}

    final Map<CheckerId, Check> checks = new LinkedHashMap<>();
    private final Timer applied;
    private final Map<Long, Long> programs = new TreeMap<>();
    long drift;
    long refused;
    long lost;
    long failures;

    DirectorTally(MeterRegistry registry) {
        applied = Timer.builder("keepsake_ipvs_apply_seconds")
                .description("From a wish to the kernel's answer")
                .serviceLevelObjectives(
                        Duration.ofNanos(100_000),
                        Duration.ofNanos(500_000),
                        Duration.ofMillis(1),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50),
                        Duration.ofMillis(100),
                        Duration.ofMillis(500),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(5))
                .register(registry);
    }

    void runStarted() {
        programs.clear();
    }

    void on(HealthEvent event) {
        switch (event) {
            case HealthEvent.CheckPassed e ->
                checks.put(
                        e.checker(),
                        new Check(
                                true,
                                e.timing().connectNanos()
                                        + e.timing().tlsNanos()
                                        + e.timing().firstByteNanos()
                                        + e.timing().bodyNanos()));
            case HealthEvent.CheckFailed e ->
                checks.put(
                        e.checker(),
                        new Check(
                                false,
                                e.timing().connectNanos()
                                        + e.timing().tlsNanos()
                                        + e.timing().firstByteNanos()
                                        + e.timing().bodyNanos()));
            case HealthEvent.CheckUnknown _, HealthEvent.FileRead _ -> {}
        }
    }

    void on(IpvsEvent event) {
        switch (event) {
            case IpvsEvent.ServiceSeen _,
                    IpvsEvent.ServiceGone _,
                    IpvsEvent.DestinationSeen _,
                    IpvsEvent.DestinationGone _ -> drift++;
            case IpvsEvent.IpvsRead _, IpvsEvent.IpvsUnavailable _ -> {}
        }
    }

    /** A program was asked for at this moment. */
    void asked(long effect, long nanos) {
        programs.put(effect, nanos);
        if (programs.size() > OPEN_MAX) {
            programs.remove(programs.keySet().iterator().next());
        }
    }

    void on(OutcomeEvent event, long nanos) {
        switch (event) {
            case OutcomeEvent.EffectApplied e -> answered(e.effect(), nanos);
            case OutcomeEvent.ProgramRefused e -> {
                refused += e.refusals().size();
                answered(e.effect(), nanos);
            }
            case OutcomeEvent.EffectFailed e -> programs.remove(e.effect());
            case OutcomeEvent.EventsDropped e -> lost += e.count();
            case OutcomeEvent.PartFailed _ -> failures++;
        }
    }

    private void answered(long effect, long nanos) {
        var asked = programs.remove(effect);
        if (asked != null) {
            applied.record(nanos - asked, TimeUnit.NANOSECONDS);
        }
    }
}
