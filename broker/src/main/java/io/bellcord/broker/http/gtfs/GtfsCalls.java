package io.bellcord.broker.http.gtfs;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bellcord.broker.gtfs.ProviderGtfs;
import io.bellcord.broker.gtfs.RouteLine;
import io.bellcord.broker.gtfs.Stop;
import io.bellcord.broker.gtfsrt.FeedDocument;
import io.bellcord.broker.http.api.Answer;
import io.bellcord.broker.http.api.ApiRequest;
import io.bellcord.broker.http.api.Audience;
import io.bellcord.broker.http.api.Body;
import io.bellcord.broker.http.api.Call;
import io.bellcord.broker.http.api.Page;
import io.bellcord.broker.provider.Route;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A provider's stops and the lines of its routes, as it has loaded them, and where its buses are in GTFS-Realtime. */
public final class GtfsCalls {
    private static final String EMPTY_COLLECTION = "{\"type\":\"FeatureCollection\",\"features\":[]}";

    private final Function<ProviderId, Optional<ProviderGtfs>> gtfs;
    private final Function<ProviderId, FeedDocument> positions;
    private final Bodies<FeedDocument> protobuf = new Bodies<>(
            document -> Body.of("application/x-protobuf", document.protobuf()).modifiedAt(document.timestamp()));
    private final Bodies<FeedDocument> json =
            new Bodies<>(document -> Body.json(document.json()).modifiedAt(document.timestamp()));
    private final Bodies<ProviderGtfs> shapes = new Bodies<>(GtfsCalls::shapes);

    /**
     * Calls over what is in memory.
     *
     * @param gtfs empty for a provider that has loaded none
     * @param positions the newest of a provider
     */
    public GtfsCalls(Function<ProviderId, Optional<ProviderGtfs>> gtfs, Function<ProviderId, FeedDocument> positions) {
        this.gtfs = gtfs;
        this.positions = positions;
    }

    public List<Call> calls() {
        return List.of(
                Call.get("/v1/providers/{provider}/stops", Audience.READERS, this::stops),
                Call.get("/v1/providers/{provider}/shapes", Audience.READERS, this::shapes),
                Call.get("/v1/providers/{provider}/gtfs-rt/vehicle-positions", Audience.READERS, this::vehicles));
    }

    /** @param code what riders see at the stop */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record StopJson(
            String id, String name, @Nullable String code, double lat, double lon) {
        static StopJson of(Stop stop) {
            return new StopJson(stop.id(), stop.name(), stop.code().orElse(null), stop.latitude(), stop.longitude());
        }
    }

    private Answer stops(ApiRequest request) {
        List<Stop> all = gtfs.apply(request.provider()).map(ProviderGtfs::stops).orElse(List.of());
        Page<Stop> page = Page.of(request, all, Stop::id);
        return Answer.of(
                Body.json(new Page<>(page.items().stream().map(StopJson::of).toList(), page.next())));
    }

    private Answer shapes(ApiRequest request) {
        return Answer.of(gtfs.apply(request.provider())
                .map(known -> shapes.of(request.provider(), known))
                .orElseGet(() -> geoJson(EMPTY_COLLECTION)));
    }

    /** Coordinates are JSON already, and ids and colours need no escaping. */
    private static Body shapes(ProviderGtfs gtfs) {
        Map<RouteId, Route> routes = gtfs.routes().stream().collect(Collectors.toMap(Route::id, Function.identity()));
        return geoJson(gtfs.lines().stream()
                .map(line -> feature(line, Optional.ofNullable(routes.get(line.route()))))
                .collect(Collectors.joining(",", "{\"type\":\"FeatureCollection\",\"features\":[", "]}")));
    }

    private static String feature(RouteLine line, Optional<Route> route) {
        String direction = line.direction() == null ? "" : ",\"direction\":" + line.direction();
        String colour = route.flatMap(Route::colour)
                .map(rgb -> ",\"color\":\"#" + rgb + '"')
                .orElse("");
        return "{\"type\":\"Feature\",\"properties\":{\"route\":\"" + line.route() + '"' + direction + colour
                + "},\"geometry\":{\"type\":\"LineString\",\"coordinates\":" + line.coordinates() + "}}";
    }

    private static Body geoJson(String text) {
        return Body.of("application/geo+json", text.getBytes(StandardCharsets.UTF_8));
    }

    private Answer vehicles(ApiRequest request) {
        Bodies<FeedDocument> asked = switch (request.parameter("format").orElse("protobuf")) {
            case "protobuf" -> protobuf;
            case "json" -> json;
            default -> throw ApiRequest.invalid("format must be protobuf or json");
        };
        return Answer.of(asked.of(request.provider(), positions.apply(request.provider())));
    }
}
