package io.bellcord.simulator.mqtt;

import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientConnectedListener;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedContext;
import com.hivemq.client.mqtt.lifecycle.MqttClientDisconnectedListener;
import com.hivemq.client.mqtt.lifecycle.MqttClientReconnector;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Keeps a link alive: waits, renews what it connects with, and tells the listener. */
final class Reconnection implements MqttClientConnectedListener, MqttClientDisconnectedListener {
    private final LinkListener listener;
    private final Consumer<MqttClientReconnector> renewConnect;
    private volatile boolean connected;
    private volatile boolean closed;

    Reconnection(LinkListener listener, Consumer<MqttClientReconnector> renewConnect) {
        this.listener = listener;
        this.renewConnect = renewConnect;
    }

    @Override
    public void onConnected(MqttClientConnectedContext context) {
        connected = true;
        listener.connected();
    }

    @Override
    public void onDisconnected(MqttClientDisconnectedContext context) {
        connected = false;
        listener.disconnected(Refusal.in(context.getCause()));
        if (!closed) {
            var reconnector = context.getReconnector();
            var delay = new BackOff(ThreadLocalRandom.current()).before(reconnector.getAttempts());
            renewConnect.accept(reconnector);
            reconnector.reconnect(true).delay(delay.toMillis(), TimeUnit.MILLISECONDS);
        }
    }

    boolean isConnected() {
        return connected;
    }

    void close() {
        closed = true;
        connected = false;
    }
}
