package io.bellcord.broker.testing;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import com.hivemq.client.mqtt.mqtt5.Mqtt5Client;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5SubAckException;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PublishResult;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The HiveMQ client, MQTT 5. */
final class HiveMq5 extends TestClient {
    private final Mqtt5BlockingClient client;

    HiveMq5(InetSocketAddress address, boolean webSocket, boolean tls, String clientId) {
        var builder = Mqtt5Client.builder()
                .identifier(clientId)
                .serverHost(address.getHostString())
                .serverPort(address.getPort());
        if (webSocket) {
            builder = builder.webSocketConfig().serverPath("mqtt").applyWebSocketConfig();
        }
        if (tls) {
            builder = builder.sslConfig(MqttClientSslConfig.builder()
                    .trustManagerFactory(TestTls.trust())
                    .build());
        }
        client = builder.buildBlocking();
        client.toAsync()
                .publishes(
                        MqttGlobalPublishFilter.ALL,
                        publish -> received(
                                publish.getTopic().toString(), publish.getPayloadAsBytes(), publish.isRetain()));
    }

    @Override
    public int connect(String username, String password) {
        try {
            return client.connectWith()
                    .cleanStart(true)
                    .simpleAuth()
                    .username(username)
                    .password(password.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth()
                    .send()
                    .getReasonCode()
                    .getCode();
        } catch (Mqtt5ConnAckException e) {
            return e.getMqttMessage().getReasonCode().getCode();
        }
    }

    @Override
    public int subscribe(String filter) {
        try {
            return client.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.AT_MOST_ONCE)
                    .send()
                    .getReasonCodes()
                    .getFirst()
                    .getCode();
        } catch (Mqtt5SubAckException e) {
            return e.getMqttMessage().getReasonCodes().getFirst().getCode();
        }
    }

    @Override
    public void unsubscribe(String filter) {
        client.unsubscribeWith().topicFilter(filter).send();
    }

    @Override
    public int publish(String topic, byte[] payload, int qos) {
        Mqtt5PublishResult result = client.toAsync()
                .publishWith()
                .topic(topic)
                .qos(MqttQos.fromCode(qos))
                .payload(payload)
                .send()
                .handle((done, failed) -> Optional.ofNullable(done))
                .join()
                .orElse(null);
        return result instanceof Mqtt5PublishResult.Mqtt5Qos1Result acknowledged
                ? acknowledged.getPubAck().getReasonCode().getCode()
                : result == null ? 0x87 : 0;
    }

    @Override
    public boolean isConnected() {
        return client.getState().isConnected();
    }

    @Override
    public void close() {
        if (isConnected()) {
            client.disconnect();
        }
    }
}
