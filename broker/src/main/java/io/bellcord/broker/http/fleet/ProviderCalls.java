package io.bellcord.broker.http.fleet;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.http.api.Answer;
import io.bellcord.broker.http.api.ApiRequest;
import io.bellcord.broker.http.api.Audience;
import io.bellcord.broker.http.api.Body;
import io.bellcord.broker.http.api.Call;
import io.bellcord.broker.http.api.Page;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.Providers;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.provider.Route;
import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which providers there are, and which routes they have. */
public final class ProviderCalls {
    private static final Duration LATER = Duration.ofSeconds(5);

    private final Supplier<Providers> providers;
    private final Function<ProviderId, List<Route>> routes;

    /** @param routes of a provider, in the order of their ids; quickly */
    public ProviderCalls(Supplier<Providers> providers, Function<ProviderId, List<Route>> routes) {
        this.providers = providers;
        this.routes = routes;
    }

    public List<Call> calls() {
        return List.of(
                Call.get("/v1/providers", Audience.EVERYBODY, this::list),
                Call.get("/v1/providers/{provider}", Audience.MEMBERS, this::one),
                Call.get("/v1/providers/{provider}/routes", Audience.READERS, this::routes));
    }

    /** @param publicRead whether riders need no token */
    private record ProviderJson(String id, String name, boolean publicRead) {
        static ProviderJson of(Provider provider) {
            return new ProviderJson(provider.id().value(), provider.name(), provider.publicRead());
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record RouteJson(
            String id,
            String shortName,
            @Nullable String longName,
            @Nullable String color,
            @Nullable String textColor) {
        static RouteJson of(Route route) {
            return new RouteJson(
                    route.id().value(),
                    route.name(),
                    route.longName().or(route::description).orElse(null),
                    route.colour().map(rgb -> "#" + rgb).orElse(null),
                    route.textColour().map(rgb -> "#" + rgb).orElse(null));
        }
    }

    private Answer list(ApiRequest request) {
        List<ProviderJson> enabled = providers.get().list().stream()
                .filter(Provider::enabled)
                .map(ProviderJson::of)
                .toList();
        return Answer.of(Body.json(Page.of(request, enabled, ProviderJson::id)));
    }

    private Answer one(ApiRequest request) {
        Provider provider = providers
                .get()
                .find(request.provider())
                .orElseThrow(
                        () -> new RequestRefused(ErrorCode.UNKNOWN_PROVIDER)); // removed since it let the caller in
        return Answer.of(Body.json(ProviderJson.of(provider)));
    }

    private Answer routes(ApiRequest request) {
        List<RouteJson> all =
                routesOf(request.provider()).stream().map(RouteJson::of).toList();
        return Answer.of(Body.json(Page.of(request, all, RouteJson::id)));
    }

    private List<Route> routesOf(ProviderId provider) {
        try {
            return routes.apply(provider);
        } catch (RefusedException e) {
            throw new RequestRefused(ErrorCode.DATABASE_UNAVAILABLE, LATER);
        }
    }
}
