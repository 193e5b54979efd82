package io.bellcord.broker.http.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.bellcord.broker.feed.BusPicture;
import io.bellcord.broker.http.api.Answer;
import io.bellcord.broker.http.api.ApiRequest;
import io.bellcord.broker.http.api.Audience;
import io.bellcord.broker.http.api.Call;
import io.bellcord.broker.observe.BusFigures;
import io.bellcord.broker.observe.BusFigures.LastRefusal;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.Position;
import io.bellcord.broker.transit.ProviderId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** How the fleet of an operator's provider fares: buses that have been seen, and those that were only refused. */
public final class FleetCalls {
    private final Function<ProviderId, Collection<BusPicture>> pictures;
    private final Function<ProviderId, Map<BusId, BusFigures>> figures;

    public FleetCalls(
            Function<ProviderId, Collection<BusPicture>> pictures,
            Function<ProviderId, Map<BusId, BusFigures>> figures) {
        this.pictures = pictures;
        this.figures = figures;
    }

    public List<Call> calls() {
        return List.of(Call.get("/v1/providers/{provider}/ops/buses", Audience.OPERATORS, this::list));
    }

    private record FleetJson(Collection<BusJson> items) {}

    private record RefusalJson(String reason, String message, long ts) {
        static RefusalJson of(LastRefusal last) {
            return new RefusalJson(
                    last.reason().code(), last.message(), last.at().toEpochMilli());
        }
    }

    /** Without a state where the bus has no position. */
    @JsonInclude(Include.NON_NULL)
    private record BusJson(
            String bus,
            @Nullable String state,
            @Nullable Long ts,
            @Nullable String route,
            @Nullable Double batt,
            @Nullable Double rssi,
            double fixesPerMinute,
            long refused,
            @Nullable RefusalJson lastRefusal) {
        static BusJson of(BusPicture picture, BusFigures figures) {
            Position position = picture.position();
            return new BusJson(
                    picture.bus().bus().value(),
                    picture.state().code(),
                    position.fixTime().toEpochMilli(),
                    position.trip().route(),
                    position.device().battery(),
                    position.device().signal(),
                    rounded(figures.fixesPerMinute()),
                    figures.refused(),
                    figures.lastRefusal().map(RefusalJson::of).orElse(null));
        }

        static BusJson of(BusId bus, BusFigures figures) {
            return new BusJson(
                    bus.value(),
                    null,
                    null,
                    null,
                    null,
                    null,
                    rounded(figures.fixesPerMinute()),
                    figures.refused(),
                    figures.lastRefusal().map(RefusalJson::of).orElse(null));
        }

        private static double rounded(double rate) {
            return Math.rint(rate * 10) / 10;
        }
    }

    private Answer list(ApiRequest request) {
        Map<BusId, BusFigures> known = figures.apply(request.provider());
        Map<BusId, BusJson> buses = new TreeMap<>();
        known.forEach((bus, fared) -> buses.put(bus, BusJson.of(bus, fared)));
        pictures.apply(request.provider()).forEach(picture -> {
            BusId bus = picture.bus().bus();
            buses.put(bus, BusJson.of(picture, known.getOrDefault(bus, BusFigures.NONE)));
        });
        return Answer.json(new FleetJson(buses.values()));
    }
}
