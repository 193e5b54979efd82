package io.bellcord.broker.testing;

import java.nio.charset.StandardCharsets;
import org.eclipse.paho.client.mqttv3.IMqttDeliveryToken;
import org.eclipse.paho.client.mqttv3.MqttCallback;
import org.eclipse.paho.client.mqttv3.MqttClient;
import org.eclipse.paho.client.mqttv3.MqttConnectOptions;
import org.eclipse.paho.client.mqttv3.MqttException;
import org.eclipse.paho.client.mqttv3.MqttMessage;
import org.eclipse.paho.client.mqttv3.persist.MemoryPersistence;

/** Eclipse Paho's Java client, MQTT 3.1.1. */
final class Paho3 extends TestClient {
    private static final int SUBACK_FAILURE = 0x80;

    private final MqttClient client;

    Paho3(String uri, String clientId) {
        try {
            client = new MqttClient(uri, clientId, new MemoryPersistence());
        } catch (MqttException e) {
            throw new AssertionError(e);
        }
        client.setTimeToWait(20_000);
        client.setCallback(new MqttCallback() {
            @Override
            public void connectionLost(Throwable cause) {}

            @Override
            public void messageArrived(String topic, MqttMessage message) {
                received(topic, message.getPayload(), message.isRetained());
            }

            @Override
            public void deliveryComplete(IMqttDeliveryToken token) {}
        });
    }

    @Override
    public int connect(String username, String password) {
        MqttConnectOptions options = new MqttConnectOptions();
        options.setMqttVersion(MqttConnectOptions.MQTT_VERSION_3_1_1);
        options.setCleanSession(true);
        if (client.getServerURI().startsWith("wss:")) {
            options.setSocketFactory(TestTls.client().getSocketFactory());
        }
        options.setUserName(username);
        options.setPassword(
                new String(password.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8).toCharArray());
        try {
            client.connect(options);
            return 0;
        } catch (MqttException e) {
            return e.getReasonCode();
        }
    }

    @Override
    public int subscribe(String filter) {
        try {
            client.subscribe(filter, 0);
            return 0;
        } catch (MqttException e) {
            return SUBACK_FAILURE;
        }
    }

    @Override
    public void unsubscribe(String filter) {
        try {
            client.unsubscribe(filter);
        } catch (MqttException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public int publish(String topic, byte[] payload, int qos) {
        try {
            client.publish(topic, payload, qos, false);
            return 0;
        } catch (MqttException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public boolean isConnected() {
        return client.isConnected();
    }

    @Override
    public void close() {
        try {
            if (client.isConnected()) {
                client.disconnect();
            }
            client.close();
        } catch (MqttException e) {
            throw new AssertionError(e);
        }
    }
}
