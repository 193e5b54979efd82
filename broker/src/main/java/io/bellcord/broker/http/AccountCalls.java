package io.bellcord.broker.http;

import io.bellcord.broker.accounts.Accounts;
import io.bellcord.broker.accounts.Accounts.Refreshed;
import io.bellcord.broker.accounts.Profile;
import io.bellcord.broker.accounts.Tokens;
import io.bellcord.broker.http.EnvelopeRoutes.Call;
import io.bellcord.broker.limits.Networks;
import io.bellcord.broker.provider.Provider;
import io.bellcord.broker.provider.Route;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The calls under {@code /auth}: docs/PROTOCOL.md, accounts. */
public final class AccountCalls {
    private final Accounts accounts;
    private final CallerAddress addresses;
    private final FailedTokens failedTokens;

    /**
     * Over these accounts.
     *
     * @param proxies that are believed in what they say of whom they had a call from
     */
    public AccountCalls(Accounts accounts, Networks proxies, FailedTokens failedTokens) {
        this.accounts = accounts;
        this.failedTokens = failedTokens;
        addresses = new CallerAddress(proxies);
    }

    List<Call> calls() {
        return List.of(
                new Call(HandlerType.GET, "/auth/providers", _ -> providers()),
                new Call(HandlerType.POST, "/auth/login", this::login),
                new Call(HandlerType.POST, "/auth/authenticate", this::authenticate),
                new Call(HandlerType.POST, "/auth/authenticate/refresh", this::refresh));
    }

    private record ProviderJson(String id, String name) {
        static ProviderJson of(Provider provider) {
            return new ProviderJson(provider.id().value(), provider.name());
        }
    }

    private record TokensJson(String accessToken, String refreshToken) {
        static TokensJson of(Tokens tokens) {
            return new TokensJson(tokens.access().value(), tokens.refresh().value());
        }
    }

    private record RouteJson(
            String id, String name, @Nullable String description, String providerId) {
        static RouteJson of(Provider provider, Route route) {
            return new RouteJson(
                    route.id().value(),
                    route.name(),
                    route.description().orElse(null),
                    provider.id().value());
        }
    }

    private record ProviderWithRoutesJson(String id, String name, List<RouteJson> routes) {}

    private record UserJson(String id, String role, String providerId, ProviderWithRoutesJson provider) {
        static UserJson of(Profile profile) {
            Provider provider = profile.provider();
            List<RouteJson> routes = profile.routes().stream()
                    .map(route -> RouteJson.of(provider, route))
                    .toList();
            return new UserJson(
                    profile.user().id(),
                    profile.user().role().code(),
                    provider.id().value(),
                    new ProviderWithRoutesJson(provider.id().value(), provider.name(), routes));
        }
    }

    private record RefreshedJson(UserJson user, String accessToken, String refreshToken) {
        static RefreshedJson of(Refreshed refreshed) {
            TokensJson tokens = TokensJson.of(refreshed.tokens());
            return new RefreshedJson(UserJson.of(refreshed.profile()), tokens.accessToken(), tokens.refreshToken());
        }
    }

    private List<ProviderJson> providers() {
        return accounts.providers().stream().map(ProviderJson::of).toList();
    }

    private TokensJson login(Context context) throws IOException {
        var body = JsonBody.of(context);
        return TokensJson.of(
                accounts.login(body.text("provider"), body.text("id"), body.text("password"), addresses.of(context)));
    }

    private UserJson authenticate(Context context) throws IOException {
        var body = JsonBody.of(context);
        body.requireTextIfPresent("tokenType"); // but which type this call needs is not for the client to say
        return UserJson.of(withToken(context, body, accounts::authenticate));
    }

    private RefreshedJson refresh(Context context) throws IOException {
        var body = JsonBody.of(context);
        body.requireTextIfPresent("tokenType");
        return RefreshedJson.of(withToken(context, body, accounts::refresh));
    }

    private <T> T withToken(Context context, JsonBody body, BiFunction<String, String, T> work) {
        String provider = body.text("provider");
        String token = body.text("token");
        return failedTokens.watch(context, provider, token, () -> work.apply(provider, token));
    }
}
