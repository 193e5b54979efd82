package io.bellcord.simulator.cli;

import io.bellcord.simulator.mqtt.Endpoint;
import io.bellcord.simulator.mqtt.Tls;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the broker is. */
final class BrokerOptions {
    @Option(names = "--host", paramLabel = "HOST", description = "the broker's host (default: ${DEFAULT-VALUE})")
    private String host = "localhost";

    @Option(names = "--port", paramLabel = "PORT", description = "its port (default: 1883, with --tls 8883)")
    private @Nullable Integer port;

    @Option(names = "--tls", description = "encrypt, and check the broker's certificate and name")
    private boolean isTls;

    @Option(names = "--ca", paramLabel = "FILE", description = "trust only this PEM file's authorities")
    private @Nullable Path authorities;

    @Option(
            names = "--websocket",
            paramLabel = "PATH",
            arity = "0..1",
            fallbackValue = "/mqtt",
            description = "MQTT over WebSocket at this path (without one: ${FALLBACK-VALUE})")
    private @Nullable String webSocketPath;

    @Option(names = "--mqtt", paramLabel = "3|5", description = "MQTT version (default: ${DEFAULT-VALUE})")
    private int version = 5;

    Endpoint endpoint() {
        var chosen = port == null ? (isTls ? 8883 : 1883) : port;
        Usage.require(chosen >= 1 && chosen <= 65535, "--port", chosen, "a port is 1 to 65535");
        Usage.require(version == 3 || version == 5, "--mqtt", version, "write 3 (which is 3.1.1) or 5");
        return new Endpoint(
                host,
                chosen,
                tls(),
                Optional.ofNullable(webSocketPath),
                version == 3 ? Endpoint.Version.V3 : Endpoint.Version.V5);
    }

    private Optional<Tls> tls() {
        var pem = authorities;
        if (pem == null) {
            return isTls ? Optional.of(Tls.trustingPublicAuthorities()) : Optional.empty();
        }
        Usage.require(isTls, "--ca", pem, "add --tls, without which nothing is checked");
        try {
            return Optional.of(Tls.trusting(pem));
        } catch (IOException | GeneralSecurityException e) {
            throw Usage.wrong("--ca", pem, "it cannot be read as PEM certificates (" + e + ")");
        }
    }
}
