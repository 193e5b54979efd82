package io.bellcord.broker.testing;

import com.hivemq.client.mqtt.MqttGlobalPublishFilter;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3BlockingClient;
import com.hivemq.client.mqtt.mqtt3.Mqtt3Client;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3SubAckException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** The HiveMQ client, MQTT 3.1.1. */
final class HiveMq3 extends TestClient {
    private final Mqtt3BlockingClient client;

    HiveMq3(InetSocketAddress address, String clientId) {
        client = Mqtt3Client.builder()
                .identifier(clientId)
                .serverHost(address.getHostString())
                .serverPort(address.getPort())
                .buildBlocking();
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
                    .cleanSession(true)
                    .simpleAuth()
                    .username(username)
                    .password(password.getBytes(StandardCharsets.UTF_8))
                    .applySimpleAuth()
                    .send()
                    .getReturnCode()
                    .getCode();
        } catch (Mqtt3ConnAckException e) {
            return e.getMqttMessage().getReturnCode().getCode();
        }
    }

    @Override
    public int subscribe(String filter) {
        try {
            return client.subscribeWith()
                    .topicFilter(filter)
                    .qos(MqttQos.AT_MOST_ONCE)
                    .send()
                    .getReturnCodes()
                    .getFirst()
                    .getCode();
        } catch (Mqtt3SubAckException e) {
            return e.getMqttMessage().getReturnCodes().getFirst().getCode();
        }
    }

    @Override
    public void unsubscribe(String filter) {
        client.unsubscribeWith().topicFilter(filter).send();
    }

    @Override
    public int publish(String topic, byte[] payload, int qos) {
        client.publishWith()
                .topic(topic)
                .qos(MqttQos.fromCode(qos))
                .payload(payload)
                .send();
        return 0;
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
