package io.bellcord.broker.testing;

import io.bellcord.broker.Broker;

/** The ways in: whatever carries MQTT must carry what is no MQTT just as well. */
public enum Transport {
    TCP,
    WEBSOCKET;

    RawMqtt open(Broker broker) {
        return switch (this) {
            case TCP -> new RawMqtt(broker.mqtt());
            case WEBSOCKET -> new RawMqtt(broker.webSocket()).upgraded("/mqtt");
        };
    }
}
