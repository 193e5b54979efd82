package io.bellcord.broker.hostile;

import io.bellcord.broker.testing.Transport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class HostileBytesOverWebSocketIT extends HostileBytes {
    @TestFactory
    Stream<DynamicContainer> hostile() {
        return byHeading(Transport.WEBSOCKET);
    }

    @TestFactory
    Stream<DynamicTest> hostileToWebSocketsOnly() {
        return Stream.concat(
                someInARow(WebSocketCases.ended(), Transport.WEBSOCKET),
                eachByItself(WebSocketCases.standing(), Transport.WEBSOCKET));
    }
}
