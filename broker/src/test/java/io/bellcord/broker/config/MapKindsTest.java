package io.bellcord.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.bellcord.broker.config.Kind.InvalidValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MapKindsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "monaco",
                "none",
                "https://tile.openstreetmap.org/{z}/{x}/{y}.png",
                "https://{s}.tiles.example.com:8443/v1/{z}/{x}/{y}@2x.png?key=a-b_c",
                "http://10.0.0.7/{z}/{x}/{-y}.png"
            })
    void takesATileServerAndWhatComesWithBellcord(String base) throws InvalidValue {
        assertThat(MapKinds.base().parse(base)).isEqualTo(base);
    }

    /** It becomes a part of a header, where a blank, a comma or a semicolon would begin something else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "paris",
                "https://tiles.example.com/",
                "https://tiles.example.com/{z}/{x}",
                "https://tiles.example.com; script-src */{z}/{x}/{y}",
                "https://tiles.example.com/{z}/{x}/{y};x",
                "https://*/{z}/{x}/{y}",
                "https://a b/{z}/{x}/{y}",
                "ftp://tiles.example.com/{z}/{x}/{y}"
            })
    void refusesWhatIsNone(String base) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> MapKinds.base().parse(base))
                .withMessageContaining("write https://tiles.example.com/{z}/{x}/{y}.png, monaco or none");
    }

    @Test
    void takesAWebSocketAddressOrNothing() throws InvalidValue {
        assertThat(MapKinds.webSocket().parse("")).isEmpty();
        assertThat(MapKinds.webSocket()
                        .parse("wss://live.example.com/mqtt")
                        .orElseThrow()
                        .getHost())
                .isEqualTo("live.example.com");
        for (String wrong : new String[] {"https://live.example.com", "wss://", "wss://a;b/mqtt", "mqtt://live:1883"}) {
            assertThatExceptionOfType(InvalidValue.class)
                    .isThrownBy(() -> MapKinds.webSocket().parse(wrong));
        }
    }
}
