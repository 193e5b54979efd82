package io.bellcord.broker.feed.wire;

/** How a client wants its bytes. TLS is no form of its own: each connection encrypts for itself. */
public enum WireForm {
    MQTT_3(false, false),
    MQTT_5(true, false),
    MQTT_3_WEBSOCKET(false, true),
    MQTT_5_WEBSOCKET(true, true);

    private final boolean mqtt5;
    private final boolean webSocket;

    WireForm(boolean mqtt5, boolean webSocket) {
        this.mqtt5 = mqtt5;
        this.webSocket = webSocket;
    }

    public static WireForm of(boolean mqtt5, boolean webSocket) {
        if (webSocket) {
            return mqtt5 ? MQTT_5_WEBSOCKET : MQTT_3_WEBSOCKET;
        }
        return mqtt5 ? MQTT_5 : MQTT_3;
    }

    boolean isMqtt5() {
        return mqtt5;
    }

    boolean isWebSocket() {
        return webSocket;
    }
}
