package io.bellcord.broker.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.mqtt.MqttFixedHeader;
import io.netty.handler.codec.mqtt.MqttMessageIdAndPropertiesVariableHeader;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.netty.handler.codec.mqtt.MqttProperties;
import io.netty.handler.codec.mqtt.MqttProperties.UserProperty;
import io.netty.handler.codec.mqtt.MqttQoS;
import io.netty.handler.codec.mqtt.MqttSubscribeMessage;
import io.netty.handler.codec.mqtt.MqttSubscribePayload;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinIntervalTest {
    @Test
    void isUnsaidWithoutTheProperty() {
        assertThat(MinInterval.of(subscribe(new UserProperty("other", "5")))).isEqualTo(new MinInterval.Unsaid());
        assertThat(MinInterval.of(subscribe())).isEqualTo(new MinInterval.Unsaid());
    }

    @Test
    void takesAnythingFromNothingToAnHour() {
        assertThat(asked("0")).isEqualTo(new MinInterval.Asked(Duration.ZERO));
        assertThat(asked("5000")).isEqualTo(new MinInterval.Asked(Duration.ofSeconds(5)));
        assertThat(asked("3600000")).isEqualTo(new MinInterval.Asked(Duration.ofHours(1)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "3600001", "5s", "1.5", "٣", "99999999999999999999", " 5"})
    void refusesAllElseAndSaysWhatIsAllowed(String value) {
        assertThat(asked(value))
                .isInstanceOfSatisfying(
                        MinInterval.Wrong.class,
                        wrong -> assertThat(wrong.message())
                                .startsWith("min-interval-ms must be a whole number, 0 to 3600000, but is \""));
    }

    private static MinInterval asked(String value) {
        return MinInterval.of(subscribe(new UserProperty("min-interval-ms", value)));
    }

    private static MqttSubscribeMessage subscribe(UserProperty... properties) {
        MqttProperties all = new MqttProperties();
        List.of(properties).forEach(all::add);
        return new MqttSubscribeMessage(
                new MqttFixedHeader(MqttMessageType.SUBSCRIBE, false, MqttQoS.AT_LEAST_ONCE, false, 0),
                new MqttMessageIdAndPropertiesVariableHeader(1, all),
                new MqttSubscribePayload(List.of()));
    }
}
