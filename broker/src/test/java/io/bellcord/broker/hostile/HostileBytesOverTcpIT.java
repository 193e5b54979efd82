package io.bellcord.broker.hostile;

import io.bellcord.broker.testing.Transport;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

class HostileBytesOverTcpIT extends HostileBytes {
    @TestFactory
    Stream<DynamicContainer> hostile() {
        return byHeading(Transport.TCP);
    }
}
