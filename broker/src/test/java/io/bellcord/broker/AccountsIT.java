package io.bellcord.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.bellcord.broker.accounts.Passwords;
import io.bellcord.broker.accounts.User;
import io.bellcord.broker.accounts.UserRepository;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.provider.FleetRepository;
import io.bellcord.broker.provider.Route;
import io.bellcord.broker.testing.Forged;
import io.bellcord.broker.testing.HttpApi;
import io.bellcord.broker.testing.HttpApi.Answer;
import io.bellcord.broker.testing.TestBroker;
import io.bellcord.broker.testing.TestClient;
import io.bellcord.broker.testing.TestClient.Flavour;
import io.bellcord.broker.testing.TestPostgres;
import io.bellcord.broker.transit.ProviderId;
import io.bellcord.broker.transit.RouteId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The HTTP accounts of the service before this one, against the whole broker; the contract is held last. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccountsIT {
    /** "correct horse", at the lowest cost there is, made by another implementation. */
    private static final String OLD_HASH = "$2b$04$abcdefghijklmnopqrstuujydOTSfIH/d5oUHpsygqV5X9xJLQc6e";

    private static final String PASSWORD = "correct horse";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final AtomicInteger NEXT_USER = new AtomicInteger();

    private static TestBroker broker;
    private static HttpApi http;
    private static UserRepository users;

    @BeforeAll
    static void start() {
        broker = TestBroker.start(Map.of(
                "bellcord.limits.publish-rate", "1",
                "bellcord.limits.publish-burst", "50",
                "bellcord.limits.failed-logins-delay", "50ms"));
        http = new HttpApi(() -> broker.broker().http());
        users = new UserRepository(broker.database());
        var fleet = new FleetRepository(broker.database());
        fleet.addRoutes(
                new ProviderId("kb"),
                List.of(
                        new Route(new RouteId("7"), "Star Ferry", Optional.of("via Nathan Road"), Optional.empty()),
                        new Route(new RouteId("8"), "Lok Fu", Optional.empty(), Optional.empty())));
    }

    @AfterAll
    static void stop() {
        http.close();
        broker.close();
    }

    // --- what the service before this one did, row by row ---

    @Test
    void listsTheProvidersThatCanBeLoggedInTo() {
        Answer answer = http.call("GET", "/auth/providers", "");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body().toString())
                .startsWith(
                        "{\"message\":\"OK\",\"data\":[{\"id\":\"closing\",\"name\":\"Provider closing\"},{\"id\":\"kb\"")
                .endsWith("],\"error\":null,\"statusCode\":200}")
                .doesNotContain("disabled");
    }

    @Test
    void logsADriverInWhoThenReportsOverMqtt() throws IOException {
        String driver = newUser("kb", Role.DRIVER);

        Answer answer = login(driver, PASSWORD, "kb");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        JsonNode access = claims(answer, "accessToken");
        JsonNode refresh = claims(answer, "refreshToken");
        assertThat(access.path("sub").asText()).isEqualTo(driver);
        assertThat(access.path("provider").asText()).isEqualTo("kb");
        assertThat(access.path("role").asText()).isEqualTo("driver");
        assertThat(access.path("tokenType").asText()).isEqualTo("access");
        assertThat(lifetime(access)).isEqualTo(Duration.ofDays(1));
        assertThat(refresh.path("tokenType").asText()).isEqualTo("refresh");
        assertThat(lifetime(refresh)).isEqualTo(Duration.ofDays(7));
        try (TestClient client = broker.client(Flavour.HIVEMQ_5_TCP)) {
            assertThat(client.connect("kb", token(answer, "accessToken"))).isZero();
        }
        try (TestClient client = broker.client(Flavour.HIVEMQ_5_TCP)) {
            assertThat(client.connect("kb", token(answer, "refreshToken"))).isNotZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bearer ", "bearer "})
    void takesAPositionFromADriversPhoneAsItTakesOneOverMqtt(String scheme) {
        String token = token(login(newUser("kb", Role.DRIVER), PASSWORD, "kb"), "accessToken");
        String bus = "phone-" + scheme.strip() + "x";

        Answer answer = http.post("/bus/location", location(bus, "kb"), "Authorization", scheme + token);

        assertThat(answer.body().toString())
                .isEqualTo("{\"message\":\"OK\",\"data\":null,\"error\":null,\"statusCode\":200}");
        await().untilAsserted(() -> assertThat(broker.redis().get("bus:{kb}:" + bus + ":lastlocation"))
                .contains("\"lat\":37.5,\"lon\":127"));
    }

    @Test
    void showsARiderWhatCameFromAPhone() {
        try (TestClient rider = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", Role.RIDER)) {
            rider.subscribe("bus/kb/from-phone");

            http.post(
                    "/bus/location",
                    location("from-phone", "kb"),
                    "Authorization",
                    broker.trackerToken("kb", "from-phone"));

            assertThat(rider.next().topic()).isEqualTo("bus/kb/from-phone");
        }
    }

    @Test
    void tellsWhoMayMendItWhyAPositionFromAPhoneWasRefused() {
        String driver = broker.token("kb", Role.DRIVER);
        try (TestClient watcher = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", driver)) {
            watcher.subscribe("bus/kb/1/refused");

            http.post("/bus/location", located("91", "127"), "Authorization", broker.token("kb", Role.RIDER));
            http.post("/bus/location", located("92", "127"), "Authorization", driver);

            assertThat(watcher.next().payload()).contains("\"reason\":\"out_of_range\"", "but is 92");
        }
    }

    @Test
    void holdsAPhoneToTheRateOfMqtt() {
        String token = broker.trackerToken("kb", "hasty");
        double before = broker.counted("bellcord_refused_total{reason=\"too_often\"}");
        try (TestClient tracker = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", token)) {
            tracker.subscribe("bus/kb/hasty/refused");
            Answer answer;
            do {
                answer = http.post("/bus/location", location("hasty", "kb"), "Authorization", token);
            } while (answer.status() == 200);

            assertRefused(answer, 429, "too_often");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.message()).isEqualTo("Positions came too often; try again in 1 s");
            assertThat(tracker.next().payload()).contains("\"reason\":\"too_often\"");
            assertThat(broker.counted("bellcord_refused_total{reason=\"too_often\"}"))
                    .isGreaterThan(before);
        }
        String otherBus = broker.trackerToken("kb", "calm");
        assertThat(http.post("/bus/location", location("calm", "kb"), "Authorization", otherBus)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void countsWhatComesOverMqttAndOverHttpTogether() {
        String token = broker.trackerToken("kb", "both");
        try (TestClient tracker = broker.connected(Flavour.HIVEMQ_5_TCP, "kb", token)) {
            int code;
            do {
                code = tracker.publish("bus/kb/both", "{}");
            } while (code == 0);
            var answers = new ArrayList<Answer>();
            do {
                answers.add(http.post(
                        "/bus/location", location("both", "kb"), "Authorization", token, "Accept-Language", "ko"));
            } while (answers.getLast().status() == 200);

            assertRefused(answers.getLast(), 429, "too_often");
            assertThat(answers.getLast().message()).startsWith("위치를 너무 자주");
            assertThat(answers).hasSizeLessThan(25); // what a second or two give back; alone it would be 50
        }
    }

    @Test
    void answersTheUserWithItsProviderAndRoutes() {
        String rider = newUser("kb", Role.RIDER);
        String token = token(login(rider, PASSWORD, "kb"), "accessToken");

        Answer answer = authenticate(token, "kb");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.data().toString())
                .isEqualTo("{\"id\":\"" + rider
                        + "\",\"role\":\"rider\",\"providerId\":\"kb\",\"provider\":{\"id\":\"kb\","
                        + "\"name\":\"Provider kb\",\"routes\":[{\"id\":\"7\",\"name\":\"Star Ferry\","
                        + "\"description\":\"via Nathan Road\",\"providerId\":\"kb\"},{\"id\":\"8\",\"name\":\"Lok Fu\","
                        + "\"description\":null,\"providerId\":\"kb\"}]}}");
    }

    @Test
    void refreshesALoginOnceAndThenTheNextOne() {
        String user = newUser("kb", Role.RIDER);
        Answer first = login(user, PASSWORD, "kb");

        Answer second = refresh(token(first, "refreshToken"), "kb");
        Answer third = refresh(token(second, "refreshToken"), "kb");

        assertThat(third.status()).isEqualTo(200);
        assertThat(third.header("Cache-Control")).isEqualTo("no-store");
        assertThat(third.data().at("/user/id").asText()).isEqualTo(user);
        assertThat(third.data().at("/user/provider/routes")).hasSize(2);
        assertThat(authenticate(token(third, "accessToken"), "kb").status()).isEqualTo(200);
    }

    @Test
    void revokesTheWholeFamilyWhenARefreshTokenComesAgain() throws Exception {
        String user = newUser("kb", Role.RIDER);
        Answer first = login(user, PASSWORD, "kb");
        Answer elsewhere = login(user, PASSWORD, "kb");
        Answer second = refresh(token(first, "refreshToken"), "kb");

        assertRefused(refresh(token(first, "refreshToken"), "kb"), 401, "token_reused");

        assertRefused(refresh(token(second, "refreshToken"), "kb"), 401, "token_revoked");
        assertThat(refresh(token(elsewhere, "refreshToken"), "kb").status()).isEqualTo(200);
        assertThat(revoked("token"))
                .contains(
                        claims(first, "accessToken").path("jti").asText(),
                        claims(second, "accessToken").path("jti").asText())
                .doesNotContain(claims(elsewhere, "accessToken").path("jti").asText());
    }

    @Test
    void letsExactlyOneOfManyUseARefreshTokenAtTheSameTime() throws Exception {
        String token = token(login(newUser("kb", Role.RIDER), PASSWORD, "kb"), "refreshToken");
        List<Callable<Integer>> calls = IntStream.range(0, 16)
                .mapToObj(_ -> (Callable<Integer>) () -> refresh(token, "kb").status())
                .toList();

        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            int good = 0;
            for (Future<Integer> status : callers.invokeAll(calls)) {
                assertThat(status.get()).isIn(200, 401);
                good += status.get() == 200 ? 1 : 0;
            }
            assertThat(good).isEqualTo(1);
        }
    }

    // --- who is not let in ---

    @Test
    void tellsNobodyWhetherItWasTheUserOrThePassword() {
        String user = newUser("kb", Role.RIDER);
        String disabled = newUser("kb", Role.RIDER);
        users.setEnabled(disabled, false);

        List<Attempt> attempts = List.of(
                attempt(user, "wrong horse", "kb"),
                attempt("nobody-at-all", PASSWORD, "kb"),
                attempt(user, PASSWORD, "other"),
                attempt(disabled, PASSWORD, "kb"),
                attempt("no\\u0000body", PASSWORD, "kb"),
                attempt("x".repeat(200), PASSWORD, "kb"));

        assertThat(attempts).allSatisfy(attempt -> assertThat(attempt).isEqualTo(attempts.getFirst()));
        assertThat(attempts.getFirst().body())
                .isEqualTo(
                        "{\"message\":\"Wrong user or wrong password\",\"data\":null,\"error\":\"login_failed\",\"statusCode\":401}");
        assertThat(attempts.getFirst().rounds()).isEqualTo(4096);
    }

    /** What can be seen of a login from outside, and the work it took, which could be seen by its time. */
    private record Attempt(int status, String body, TreeSet<String> headers, double rounds) {}

    private static Attempt attempt(String id, String password, String provider) {
        double before = rounds();
        Answer answer = login(id, password, provider);
        return new Attempt(
                answer.status(),
                answer.body().toString(),
                new TreeSet<>(answer.headers().map().keySet()),
                rounds() - before);
    }

    private static double rounds() {
        return broker.metrics()
                .lines()
                .filter(line -> line.startsWith("bellcord_password_rounds_total "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' '))))
                .sum();
    }

    @Test
    void slowsDownWhoGuessesAPassword() {
        String user = newUser("kb", Role.RIDER);
        List<Answer> answers = new ArrayList<>(); // each wait is twice as long, so one outlasts the slowest machine
        do {
            answers.add(login(user, "wrong horse", "kb"));
        } while (answers.getLast().status() == 401);

        assertRefused(answers.getLast(), 429, "too_many_attempts");
        assertThat(answers).hasSizeGreaterThan(5);
        assertThat(Integer.parseInt(answers.getLast().header("Retry-After"))).isPositive();
        await().untilAsserted(
                        () -> assertThat(login(user, PASSWORD, "kb").status()).isEqualTo(200));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/authenticate", "/auth/authenticate/refresh", "/bus/location"})
    void doesNotLookAtATokenAgainThatWasRefusedTooOften(String path) {
        String address = "203.0.113." + path.length();
        Answer answer;
        int tries = 0;
        do {
            answer = withToken(path, "wrong", address);
        } while (answer.status() == 401 && ++tries < 1_000);

        assertRefused(answer, 429, "too_many_attempts");
        assertThat(tries).isEqualTo(20);
        assertThat(answer.header("Retry-After")).isEqualTo("30");
        assertRefused(withToken(path, "another", address), 401, "token_invalid");
        assertRefused(withToken(path, "wrong", "203.0.113.200"), 401, "token_invalid");
        assertThat(withToken("/bus/location", broker.trackerToken("kb", "1"), address)
                        .status())
                .isEqualTo(200);
    }

    private static Answer withToken(String path, String token, String forwardedFor) {
        String body = path.startsWith("/auth")
                ? "{\"provider\":\"kb\",\"token\":\"" + token + "\"}"
                : "{\"providerId\":\"kb\",\"busId\":\"1\",\"location\":{\"latitude\":43.7,\"longitude\":7.4}}";
        return http.post(path, body, "Authorization", token, "X-Forwarded-For", forwardedFor);
    }

    @Test
    void slowsDownAnAddressThatTriesManyUsersBehindAProxyAndNobodyElse() {
        String user = newUser("kb", Role.RIDER);
        Answer answer;
        int tries = 0;
        do {
            answer = loginFrom("203.0.113.1, 198.51.100.7", "nobody-" + ++tries);
        } while (answer.status() == 401 && tries < 1_000);

        assertRefused(answer, 429, "too_many_attempts");
        assertThat(tries).isGreaterThan(50);
        assertRefused(loginFrom("198.51.100.8", "nobody"), 401, "login_failed");
        assertThat(login(user, PASSWORD, "kb").status()).isEqualTo(200);
    }

    private static Answer loginFrom(String forwardedFor, String id) {
        return http.post("/auth/login", loginBody(id, "wrong horse", "kb"), "X-Forwarded-For", forwardedFor);
    }

    @Test
    void endsEveryLoginOfAUserWhosePasswordChanges() throws Exception {
        String user = newUser("kb", Role.DRIVER);
        Answer before = login(user, PASSWORD, "kb");

        users.setPassword(user, Passwords.hash("another horse"));

        assertRefused(refresh(token(before, "refreshToken"), "kb"), 401, "token_revoked");
        assertRefused(login(user, PASSWORD, "kb"), 401, "login_failed");
        Answer after = login(user, "another horse", "kb");
        assertThat(refresh(token(after, "refreshToken"), "kb").status()).isEqualTo(200);
        assertThat(revoked("subject")).contains(user);
    }

    @Test
    void endsEveryLoginOfAUserWhoIsDisabledOrRemoved() throws Exception {
        String disabled = newUser("kb", Role.RIDER);
        String removed = newUser("kb", Role.RIDER);
        Answer first = login(disabled, PASSWORD, "kb");
        Answer second = login(removed, PASSWORD, "kb");

        users.setEnabled(disabled, false);
        users.remove(removed);

        for (Answer login : List.of(first, second)) {
            assertThat(refresh(token(login, "refreshToken"), "kb").status()).isIn(401, 404);
            assertThat(authenticate(token(login, "accessToken"), "kb").status()).isIn(401, 404);
        }
        assertThat(revoked("subject")).contains(disabled, removed);
    }

    record Bad(
            String path, String body, String authorization, int status, String error, String english, String korean) {
        @Override
        public String toString() {
            return path + " " + error + " " + english;
        }
    }

    static Stream<Bad> badRequests() {
        String rider = broker.token("kb", Role.RIDER);
        String driver = broker.token("kb", Role.DRIVER);
        return Stream.of(
                bad(
                        "/auth/login",
                        "{\"id\":",
                        400,
                        "malformed_json",
                        "The body must be a JSON object: not JSON",
                        "JSON 객체여야"),
                bad("/auth/login", "[]", 400, "malformed_json", "must be a JSON object but is an array", "JSON 객체여야"),
                bad(
                        "/auth/login",
                        "{\"password\":\"x\",\"provider\":\"kb\"}",
                        400,
                        "missing_field",
                        "id is missing",
                        "필수 항목이 없습니다: id"),
                bad(
                        "/auth/login",
                        "{\"id\":\"x\",\"password\":\"\",\"provider\":\"kb\"}",
                        400,
                        "missing_field",
                        "password is missing",
                        "없습니다: password"),
                bad(
                        "/auth/login",
                        "{\"id\":\"x\",\"password\":\"x\"}",
                        400,
                        "missing_field",
                        "provider is missing",
                        "없습니다: provider"),
                bad(
                        "/auth/login",
                        "{\"id\":\"x\",\"password\":12345678,\"provider\":\"kb\"}",
                        400,
                        "wrong_type",
                        "password has the wrong type",
                        "올바르지 않습니다: password"),
                bad(
                        "/auth/login",
                        loginBody("x", "x", "nobody"),
                        404,
                        "unknown_provider",
                        "There is no such provider",
                        "존재하지 않는 사업자"),
                bad(
                        "/auth/login",
                        loginBody("x", "x", "../kb"),
                        404,
                        "unknown_provider",
                        "There is no such provider",
                        "존재하지 않는 사업자"),
                bad(
                        "/auth/login",
                        loginBody("x", "x", "disabled"),
                        403,
                        "provider_disabled",
                        "The provider is disabled",
                        "사용이 중지된 사업자"),
                bad(
                        "/auth/login",
                        loginBody(newUser("kb", Role.RIDER), "wrong horse", "kb"),
                        401,
                        "login_failed",
                        "Wrong user or wrong password",
                        "올바르지 않습니다"),
                bad(
                        "/auth/login",
                        loginBody(newUser("rsa", Role.RIDER), PASSWORD, "rsa"),
                        409,
                        "cannot_sign",
                        "issues its tokens itself",
                        "직접 토큰을 발급"),
                bad(
                        "/auth/login",
                        "{\"id\":\"" + "x".repeat(17_000) + "\"}",
                        413,
                        "body_too_large",
                        "at most 16384 bytes",
                        "최대 16384바이트"),
                bad(
                        "/auth/authenticate",
                        tokenBody("not-a-token", "kb"),
                        401,
                        "token_invalid",
                        "The token is invalid",
                        "유효하지 않은 토큰"),
                bad(
                        "/auth/authenticate",
                        tokenBody("한글", "kb"),
                        401,
                        "token_invalid",
                        "The token is invalid",
                        "유효하지 않은 토큰"),
                bad(
                        "/auth/authenticate",
                        tokenBody(Forged.expired(broker), "kb"),
                        401,
                        "token_expired",
                        "The token has expired",
                        "만료되었습니다"),
                bad(
                        "/auth/authenticate",
                        tokenBody(Forged.withClaim(broker, "tokenType", "refresh"), "kb"),
                        401,
                        "wrong_token_type",
                        "the other type of token",
                        "토큰의 종류"),
                bad(
                        "/auth/authenticate",
                        tokenBody(rider, "other"),
                        403,
                        "wrong_provider",
                        "for another provider",
                        "다른 사업자의 토큰"),
                bad(
                        "/auth/authenticate",
                        tokenBody(rider, "nobody"),
                        404,
                        "unknown_provider",
                        "no such provider",
                        "존재하지 않는 사업자"),
                bad(
                        "/auth/authenticate",
                        tokenBody(broker.token("disabled", Role.RIDER), "disabled"),
                        403,
                        "provider_disabled",
                        "disabled",
                        "중지된"),
                bad(
                        "/auth/authenticate",
                        tokenBody(rider, "kb"),
                        404,
                        "user_not_found",
                        "The user does not exist",
                        "존재하지 않는 사용자"),
                bad(
                        "/auth/authenticate",
                        "{\"token\":\"" + rider + "\",\"tokenType\":7,\"provider\":\"kb\"}",
                        400,
                        "wrong_type",
                        "tokenType has the wrong type",
                        "tokenType"),
                bad(
                        "/auth/authenticate",
                        "{\"provider\":\"kb\"}",
                        400,
                        "missing_field",
                        "token is missing",
                        "없습니다: token"),
                bad(
                        "/auth/authenticate/refresh",
                        tokenBody(rider, "kb"),
                        401,
                        "wrong_token_type",
                        "the other type of token",
                        "토큰의 종류"),
                bad(
                        "/auth/authenticate/refresh",
                        tokenBody("x.y.z", "kb"),
                        401,
                        "token_invalid",
                        "The token is invalid",
                        "유효하지 않은 토큰"),
                bad(
                        "/auth/authenticate/refresh",
                        tokenBody(Forged.withClaim(broker, "tokenType", "refresh"), "other"),
                        403,
                        "wrong_provider",
                        "another provider",
                        "다른 사업자"),
                bad(
                        "/auth/authenticate/refresh",
                        tokenBody(Forged.withClaim(broker, "tokenType", "refresh"), "kb"),
                        401,
                        "token_invalid",
                        "The token is invalid",
                        "유효하지 않은 토큰"),
                bad(
                        "/auth/authenticate/refresh",
                        tokenBody(rider, "nobody"),
                        404,
                        "unknown_provider",
                        "no such provider",
                        "존재하지 않는 사업자"),
                bad(
                        "/auth/authenticate/refresh",
                        "{\"token\":\"x\"}",
                        400,
                        "missing_field",
                        "provider is missing",
                        "없습니다: provider"),
                new Bad(
                        "/bus/location",
                        location("1", "kb"),
                        "",
                        401,
                        "not_authenticated",
                        "Not authenticated",
                        "인증되지 않았습니다"),
                new Bad(
                        "/bus/location",
                        location("1", "public"),
                        "Bearer ",
                        401,
                        "not_authenticated",
                        "Not authenticated",
                        "인증되지 않았습니다"),
                new Bad(
                        "/bus/location",
                        location("1", "kb"),
                        "Bearer x.y.z",
                        401,
                        "token_invalid",
                        "The token is invalid",
                        "유효하지 않은 토큰"),
                new Bad(
                        "/bus/location",
                        location("1", "kb"),
                        Forged.expired(broker),
                        401,
                        "token_expired",
                        "The token has expired",
                        "만료되었습니다"),
                new Bad(
                        "/bus/location",
                        location("1", "other"),
                        driver,
                        403,
                        "wrong_provider",
                        "another provider",
                        "다른 사업자"),
                new Bad(
                        "/bus/location",
                        location("1", "kb"),
                        rider,
                        403,
                        "not_allowed",
                        "a rider's token may not report for bus 1",
                        "권한이 없습니다"),
                new Bad(
                        "/bus/location",
                        location("1", "kb"),
                        broker.trackerToken("kb", "2"),
                        403,
                        "not_allowed",
                        "a tracker's token may not report for bus 1",
                        "권한이 없습니다"),
                new Bad(
                        "/bus/location",
                        location("a/b", "kb"),
                        driver,
                        400,
                        "invalid_id",
                        "busId must be 1 to 64",
                        "busId"),
                new Bad(
                        "/bus/location",
                        location("1", "nobody"),
                        driver,
                        404,
                        "unknown_provider",
                        "no such provider",
                        "존재하지 않는 사업자"),
                new Bad(
                        "/bus/location",
                        "{\"busId\":\"1\",\"providerId\":\"kb\"}",
                        driver,
                        400,
                        "missing_field",
                        "location is missing",
                        "없습니다: location"),
                new Bad(
                        "/bus/location",
                        "{\"busId\":\"1\",\"providerId\":\"kb\",\"location\":{\"latitude\":1}}",
                        driver,
                        400,
                        "missing_field",
                        "location.longitude is missing",
                        "location.longitude"),
                new Bad(
                        "/bus/location",
                        "{\"busId\":\"1\",\"providerId\":\"kb\",\"location\":5}",
                        driver,
                        400,
                        "wrong_type",
                        "location has the wrong type",
                        "location"),
                new Bad(
                        "/bus/location",
                        "{\"busId\":\"1\",\"providerId\":\"kb\",\"location\":{\"latitude\":[1],\"longitude\":2}}",
                        driver,
                        400,
                        "wrong_type",
                        "location.latitude has",
                        "location.latitude"),
                new Bad(
                        "/bus/location",
                        located("91", "127"),
                        driver,
                        422,
                        "position_refused",
                        "-90 to 90 but is 91",
                        "위치를 받을 수 없습니다"),
                new Bad(
                        "/bus/location",
                        located("0", "0"),
                        driver,
                        422,
                        "position_refused",
                        "no fix yet",
                        "위치를 받을 수 없습니다"),
                new Bad(
                        "/bus/location",
                        located("\"north\"", "127"),
                        driver,
                        422,
                        "position_refused",
                        "latitude must be a number",
                        "위치를 받을 수 없습니다"));
    }

    private static Bad bad(String path, String body, int status, String error, String english, String korean) {
        return new Bad(path, body, "", status, error, english, korean);
    }

    @ParameterizedTest
    @MethodSource("badRequests")
    void refusesInTheLanguageOfWhoAsks(Bad bad) {
        Answer english = http.post(bad.path(), bad.body(), "Authorization", bad.authorization());
        Answer korean = http.post(
                bad.path(),
                bad.body(),
                "Authorization",
                bad.authorization(),
                "Accept-Language",
                "en;q=0.5, ko-KR;q=0.9");

        assertRefused(english, bad.status(), bad.error());
        assertThat(english.message()).contains(bad.english());
        assertThat(english.header("Content-Language")).isEqualTo("en");
        assertRefused(korean, bad.status(), bad.error());
        assertThat(korean.message()).contains(bad.korean());
        assertThat(korean.header("Content-Language")).isEqualTo("ko");
    }

    // --- HTTP ---

    @ParameterizedTest
    @CsvSource({
        "GET, /auth/login, 405, method_not_allowed",
        "DELETE, /auth/authenticate, 405, method_not_allowed",
        "PUT, /auth/authenticate/refresh, 405, method_not_allowed",
        "GET, /bus/location, 405, method_not_allowed",
        "PATCH, /auth/providers, 405, method_not_allowed",
        "GET, /auth/nothing, 404, not_found",
        "POST, /bus/nothing/at/all, 404, not_found"
    })
    void answersInTheEnvelopeWhereThereIsNothing(String method, String path, int status, String error) {
        Answer answer = http.call(method, path, "");

        assertRefused(answer, status, error);
        assertThat(answer.header("Allow").isEmpty()).isEqualTo(status == 404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/login", "/auth/authenticate", "/auth/authenticate/refresh", "/bus/location"})
    void takesJsonOnly(String path) {
        String driver = broker.token("kb", Role.DRIVER);

        assertRefused(
                http.post(path, "id=x", "Content-Type", "application/x-www-form-urlencoded", "Authorization", driver),
                415,
                "unsupported_media_type");
        assertRefused(
                http.post(path, "{}", "Content-Encoding", "gzip", "Authorization", driver),
                415,
                "unsupported_media_type");
        assertRefused(http.post(path, "{}" + " ".repeat(16_384), "Authorization", driver), 413, "body_too_large");
        assertRefused(http.post(path, "{", "Authorization", driver), 400, "malformed_json");
        assertThat(http.post(path, "{}", "Content-Type", "Application/JSON; charset=utf-8", "Authorization", driver)
                        .error())
                .isEqualTo("missing_field");
    }

    @Test
    void passesOverUnknownKeys() {
        String user = newUser("kb", Role.RIDER);

        assertThat(http.post(
                                "/auth/login",
                                "{\"more\":{\"id\":[1,{}]},\"id\":\"" + user + "\",\"password\":\"" + PASSWORD
                                        + "\",\"provider\":\"kb\",\"x\":null}")
                        .status())
                .isEqualTo(200);
        assertThat(http.post(
                                "/bus/location",
                                "{\"ts\":1,\"lat\":99,\"extra\":[{}],"
                                        + location("17", "kb").substring(1),
                                "Authorization",
                                broker.token("kb", Role.DRIVER))
                        .status())
                .isEqualTo(200);
    }

    @Test
    void letsWebPagesCall() {
        var preflight = http.send(
                "OPTIONS",
                "/auth/login",
                "",
                "Origin",
                "https://app.example.com",
                "Access-Control-Request-Method",
                "POST");
        assertThat(preflight.statusCode()).isEqualTo(204);
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Origin"))
                .contains("*");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Methods"))
                .contains("POST");
        assertThat(preflight
                        .headers()
                        .firstValue("Access-Control-Allow-Headers")
                        .orElse(""))
                .contains("Authorization", "Content-Type");
        assertThat(preflight.headers().firstValue("Access-Control-Allow-Credentials"))
                .isEmpty();

        Answer call = http.call("GET", "/auth/providers", "", "Origin", "https://app.example.com");
        assertThat(call.header("Access-Control-Allow-Origin")).isEqualTo("*");
        assertThat(call.header("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(call.header("Vary")).contains("Accept-Language");
    }

    @Test
    void countsWhatItAnswers() {
        assertThat(http.post("/auth/login", "{}").status()).isEqualTo(400);

        assertThat(broker.metrics())
                .contains("bellcord_http_answers_total{answer=\"missing_field\",path=\"/auth/login\"}");
    }

    // --- PostgreSQL, last ---

    @Test
    @Order(Integer.MAX_VALUE - 2)
    void saysThatItIsToBlameWhenItIs() throws Exception {
        String user = newUser("kb", Role.RIDER);
        Answer login = login(user, PASSWORD, "kb");
        execute("alter table route rename to hidden");
        try {
            assertRefused(authenticate(token(login, "accessToken"), "kb"), 500, "server_error");
            assertRefused(refresh(token(login, "refreshToken"), "kb"), 500, "server_error");
        } finally {
            execute("alter table hidden rename to route");
        }
        assertThat(refresh(token(login, "refreshToken"), "kb").status()).isEqualTo(200);
    }

    @Test
    @Order(Integer.MAX_VALUE - 1)
    void saysWhenToTryAgainWhilePostgresqlIsAwayAndTakesPositionsAllTheSame() {
        String user = newUser("kb", Role.DRIVER);
        Answer login = login(user, PASSWORD, "kb");
        var settings = broker.database().settings();
        TestPostgres.cutOff(settings);
        try {
            for (Answer answer : List.of(
                    login(user, PASSWORD, "kb"),
                    authenticate(token(login, "accessToken"), "kb"),
                    refresh(token(login, "refreshToken"), "kb"))) {
                assertRefused(answer, 503, "database_unavailable");
                assertThat(answer.header("Retry-After")).isEqualTo("5");
                assertThat(answer.message()).endsWith("try again in 5 s");
            }
            assertThat(http.post("/bus/location", location("away", "kb"), "Authorization", token(login, "accessToken"))
                            .status())
                    .isEqualTo(200);
            assertThat(http.call("GET", "/auth/providers", "").status()).isEqualTo(200);
            try (TestClient client = broker.client(Flavour.HIVEMQ_5_TCP)) {
                assertThat(client.connect("kb", token(login, "accessToken"))).isZero();
            }
        } finally {
            TestPostgres.restore(settings);
        }
        await().untilAsserted(() ->
                assertThat(refresh(token(login, "refreshToken"), "kb").status()).isEqualTo(200));
    }

    // --- the contract ---

    /** Both ways: what is documented was answered in these tests, and what was answered is documented. */
    @Test
    @Order(Integer.MAX_VALUE)
    void answersWhatItsOpenApiDocumentSays() throws IOException {
        for (String path : List.of("/health/live", "/health/ready", "/metrics", "/openapi.yaml")) {
            http.send("GET", path, "");
        }
        assertThat(http.send("GET", "/openapi.yaml", "").body())
                .isEqualTo(Files.readString(Path.of("../docs/openapi.yaml")));
        JsonNode document = new ObjectMapper(new YAMLFactory())
                .readTree(Path.of("../docs/openapi.yaml").toFile());
        var documented = new TreeSet<String>();
        document.path("paths").properties().stream()
                .filter(path -> path.getKey().matches("/(auth|bus|health|metrics|openapi).*")) // ApiIT holds the others
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> method.getValue()
                                .path("responses")
                                .fieldNames()
                                .forEachRemaining(status -> documented.add(method.getKey()
                                                .toUpperCase(Locale.ROOT) + " " + path.getKey() + " " + status))));
        documented.removeIf(one -> one.matches("GET /health/.* 503")); // HealthRoutesTest and StoppingIT have those
        documented.remove("GET /metrics 429"); // and MetricsRoutesTest this

        // A method too many is told of at the one that there is.
        Set<String> methods = documented.stream()
                .map(one -> one.substring(0, one.lastIndexOf(' ')))
                .collect(Collectors.toSet());
        var answered = http.seen().stream()
                .filter(one -> !one.startsWith("OPTIONS ") && !one.contains("nothing"))
                .flatMap(one -> one.endsWith(" 405")
                        ? methods.stream().filter(method -> isAt(method, one)).map(method -> method + " 405")
                        : Stream.of(one))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(documented).isEqualTo(answered);
        assertThat(broker.metrics().lines().filter(line -> line.matches("# HELP \\S+\\s*")))
                .isEmpty();
    }

    private static boolean isAt(String method, String seen) {
        return method.split(" ")[1].equals(seen.split(" ")[1]);
    }

    // --- how to ask ---

    private static String newUser(String provider, Role role) {
        String id = "홍길동-" + NEXT_USER.incrementAndGet();
        users.add(new User(id, new ProviderId(provider), role, OLD_HASH, true));
        return id;
    }

    private static Answer login(String id, String password, String provider) {
        return http.post("/auth/login", loginBody(id, password, provider));
    }

    private static Answer authenticate(String token, String provider) {
        return http.post("/auth/authenticate", tokenBody(token, provider));
    }

    private static Answer refresh(String token, String provider) {
        return http.post("/auth/authenticate/refresh", tokenBody(token, provider));
    }

    private static String loginBody(String id, String password, String provider) {
        return "{\"id\":\"%s\",\"password\":\"%s\",\"provider\":\"%s\"}".formatted(id, password, provider);
    }

    private static String tokenBody(String token, String provider) {
        return "{\"token\":\"%s\",\"tokenType\":\"access\",\"provider\":\"%s\"}".formatted(token, provider);
    }

    private static String location(String bus, String provider) {
        return "{\"busId\":\"%s\",\"location\":{\"latitude\":\"37.5\",\"longitude\":127.0},\"providerId\":\"%s\"}"
                .formatted(bus, provider);
    }

    private static String located(String latitude, String longitude) {
        return "{\"busId\":1,\"location\":{\"latitude\":%s,\"longitude\":%s},\"providerId\":\"kb\"}"
                .formatted(latitude, longitude);
    }

    private static void assertRefused(Answer answer, int status, String error) {
        assertThat(answer.error()).as("%s", answer.body()).isEqualTo(error);
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.body().path("statusCode").asInt()).isEqualTo(status);
        assertThat(answer.data().isNull()).isTrue();
        assertThat(answer.header("WWW-Authenticate").isEmpty()).isEqualTo(status != 401);
    }

    private static String token(Answer answer, String name) {
        assertThat(answer.status()).as("%s", answer.body()).isEqualTo(200);
        return answer.data().path(name).asText();
    }

    private static JsonNode claims(Answer answer, String name) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(token(answer, name).split("\\.")[1]));
    }

    private static Duration lifetime(JsonNode claims) {
        return Duration.ofSeconds(
                claims.path("exp").asLong() - claims.path("iat").asLong());
    }

    private static List<String> revoked(String kind) throws SQLException {
        try (Connection connection = broker.database().dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select value from revocation where kind = '" + kind + "'")) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        }
    }

    private static void execute(String sql) throws SQLException {
        try (Connection connection = broker.database().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
