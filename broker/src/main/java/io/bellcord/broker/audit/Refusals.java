package io.bellcord.broker.audit;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * How often this node has refused something since it was last told, by what the counters say: those whose names speak of
 * what is refused, dropped or disconnected. What is not told yet is the difference to what was, so an outage of
 * PostgreSQL holds nothing up but the telling. Confined to one thread at a time.
 */
final class Refusals {
    static final String ACTION = "refusals";

    private static final Pattern OF_REFUSALS = Pattern.compile("bellcord\\.(.*\\.)?(refused|dropped|disconnects)");
    private static final String UNSAID = "all";

    private final MeterRegistry meters;
    private final AuditLog audit;
    private final Clock clock;
    private final Map<Meter.Id, Double> told = new HashMap<>();
    private Instant since;

    Refusals(MeterRegistry meters, AuditLog audit, Clock clock) {
        this.meters = meters;
        this.audit = audit;
        this.clock = clock;
        since = clock.instant();
    }

    /** Tells of what has come since the last time, if anything has; throws if PostgreSQL did not take all of it. */
    void tell() {
        Instant now = clock.instant();
        for (var ofOne : byProvider().entrySet()) {
            tell(Optional.of(ofOne.getKey()).filter(provider -> !provider.isEmpty()), ofOne.getValue());
        }
        since = now;
    }

    /** Under an empty name those that know no provider. */
    private Map<String, List<Counter>> byProvider() {
        return meters.getMeters().stream()
                .filter(meter -> OF_REFUSALS.matcher(meter.getId().getName()).matches())
                .filter(Counter.class::isInstance)
                .map(Counter.class::cast)
                .sorted(Comparator.comparing(counter -> counter.getId().getName()))
                .collect(groupingBy(counter -> tag(counter, "provider", ""), TreeMap::new, toList()));
    }

    /** As {@code {"since":…,"refused":{"malformed":3}}}. */
    private void tell(Optional<String> provider, List<Counter> counters) {
        ObjectNode details = JsonNodeFactory.instance.objectNode().put("since", since.toString());
        Map<Meter.Id, Double> counts = new HashMap<>();
        for (Counter counter : counters) {
            double count = counter.count();
            long more = Math.round(count - told.getOrDefault(counter.getId(), 0.0));
            if (more > 0) {
                details.withObjectProperty(counter.getId().getName().substring("bellcord.".length()))
                        .put(tag(counter, "reason", UNSAID), more);
                counts.put(counter.getId(), count);
            }
        }
        if (!counts.isEmpty()) {
            audit.add(ACTION, provider, Optional.empty(), details);
            told.putAll(counts);
        }
    }

    private static String tag(Counter counter, String name, String otherwise) {
        String value = counter.getId().getTag(name);
        return value == null ? otherwise : value;
    }
}
