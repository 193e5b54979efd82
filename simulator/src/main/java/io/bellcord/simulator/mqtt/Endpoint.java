package io.bellcord.simulator.mqtt;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.MqttWebSocketConfig;
import java.util.Optional;

/** Where the broker is, and how it is spoken to. */
public record Endpoint(String host, int port, Optional<Tls> tls, Optional<String> webSocketPath, Version version) {
    /** Of MQTT. */
    public enum Version {
        V3,
        V5
    }

    MqttClientBuilder client(String clientId) {
        var client = MqttClient.builder()
                .identifier(clientId)
                .serverHost(host)
                .serverPort(port)
                .sslConfig(tls.map(Tls::config).orElse(null));
        return webSocketPath
                .map(path -> client.webSocketConfig(
                        MqttWebSocketConfig.builder().serverPath(path).build()))
                .orElse(client);
    }
}
