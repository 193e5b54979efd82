package io.bellcord.simulator.bench.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class SocketQueuesTest {
    private static final int BYTES = 5_000;

    @Test
    @EnabledOnOs(OS.LINUX)
    void tellsWhatWasSentAndNotYetRead() throws IOException {
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var reader = new Socket(InetAddress.getLoopbackAddress(), server.getLocalPort());
                var writer = server.accept()) {
            writer.getOutputStream().write(new byte[BYTES]);
            assertThat(bytes(reader)).isEqualTo(BYTES);

            reader.getInputStream().readNBytes(BYTES - 100);
            assertThat(bytes(reader)).isEqualTo(100);
            assertThat(bytes(writer)).isZero();
        }
    }

    private static long bytes(Socket at) {
        return SocketQueues.now()
                .bytes((InetSocketAddress) at.getLocalSocketAddress(), (InetSocketAddress) at.getRemoteSocketAddress());
    }
}
