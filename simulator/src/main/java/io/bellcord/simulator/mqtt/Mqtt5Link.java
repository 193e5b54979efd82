package io.bellcord.simulator.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.hivemq.client.mqtt.MqttClientBuilder;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.lifecycle.MqttClientReconnector;
import com.hivemq.client.mqtt.mqtt5.Mqtt5AsyncClient;
import com.hivemq.client.mqtt.mqtt5.lifecycle.Mqtt5ClientReconnector;
import com.hivemq.client.mqtt.mqtt5.message.connect.Mqtt5Connect;
import com.hivemq.client.mqtt.mqtt5.message.disconnect.Mqtt5DisconnectReasonCode;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import io.bellcord.simulator.credentials.Login;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** MQTT 5. */
final class Mqtt5Link implements TrackerLink {
    private final Mqtt5AsyncClient client;
    private final Login login;
    private final LinkOptions options;
    private final Reconnection reconnection;

    Mqtt5Link(MqttClientBuilder builder, Login login, LinkOptions options, LinkListener listener) {
        this.options = options;
        this.login = login;
        this.reconnection = new Reconnection(listener, this::renewConnect);
        this.client = builder.addConnectedListener(reconnection)
                .addDisconnectedListener(reconnection)
                .useMqttVersion5()
                .buildAsync();
    }

    @Override
    public void connect() {
        var _ = client.connect(connectMessage()); // the listener hears how it went
    }

    private void renewConnect(MqttClientReconnector reconnector) {
        ((Mqtt5ClientReconnector) reconnector).connect(connectMessage());
    }

    private Mqtt5Connect connectMessage() {
        var will = options.will();
        var connect = Mqtt5Connect.builder()
                .cleanStart(true)
                .keepAlive((int) options.keepAlive().toSeconds())
                .simpleAuth()
                .username(login.provider())
                .password(login.password().get().getBytes(UTF_8))
                .applySimpleAuth();
        return (will.isEmpty()
                        ? connect
                        : connect.willPublish()
                                .topic(will.get().topic())
                                .payload(will.get().payload().getBytes(UTF_8))
                                .applyWillPublish())
                .build();
    }

    @Override
    public boolean isConnected() {
        return reconnection.isConnected();
    }

    @Override
    public void publish(String topic, byte[] payload, int qos, Consumer<Answer> whenAnswered) {
        var publish = Mqtt5Publish.builder()
                .topic(topic)
                .qos(requireNonNull(MqttQos.fromCode(qos)))
                .payload(payload)
                .build();
        var _ = client.publish(publish)
                .handle((result, e) -> e == null ? Answer.taken(qos) : Refusal.answerTo(e))
                .thenAccept(whenAnswered);
    }

    @Override
    public CompletableFuture<Void> disconnectWithWill() {
        reconnection.close();
        return client.disconnectWith()
                .reasonCode(Mqtt5DisconnectReasonCode.DISCONNECT_WITH_WILL_MESSAGE)
                .send();
    }

    @Override
    public CompletableFuture<Void> disconnect() {
        reconnection.close();
        return client.disconnect();
    }
}
