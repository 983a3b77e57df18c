package io.keepsake.web.metrics;

import io.micrometer.core.instrument.Clock;
import io.micrometer.registry.otlp.OtlpConfig;
import io.micrometer.registry.otlp.OtlpMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Where metrics are sent to as OpenTelemetry's protocol has it (OTLP over HTTP), and how often.
 *
 * @param url such as {@code http://collector:4318/v1/metrics}
 */
public record Otlp(URI url, Duration every) {
    public Otlp {
        if (url.getScheme() == null || !url.getScheme().matches("https?") || url.getHost() == null) {
            throw new IllegalArgumentException("expected http://HOST:4318/v1/metrics, found " + url);
        }
    }

    /** One that sends what there is after {@code round}, on a thread of its own. */
    OtlpMeterRegistry registry(String node, Runnable round) {
        return new OtlpMeterRegistry(config(node), Clock.SYSTEM) {
            @Override
            protected void publish() {
                round.run();
                super.publish();
            }

            @Override
            protected TimeUnit getBaseTimeUnit() {
                return TimeUnit.SECONDS;
            }
        };
    }

    /** Nothing is taken from the environment. */
    private OtlpConfig config(String node) {
        return new OtlpConfig() {
            @Override
            public @Nullable String get(String key) {
                return null;
            }

            @Override
            public String url() {
                return url.toString();
            }

            @Override
            public Duration step() {
                return every;
            }

            @Override
            public Map<String, String> resourceAttributes() {
                return Map.of("service.name", "keepsake", "service.instance.id", node);
            }

            @Override
            public Map<String, String> headers() {
                return Map.of();
            }
        };
    }
}
