package io.bellcord.broker.cluster.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.LiveGrants.Connection;
import io.bellcord.broker.auth.LiveGrants.Ending;
import io.bellcord.broker.redis.Channels;
import io.bellcord.broker.redis.NodeId;
import io.bellcord.broker.redis.Redis;
import io.bellcord.broker.testing.RestartableRedis;
import io.bellcord.broker.testing.TestTicker;
import io.bellcord.broker.transit.BusKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/** Nodes over one real Redis. */
class SharedClaimsTest {
    private static final Grant DORA = ClaimMessageTest.grant("dora");
    private static final String CHANNEL = "bus:{kb}:clients";

    private final RestartableRedis server = RestartableRedis.start();
    private final TestTicker ticker = new TestTicker();
    private final List<Node> nodes = new ArrayList<>();
    private final Node one = new Node();
    private final Node two = new Node();

    private final class Node implements AutoCloseable {
        private final Redis redis = Redis.connect(server.uri());
        private final Channels channels = Channels.over(redis);
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final SharedClaims claims = SharedClaims.start(redis, channels, NodeId.create(), meters, ticker);

        Node() {
            nodes.add(this);
        }

        Client connect(String clientId) {
            Client client = new Client(this, clientId);
            claims.take(DORA, clientId, client);
            return client;
        }

        double waiting() {
            return meters.get("bellcord.cluster.clients.waiting").gauge().value();
        }

        double corrupt() {
            return meters.get("bellcord.cluster.clients.corrupt").counter().count();
        }

        @Override
        public void close() {
            claims.close();
            channels.close();
            redis.close();
        }
    }

    private static final class Client implements Connection {
        private final Node node;
        private final String clientId;
        private volatile @Nullable Ending ending;

        Client(Node node, String clientId) {
            this.node = node;
            this.clientId = clientId;
        }

        @Override
        public void end(Ending why) {
            ending = why;
            node.claims.free(DORA, clientId, this);
        }

        boolean isThere() {
            return ending == null;
        }

        @Override
        public void introduce(BusKey bus) {}
    }

    @AfterEach
    void stop() {
        nodes.forEach(Node::close);
        server.close();
    }

    @Test
    void theOlderConnectionEnds() {
        listening();
        Client older = one.connect("phone");
        await().until(() -> one.waiting() == 0);
        Client other = one.connect("tablet");

        Client newer = two.connect("phone");

        await().until(() -> !older.isThere());
        assertThat(older.ending).isEqualTo(Ending.TAKEN_ELSEWHERE);
        assertThat(newer.isThere()).isTrue();
        assertThat(other.isThere()).isTrue();
        assertThat(one.meters.counter("bellcord.cluster.clients.taken.over").count())
                .isEqualTo(1);
    }

    @Test
    void ofTwoAtOnceOneStays() {
        listening();
        List<List<Client>> pairs = IntStream.range(0, 200)
                .mapToObj(i -> Stream.of(one, two)
                        .map(node -> CompletableFuture.supplyAsync(() -> node.connect("phone-" + i)))
                        .toList()
                        .stream()
                        .map(CompletableFuture::join)
                        .toList())
                .toList();

        await().until(() -> pairs.stream().allMatch(SharedClaimsTest::oneIsThere));
        settle();
        assertThat(pairs).allMatch(SharedClaimsTest::oneIsThere);
    }

    @Test
    void aClientThatGoesToAndFroStaysWhereItIs() {
        listening();
        Client last = one.connect("phone");
        for (int i = 0; i < 20; i++) {
            await().until(() -> one.waiting() + two.waiting() == 0);
            Client next = (i % 2 == 0 ? two : one).connect("phone");
            Client before = last;
            await().until(() -> !before.isThere());
            assertThat(next.isThere()).isTrue();
            last = next;
        }
        settle();
        assertThat(last.isThere()).isTrue();
    }

    @Test
    void whoConnectsWhileRedisIsAwayStaysAndIsToldOfLater() {
        listening();
        Client older = one.connect("phone");
        await().until(() -> one.waiting() == 0);
        server.stop();

        Client newer = two.connect("phone");
        Client unknown = two.connect("tablet");
        await().until(() -> two.waiting() == 2);
        assertThat(older.isThere()).isTrue();
        server.restart();

        await().until(() -> !older.isThere());
        assertThat(newer.isThere()).isTrue();
        assertThat(unknown.isThere()).isTrue();
    }

    @Test
    void ofTwoWhoConnectedWhileRedisWasAwayTheLaterStays() {
        listening();
        server.stop();
        Client older = two.connect("phone");
        ticker.advance(Duration.ofMinutes(1));
        Client newer = one.connect("phone");

        server.restart();

        await().until(() -> !older.isThere());
        await().until(() -> one.waiting() == 0);
        settle();
        assertThat(newer.isThere()).isTrue();
    }

    @Test
    void whoMissedAClaimHearsOfItWhenItListensAgain() {
        Node deaf = new Node();
        var missing = new ProviderClaims(
                DORA.provider(),
                new ClaimSender(deaf.redis, deaf.channels, "deaf"),
                ClaimMetrics.in(new SimpleMeterRegistry(), () -> 0),
                thread -> Thread.ofVirtual().start(thread),
                ticker);
        Client older = new Client(deaf, "phone");
        missing.take(ClientKey.of(DORA, "phone"), older);
        await().until(() -> missing.waiting() == 0);
        listening();
        Client newer = two.connect("phone");
        await().until(() -> two.waiting() == 0);
        assertThat(older.isThere()).isTrue();

        deaf.channels.subscribe(CHANNEL, missing);

        await().until(() -> !older.isThere());
        assertThat(newer.isThere()).isTrue();
    }

    @Test
    void nobodyListensForAProviderWithoutClients() {
        Client client = one.connect("phone");
        await().until(() -> listeners() == 1);

        client.end(Ending.EXPIRED);
        one.claims.sweep();

        await().until(() -> listeners() == 0);
    }

    @Test
    void whatALaterVersionSaysInAnotherWayIsCountedAndEndsNobody() {
        listening();
        Client dora = one.connect("phone");
        settle();
        ClientKey phone = ClientKey.of(DORA, "phone");
        byte[] later = ClaimMessage.encode("later", Map.of(phone, new Turn(Long.MAX_VALUE, "later")));
        later[0] = 2;

        two.channels.publish(CHANNEL, later);

        await().until(() -> one.corrupt() == 1);
        assertThat(dora.isThere()).isTrue();
        two.connect("phone");
        await().until(() -> !dora.isThere());
    }

    /** Has both nodes hear of kb's clients. */
    private void listening() {
        one.connect("first at one");
        two.connect("first at two");
        await().until(() -> listeners() == 2);
    }

    /** Returns once both have heard of all that either said so far: a channel keeps its order. */
    private void settle() {
        Stream.of(List.of(one, two), List.of(two, one)).forEach(nodes -> {
            Client before = nodes.getFirst().connect("last");
            await().until(() -> one.waiting() + two.waiting() == 0);
            nodes.getLast().connect("last");
            await().until(() -> !before.isThere());
        });
    }

    private static boolean oneIsThere(List<Client> clients) {
        return clients.stream().filter(Client::isThere).count() == 1;
    }

    private long listeners() {
        List<?> answer = (List<?>) one.redis
                .commands()
                .executeCommand(
                        new CommandArguments(Command.PUBSUB).add("SHARDNUMSUB").add(CHANNEL));
        return (long) answer.get(1);
    }
}
