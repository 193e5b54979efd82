package io.bellcord.broker.guard;

import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.MqttPropertyType;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperties;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How seldom a rider wants to hear: the user property {@code min-interval-ms} of MQTT 5's SUBSCRIBE (3.8.2.1.3). */
sealed interface MinInterval {
    String NAME = "min-interval-ms";
    long LONGEST = Duration.ofHours(1).toMillis();
    int MOST_DIGITS = 9;

    /** Not said: what held until now goes on. */
    record Unsaid() implements MinInterval {}

    record Asked(Duration shortest) implements MinInterval {}

    /** With a message that names the property, its range and the value found. */
    record Wrong(String message) implements MinInterval {}

    static MinInterval of(MqttSubscribeMessage message) {
        List<String> values = values(message.idAndPropertiesVariableHeader().properties());
        if (values.isEmpty()) {
            return new Unsaid();
        }
        String value = values.getLast();
        boolean isNumber = value.length() <= MOST_DIGITS && value.matches("[0-9]+");
        return isNumber && Long.parseLong(value) <= LONGEST
                ? new Asked(Duration.ofMillis(Long.parseLong(value)))
                : new Wrong(NAME + " must be a whole number, 0 to " + LONGEST + ", but is " + shown(value));
    }

    private static List<String> values(MqttProperties properties) {
        return Optional.ofNullable(properties.getProperty(MqttPropertyType.USER_PROPERTY.value()))
                .filter(UserProperties.class::isInstance)
                .map(found -> ((UserProperties) found).value())
                .orElse(List.of())
                .stream()
                .filter(pair -> pair.key.equals(NAME))
                .map(pair -> pair.value)
                .toList();
    }

    private static String shown(String value) {
        int most = 20;
        return '"' + (value.length() > most ? value.substring(0, most) + "…" : value) + '"';
    }
}
