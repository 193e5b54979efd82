package io.bellcord.simulator.mqtt;

import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5ConnAckException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5DisconnectException;
import com.hivemq.client.mqtt.mqtt5.exceptions.Mqtt5PubAckException;
import java.util.Optional;

/** Tells a broker's no, with its packet and code, from a network's failure. */
final class Refusal {
    private Refusal() {}

    static Optional<String> in(Throwable cause) {
        return Optional.ofNullable(
                switch (cause) {
                    case Mqtt3ConnAckException e ->
                        "CONNACK " + e.getMqttMessage().getReturnCode();
                    case Mqtt5ConnAckException e ->
                        "CONNACK " + e.getMqttMessage().getReasonCode();
                    case Mqtt5PubAckException e ->
                        "PUBACK " + e.getMqttMessage().getReasonCode();
                    case Mqtt5DisconnectException e ->
                        "DISCONNECT " + e.getMqttMessage().getReasonCode();
                    default -> null;
                });
    }

    static Answer answerTo(Throwable cause) {
        return in(cause).<Answer>map(Answer.Refused::new).orElseGet(Answer.Failed::new);
    }
}
