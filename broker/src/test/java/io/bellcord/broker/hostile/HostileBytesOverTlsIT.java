package io.bellcord.broker.hostile;

import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;

import io.bellcord.broker.testing.Transport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** What ends a session loop, or a buffer, when the channel ends with it: TLS has a say in that. */
class HostileBytesOverTlsIT extends HostileBytes {
    @TestFactory
    Stream<DynamicContainer> hostile() {
        return Stream.of(Transport.TLS, Transport.SECURE_WEBSOCKET)
                .map(transport ->
                        dynamicContainer(transport.name(), Stream.of(inARow(SessionLoopCases.all(), transport))));
    }
}
