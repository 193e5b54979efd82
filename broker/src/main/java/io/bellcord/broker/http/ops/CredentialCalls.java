package io.bellcord.broker.http.ops;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.http.api.Answer;
import io.bellcord.broker.http.api.ApiRequest;
import io.bellcord.broker.http.api.Audience;
import io.bellcord.broker.http.api.Call;
import io.bellcord.broker.provider.CredentialRepository.Listed;
import io.bellcord.broker.provider.RefusedException;
import io.bellcord.broker.provider.TrackerCredentials;
import io.bellcord.broker.provider.TrackerCredentials.Issued;
import io.bellcord.broker.transit.BusId;
import io.bellcord.broker.transit.BusKey;
import io.javalin.http.HandlerType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The credentials of a bus's tracker: issued, listed without their secrets, revoked; in the operator's name in the audit. */
public final class CredentialCalls {
    private static final String PATH = "/v1/providers/{provider}/ops/buses/{bus}/credentials";
    private static final int MOST_DAYS = 3_650;
    private static final Duration AWAY = Duration.ofSeconds(5);

    private final TrackerCredentials credentials;
    private final Clock clock;

    public CredentialCalls(TrackerCredentials credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    public List<Call> calls() {
        return List.of(
                Call.get(PATH, Audience.OPERATORS, this::list),
                new Call(HandlerType.POST, PATH, Audience.OPERATORS, this::issue),
                new Call(HandlerType.DELETE, PATH + "/{id}", Audience.OPERATORS, this::revoke));
    }

    private record CredentialsJson(List<CredentialJson> items) {}

    /** @param id the first digits of its hash; the secret is nowhere */
    @JsonInclude(Include.NON_NULL)
    private record CredentialJson(
            String id, long createdAt, @Nullable Long expiresAt, boolean active) {
        static CredentialJson of(Listed listed, Instant now) {
            return new CredentialJson(
                    listed.id(),
                    listed.createdAt().toEpochMilli(),
                    listed.credential().notAfter().map(Instant::toEpochMilli).orElse(null),
                    listed.credential().isActive(now));
        }
    }

    @JsonInclude(Include.NON_NULL)
    private record IssuedJson(
            String username, String password, @Nullable Long expiresAt) {}

    private Answer list(ApiRequest request) {
        BusKey bus = bus(request);
        Instant now = clock.instant();
        return Answer.json(new CredentialsJson(done(() -> credentials.list(bus)).stream()
                .map(listed -> CredentialJson.of(listed, now))
                .toList()));
    }

    private Answer issue(ApiRequest request) {
        BusKey bus = bus(request);
        int days = request.whole("days", 0, 1, MOST_DAYS);
        boolean replace = flag(request, "replace");
        Optional<Duration> lifetime = days == 0 ? Optional.empty() : Optional.of(Duration.ofDays(days));
        Issued issued = done(() -> credentials.issue(bus, lifetime, replace, actor(request)));
        var json = new IssuedJson(
                bus.provider().value(),
                issued.secret().text(),
                issued.notAfter().map(Instant::toEpochMilli).orElse(null));
        return context -> {
            context.status(201);
            Answer.json(json).write(context);
        };
    }

    private Answer revoke(ApiRequest request) {
        BusKey bus = bus(request);
        String id = request.path("id");
        if (!id.matches("[0-9a-f]{12}")) {
            throw new RequestRefused(ErrorCode.NOT_FOUND);
        }
        done(() -> credentials.revoke(bus, id, actor(request)));
        return Answer.nothing();
    }

    /** As the audit names who works through here. */
    private static String actor(ApiRequest request) {
        return "operator " + request.grant().subject() + " of " + request.provider();
    }

    private static BusKey bus(ApiRequest request) {
        String id = request.path("bus");
        if (!BusId.isValid(id)) {
            throw new RequestRefused(ErrorCode.UNKNOWN_BUS);
        }
        return new BusKey(request.provider(), new BusId(id));
    }

    private static boolean flag(ApiRequest request, String name) {
        return switch (request.parameter(name).orElse("false")) {
            case "true" -> true;
            case "false" -> false;
            default -> throw ApiRequest.invalid(name + " must be true or false");
        };
    }

    private static <T> T done(Supplier<T> work) {
        try {
            return work.get();
        } catch (RefusedException e) {
            throw switch (e.reason()) {
                case TOO_MANY_CREDENTIALS -> new RequestRefused(ErrorCode.TOO_MANY_CREDENTIALS);
                case DATABASE_UNAVAILABLE -> new RequestRefused(ErrorCode.DATABASE_UNAVAILABLE, AWAY);
                default -> new RequestRefused(ErrorCode.NOT_FOUND);
            };
        }
    }
}
