package io.bellcord.simulator.bench.report;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What one scenario came to with one broker.
 *
 * @param load what was done, in words
 * @param windows the figures of each
 * @param remarks what the figures do not say
 */
public record Row(
        String scenario, String target, String load, List<Map<Figure, Double>> windows, List<String> remarks) {
    public Row {
        windows = List.copyOf(windows);
        remarks = List.copyOf(remarks);
    }

    /** The lowest, the median and the highest of a figure's windows. */
    public record Spread(double min, double median, double max) {}

    public Optional<Spread> of(Figure figure) {
        var values = windows.stream()
                .filter(window -> window.containsKey(figure))
                .map(window -> window.getOrDefault(figure, 0.0))
                .sorted()
                .toList();
        if (values.isEmpty()) {
            return Optional.empty();
        }
        var middle = values.size() / 2;
        var median = values.size() % 2 == 1 ? values.get(middle) : (values.get(middle - 1) + values.get(middle)) / 2;
        return Optional.of(new Spread(values.getFirst(), median, values.getLast()));
    }

    public OptionalDouble median(Figure figure) {
        return of(figure).map(spread -> OptionalDouble.of(spread.median())).orElse(OptionalDouble.empty());
    }

    /** For programs. */
    public ObjectNode json() {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("scenario", scenario).put("target", target).put("load", load);
        for (var figure : Figure.values()) {
            of(figure)
                    .ifPresent(spread -> json.putObject(figure.key())
                            .put("min", spread.min())
                            .put("median", spread.median())
                            .put("max", spread.max()));
        }
        remarks.forEach(json.putArray("remarks")::add);
        return json;
    }
}
