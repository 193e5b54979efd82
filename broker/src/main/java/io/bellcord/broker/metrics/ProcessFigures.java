package io.bellcord.broker.metrics;

import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmBufferPoolMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Optional;

/** What the process and its JVM use, and what runs in it. */
public final class ProcessFigures {
    private ProcessFigures() {}

    /** Adds them to what is told at {@code /metrics}; they are read when they are asked for. */
    public static void register(PrometheusMeterRegistry meters) {
        PrometheusRegistry registry = meters.getPrometheusRegistry();
        JvmMemoryMetrics.builder().register(registry);
        JvmBufferPoolMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
        Info.builder()
                .name("bellcord_build_info")
                .help("The version that runs, and the Java it runs on")
                .labelNames("version", "java")
                .register(registry)
                .setLabelValues(version(), Runtime.version().toString());
    }

    /** As the jar's manifest says. */
    public static String version() {
        String version = ProcessFigures.class.getPackage().getImplementationVersion();
        return Optional.ofNullable(version).orElse("(not packaged)");
    }
}
