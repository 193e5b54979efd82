package io.bellcord.broker.http.fleet;

import io.bellcord.broker.feed.BusPicture;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.http.api.Answer;
import io.bellcord.broker.http.api.ApiRequest;
import io.bellcord.broker.http.api.Audience;
import io.bellcord.broker.http.api.Body;
import io.bellcord.broker.http.api.Call;
import io.bellcord.broker.http.api.Page;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.bellcord.broker.transit.RouteId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Where buses are: the bytes that riders get over MQTT. */
public final class VehicleCalls {
    private final VehicleLists lists;
    private final Stored stored;
    private final Function<BusKey, Optional<BusPicture>> buses;

    /** @param buses finds one as it is now */
    public VehicleCalls(VehicleLists lists, Stored stored, Function<BusKey, Optional<BusPicture>> buses) {
        this.lists = lists;
        this.stored = stored;
        this.buses = buses;
    }

    public List<Call> calls() {
        return List.of(
                Call.get("/v1/providers/{provider}/vehicles", Audience.READERS, this::list),
                Call.get("/v1/providers/{provider}/vehicles/{bus}", Audience.MEMBERS, this::one),
                Call.get("/v1/providers/{provider}/routes/{route}/vehicles", Audience.READERS, this::ofRoute));
    }

    private Answer one(ApiRequest request) {
        BusKey bus = bus(request);
        if (!request.grant().mayRead(bus)) {
            throw new RequestRefused(ErrorCode.NOT_ALLOWED, "a tracker's token reads its own bus alone");
        }
        stored.await(bus.provider());
        BusPicture picture = buses.apply(bus).orElseThrow(() -> new RequestRefused(ErrorCode.UNKNOWN_BUS));
        return Answer.of(Body.json(picture.positionJson()));
    }

    private static BusKey bus(ApiRequest request) {
        String id = request.path("bus");
        if (!BusId.isValid(id)) {
            throw new RequestRefused(ErrorCode.UNKNOWN_BUS);
        }
        return new BusKey(request.provider(), new BusId(id));
    }

    private Answer ofRoute(ApiRequest request) {
        String id = request.path("route");
        if (!RouteId.isValid(id)) {
            throw new RequestRefused(ErrorCode.NOT_FOUND);
        }
        return list(request, Optional.of(new RouteId(id)));
    }

    private Answer list(ApiRequest request) {
        return list(request, route(request));
    }

    /** That a call asks for; empty for all. */
    static Optional<RouteId> route(ApiRequest request) {
        Optional<String> route = request.parameter("route");
        if (!route.map(RouteId::isValid).orElse(true)) {
            throw ApiRequest.invalid("route must be 1 to 64 of A-Z a-z 0-9 . _ -");
        }
        return route.map(RouteId::new);
    }

    private Answer list(ApiRequest request, Optional<RouteId> route) {
        Optional<Area.Box> box = Area.Box.of(request);
        Optional<Area.Circle> circle = Area.Circle.of(request);
        VehicleList list = lists.of(request.provider());
        Stream<BusPicture> wanted = list.buses().stream()
                .filter(bus -> route.map(
                                id -> id.value().equals(bus.position().trip().route()))
                        .orElse(true))
                .filter(bus -> box.map(one -> one.contains(bus.position())).orElse(true));
        return circle.map(one -> near(request, wanted, one)).orElseGet(() -> inOrder(request, list, wanted.toList()));
    }

    private static Answer inOrder(ApiRequest request, VehicleList list, List<BusPicture> wanted) {
        Page<BusPicture> page = Page.of(request, wanted, bus -> bus.bus().bus(), BusId::new);
        return page.items().size() == list.buses().size()
                ? Answer.of(list.whole())
                : Answer.of(Body.json(VehicleList.write(page.items(), BusPicture::positionJson, page.next())));
    }

    private static Answer near(ApiRequest request, Stream<BusPicture> wanted, Area.Circle circle) {
        List<Near> found = wanted.map(bus -> Near.of(circle, bus))
                .filter(near -> near.key().decimetres() <= circle.radius() * 10L)
                .sorted(Comparator.comparing(Near::key))
                .toList();
        Page<Near> page = Page.of(request, found, Near::key, Near.Key::parse);
        return Answer.of(Body.json(VehicleList.write(page.items(), Near::json, page.next())));
    }
}
