package io.bellcord.broker.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.limits.Networks;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Over a socket, header by header, for no client of HTTP would write some of them. */
class CallerAddressTest {
    private static final HttpServer.Limits LIMITS =
            new HttpServer.Limits(10, 10, Networks.parse("127.0.0.0/8"), Duration.ofMinutes(1));

    private static final String PROXIES = "127.0.0.0/8, ::1/128, 10.0.0.0/8, 2001:db8:ffff::/48";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.9                               | 203.0.113.9
            '  203.0.113.9  '                         | 203.0.113.9
            192.0.2.66, 203.0.113.9                   | 203.0.113.9
            192.0.2.66, 203.0.113.9, 10.1.2.3         | 203.0.113.9
            192.0.2.66,203.0.113.9,10.1.2.3,10.4.5.6  | 203.0.113.9
            10.1.2.3                                  | 10.1.2.3
            10.1.2.3, 10.4.5.6                        | 10.1.2.3
            2001:db8::9                               | 2001:db8:0:0:0:0:0:9
            '203.0.113.9, 2001:db8:ffff::1'           | 203.0.113.9
            203.0.113.9:54321                         | 203.0.113.9
            [2001:db8::9]:54321                       | 2001:db8:0:0:0:0:0:9
            [2001:db8::9]                             | 2001:db8:0:0:0:0:0:9
            ::ffff:203.0.113.9                        | 203.0.113.9
            192.0.2.66, unknown                       | 127.0.0.1
            192.0.2.66, unknown, 10.1.2.3             | 10.1.2.3
            localhost                                 | 127.0.0.1
            example.com                               | 127.0.0.1
            203.0.113.999                             | 127.0.0.1
            fe80::1%eth0                              | 127.0.0.1
            ','                                       | 127.0.0.1
            ''                                        | 127.0.0.1
            """)
    void believesProxiesThatAreTrustedAndNobodyBeforeThem(String header, String address) throws IOException {
        assertThat(askedFrom(PROXIES, header)).isEqualTo(address);
    }

    @Test
    void readsSeveralHeadersAsOne() throws IOException {
        assertThat(askedFrom(PROXIES, "192.0.2.66", "203.0.113.9", "10.1.2.3")).isEqualTo("203.0.113.9");
    }

    @Test
    void takesThePeerWhereThereIsNoHeader() throws IOException {
        assertThat(askedFrom(PROXIES)).isEqualTo("127.0.0.1");
    }

    @Test
    void believesNoPeerThatIsNotTrusted() throws IOException {
        assertThat(askedFrom("none", "203.0.113.9")).isEqualTo("127.0.0.1");
        assertThat(askedFrom("10.0.0.0/8", "203.0.113.9")).isEqualTo("127.0.0.1");
    }

    /** What the server takes the caller's address for. */
    private static String askedFrom(String proxies, String... forwardedFor) throws IOException {
        var addresses = new CallerAddress(Networks.parse(proxies));
        Routes who = routes -> routes.get(
                "/who", context -> context.result(addresses.of(context).getHostAddress()));
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (HttpServer server = HttpServer.start("127.0.0.1", 0, LIMITS, meters, List.of(who));
                Socket socket = new Socket(
                        InetAddress.ofLiteral("127.0.0.1"), server.address().getPort())) {
            String headers = Stream.of(forwardedFor)
                    .map(one -> "X-Forwarded-For: " + one + "\r\n")
                    .collect(Collectors.joining());
            socket.getOutputStream()
                    .write(("GET /who HTTP/1.1\r\nHost: here\r\nConnection: close\r\n" + headers + "\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).startsWith("HTTP/1.1 200");
            return answer.substring(answer.indexOf("\r\n\r\n") + 4);
        }
    }
}
