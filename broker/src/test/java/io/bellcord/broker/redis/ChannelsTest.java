package io.bellcord.broker.redis;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import io.bellcord.broker.testing.RestartableRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.exceptions.JedisConnectionException;

/** With one server by itself; {@link ChannelsOfAClusterTest} has a cluster. */
class ChannelsTest {
    private final RestartableRedis server = RestartableRedis.start();
    private final Redis redis = Redis.connect(server.uri());
    private final Channels channels = Channels.over(redis);
    private final Recorder recorder = new Recorder();

    @AfterEach
    void close() {
        channels.close();
        redis.close();
        server.close();
    }

    @Test
    void handsOnWhatIsPublishedFromTheSubscriptionOn() {
        channels.subscribe("c", recorder);
        recorder.awaitLast("subscribed");

        publish("c", "one");
        publish("other", "nobody's");
        publish("c", "two");

        assertThat(recorder.awaitLast("two").told()).containsExactly("subscribed", "one", "two");
    }

    @Test
    void tellsHowManyListen() {
        assertThat(publish("c", "x")).isZero();
        channels.subscribe("c", recorder);
        recorder.awaitLast("subscribed");

        assertThat(publish("c", "x")).isOne();
    }

    @Test
    void saysNothingToWhoHasClosed() {
        var first = channels.subscribe("c", recorder);
        recorder.awaitLast("subscribed");

        first.close();
        Recorder next = new Recorder();
        channels.subscribe("c", next);
        next.awaitLast("subscribed");
        publish("c", "late");

        assertThat(next.awaitLast("late").told()).containsExactly("subscribed", "late");
        assertThat(recorder.told()).containsExactly("subscribed");
    }

    @Test
    void letsTheServerForgetAChannelThatNobodyWants() {
        channels.subscribe("kept", new Recorder());
        var closed = channels.subscribe("closed", recorder);
        recorder.awaitLast("subscribed");

        closed.close();

        await().until(() -> publish("closed", "x") == 0);
    }

    @Test
    void subscribesAgainWhenTheServerIsBackAndSaysThatSomethingMayBeMissing() {
        channels.subscribe("c", recorder);
        recorder.awaitLast("subscribed");

        server.stop();
        recorder.awaitLast("lost");
        server.restart();
        recorder.awaitLast("subscribed");
        await().ignoreException(JedisConnectionException.class).until(() -> publish("c", "again") == 1);

        assertThat(recorder.awaitLast("again").told()).containsExactly("subscribed", "lost", "subscribed", "again");
    }

    @Test
    void saysThatThereIsNoServerAndSubscribesWhenThereIs() {
        server.stop();

        channels.subscribe("c", recorder);
        recorder.awaitLast("lost");
        server.restart();

        assertThat(recorder.awaitLast("subscribed").told()).containsExactly("lost", "subscribed");
    }

    @Test
    void finishesWithAServerThatIsThereAndSaysNothing() {
        channels.subscribe("c", recorder);
        recorder.awaitLast("subscribed");

        server.freeze();
        recorder.awaitLast("lost");
        server.thaw();

        recorder.awaitLast("subscribed");
    }

    @Test
    void goesOnAfterAListenerThatFails() {
        channels.subscribe("bad", new Failing());
        channels.subscribe("c", recorder);
        recorder.awaitLast("subscribed");

        await().until(() -> publish("bad", "x") == 1);
        publish("c", "still");

        assertThat(recorder.awaitLast("still").told()).containsExactly("subscribed", "still");
    }

    @Test
    void takesOneListenerForAChannel() {
        channels.subscribe("c", recorder);

        assertThatIllegalStateException().isThrownBy(() -> channels.subscribe("c", recorder));
    }

    private long publish(String channel, String message) {
        return channels.publish(channel, message.getBytes(UTF_8));
    }

    private static final class Failing implements Channels.Listener {
        @Override
        public void subscribed() {
            // as expected
        }

        @Override
        public void lost() {
            // as expected
        }

        @Override
        public void received(byte[] message) {
            throw new IllegalStateException("as the test wants it");
        }
    }
}
