package io.bellcord.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworksTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.255.0.1, true",
        "10.0.0.0/8, 11.0.0.1, false",
        "192.168.4.0/22, 192.168.7.255, true",
        "192.168.4.0/22, 192.168.8.0, false",
        "192.168.1.7, 192.168.1.7, true",
        "192.168.1.7, 192.168.1.8, false",
        "0.0.0.0/0, 8.8.8.8, true",
        "0.0.0.0/0, ::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
        "::1/128, ::1, true",
        "10.0.0.0/8, ::ffff:10.1.2.3, true",
        "none, 127.0.0.1, false",
    })
    void containsWhatBeginsAlike(String networks, String address, boolean contained) {
        assertThat(Networks.parse(networks).contains(InetAddress.ofLiteral(address)))
                .isEqualTo(contained);
    }

    @Test
    void readsSeveral() {
        Networks networks = Networks.parse("127.0.0.0/8, ::1/128");

        assertThat(networks.contains(InetAddress.ofLiteral("127.9.9.9"))).isTrue();
        assertThat(networks.contains(InetAddress.ofLiteral("::1"))).isTrue();
        assertThat(networks.contains(InetAddress.ofLiteral("::2"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0/8", "10.0.0.0/33", "::/129", "10.0.0.0/-1", "localhost", "300.0.0.1", "10.0.0.0/8,"})
    void refusesWhatIsNoNetworkAndSaysWhatWouldBe(String text) {
        assertThatThrownBy(() -> Networks.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("write ");
    }

    @Test
    void countsAnIpv6NetworkAsOne() {
        assertThat(counted("2001:db8::1"))
                .isEqualTo(counted("2001:db8::ffff:2"))
                .isNotEqualTo(counted("2001:db8:0:1::1"));
        assertThat(counted("10.0.0.1")).isNotEqualTo(counted("10.0.0.2"));
    }

    private static InetAddress counted(String address) {
        return Networks.counted(InetAddress.ofLiteral(address));
    }
}
