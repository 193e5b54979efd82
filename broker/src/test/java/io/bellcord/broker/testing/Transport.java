package io.bellcord.broker.testing;

import io.bellcord.broker.Broker;

/** The ways in: whatever carries MQTT must carry what is no MQTT just as well. */
public enum Transport {
    TCP,
    WEBSOCKET,
    TLS,
    SECURE_WEBSOCKET;

    RawMqtt open(Broker broker) {
        return switch (this) {
            case TCP -> new RawMqtt(broker.mqtt());
            case WEBSOCKET -> RawMqtt.webSocket(broker.webSocket());
            case TLS -> RawMqtt.tls(broker.mqttTls().orElseThrow(), TestTls.client());
            case SECURE_WEBSOCKET ->
                RawMqtt.secureWebSocket(broker.webSocketTls().orElseThrow(), TestTls.client());
        };
    }
}
