package io.bellcord.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.config.StartRefused;
import io.bellcord.broker.testing.FreePort;
import io.bellcord.broker.testing.RestartableRedis;
import io.bellcord.broker.testing.TestAuthority;
import io.bellcord.broker.testing.TestAuthority.Request;
import io.bellcord.broker.testing.TestCertificate;
import io.bellcord.broker.testing.TestRedisCluster;
import io.bellcord.broker.testing.TestTls;
import io.bellcord.broker.tls.Authorities;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

class RedisOverTlsTest {
    /** What {@code OPERATIONS.md} has an operator give Bellcord's user. */
    private static final String[] USER = {
        "SETUSER",
        "bell",
        "on",
        ">c@rd/#",
        "~bus:*",
        "&bus:*",
        "+@read",
        "+@write",
        "+@scripting",
        "+@pubsub",
        "+@connection",
        "+cluster|slots",
        "+time"
    };

    private final int port = FreePort.find();
    private final Recorder heard = new Recorder();

    @TempDir
    Path folder;

    @Test
    void carriesCommandsAndChannelsOfAUserWithAPassword() {
        try (var server = RestartableRedis.start(withCertificate());
                var redis = Redis.connect(List.of(uri("bell:c%40rd%2F%23@localhost")), trusted());
                var channels = Channels.over(redis)) {
            addUser(server);
            channels.subscribe("bus:{kb}", heard);
            heard.awaitLast("subscribed");

            redis.commands().set("bus:{kb}:1:lastlocation", "here");
            channels.publish("bus:{kb}", "x".repeat(100_000).getBytes(UTF_8)); // more than one record of TLS

            assertThat(redis.commands().get("bus:{kb}:1:lastlocation")).isEqualTo("here");
            heard.awaitLast("x".repeat(100_000));
        }
    }

    @Test
    void noticesAServerThatHangsAndComesBackWhenItIsStartedAgain() {
        try (var server = RestartableRedis.start(withCertificate());
                var redis = Redis.connect(List.of(uri("127.0.0.1")), trusted());
                var channels = Channels.over(redis)) {
            channels.subscribe("bus:{kb}", heard);
            heard.awaitLast("subscribed");

            server.freeze();
            heard.awaitLast("lost");
            server.thaw();
            heard.awaitLast("subscribed");
            server.stop();
            heard.awaitLast("lost");
            server.restart();

            heard.awaitLast("subscribed");
            // Not over a connection of before.
            await().ignoreExceptions().until(() -> channels.publish("bus:{kb}", "again".getBytes(UTF_8)) == 1);
            heard.awaitLast("again");
        }
    }

    @Test
    void speaksToNobodyWhoCannotShowThatItIsTheServer() throws IOException {
        TestCertificate ofAnotherName = TestTls.authority().sign(Request.of("CN=elsewhere"));
        Files.writeString(folder.resolve("other.crt"), ofAnotherName.chainPem());
        Files.writeString(folder.resolve("other.key"), ofAnotherName.keyPem());
        Files.writeString(
                folder.resolve("other-ca.crt"), TestAuthority.named("Another").pem());
        var another = Authorities.of("bellcord.redis.authority", folder.resolve("other-ca.crt"));

        try (var server = RestartableRedis.start(withCertificate())) {
            assertThat(answers("rediss", Optional.of(another))).isFalse();
            assertThat(answers("rediss", Optional.empty())).isFalse();
            assertThat(answers("redis", Optional.empty())).isFalse();
            assertThat(answers("rediss", trusted())).isTrue();
            server.stop();
        }
        String[] misnamed = Stream.of(withCertificate())
                .map(word -> word.replace(TestTls.certificateFile().toString(), folder + "/other.crt"))
                .map(word -> word.replace(TestTls.privateKeyFile().toString(), folder + "/other.key"))
                .toArray(String[]::new);
        try (var _ = RestartableRedis.start(misnamed)) {
            assertThat(answers("rediss", trusted())).isFalse();
        }
    }

    @Test
    void saysWhatIsWrongWithTheFileOfAuthorities() throws IOException {
        Path none = folder.resolve("none.crt");
        Path empty = Files.writeString(folder.resolve("empty.crt"), "nothing");

        assertThatThrownBy(() -> Authorities.of("bellcord.redis.authority", none))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("bellcord.redis.authority  " + none + " does not exist: check the path");
        assertThatThrownBy(() -> Authorities.of("bellcord.redis.authority", empty))
                .hasMessageContaining("holds no -----BEGIN CERTIFICATE-----");
    }

    @Test
    void reachesEveryServerOfACluster() {
        try (var servers = TestRedisCluster.overTls()) {
            servers.everywhere("ACL", USER);
            List<URI> uris = servers.uris().stream()
                    .map(uri -> URI.create(uri.toString().replace("//", "//bell:c%40rd%2F%23@")))
                    .toList();
            List<String> names =
                    IntStream.range(0, 20).mapToObj(i -> "bus:{p" + i + "}").toList();
            try (var redis = Redis.connect(uris, trusted());
                    var channels = Channels.over(redis)) {
                names.forEach(name -> channels.subscribe(name, heard));
                await().until(() -> heard.count("subscribed") == names.size());

                names.forEach(name -> channels.publish(name, name.getBytes(UTF_8)));
                names.forEach(name -> redis.commands().set(name + ":beat:1", "1"));

                await().until(() -> heard.told().containsAll(names));
                assertThat(names.stream().map(redis::shardOf).distinct()).hasSize(3);
            }
        }
    }

    private String[] withCertificate() {
        return TestTls.redisOptions(port).toArray(String[]::new);
    }

    private URI uri(String server) {
        return URI.create("rediss://" + server + ':' + port);
    }

    private static Optional<KeyStore> trusted() {
        return Optional.of(Authorities.of("bellcord.redis.authority", TestTls.authorityFile()));
    }

    private boolean answers(String scheme, Optional<KeyStore> trust) {
        try (var redis = Redis.connect(List.of(URI.create(scheme + "://127.0.0.1:" + port)), trust)) {
            return redis.ping();
        }
    }

    private static void addUser(RestartableRedis server) {
        try (var admin = Redis.connect(server.uri())) {
            var command = new CommandArguments(Command.ACL);
            admin.commands().executeCommand(command.addObjects((Object[]) USER));
        }
    }
}
