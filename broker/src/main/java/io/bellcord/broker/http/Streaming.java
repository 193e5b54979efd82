package io.bellcord.broker.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** Answers that go on and on: what is written and flushed is sent at once, and waits for who reads. */
public final class Streaming {
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);
    private static final int SOONEST_RETRY = 2_000;
    private static final int LATEST_RETRY = 8_000;
    private static final int SILENCES = 3; // so many would fit into the time after which a silent connection is closed

    private final Duration silence;
    private final int sendBuffer;

    /**
     * How they are sent.
     *
     * @param requestTimeout so long a connection may be silent before it is closed
     * @param sendBuffer bytes that the system may keep for who does not read
     */
    public Streaming(Duration requestTimeout, int sendBuffer) {
        Duration share = requestTimeout.dividedBy(SILENCES);
        silence = share.compareTo(LONGEST_SILENCE) < 0 ? share : LONGEST_SILENCE;
        this.sendBuffer = sendBuffer;
    }

    /** After so long without anything else, a sign of life is to be written. */
    public Duration silence() {
        return silence;
    }

    /** Sends status and headers of server-sent events, and when a reader whose stream ends should come back. */
    public OutputStream begin(Context context) throws IOException {
        EndPoint connection = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        if (connection.getTransport() instanceof SocketChannel socket) {
            socket.setOption(StandardSocketOptions.SO_SNDBUF, sendBuffer);
        }
        context.header("Cache-Control", "no-store").header("X-Accel-Buffering", "no"); // or nginx would gather it
        context.res().setContentType("text/event-stream");
        context.res().setCharacterEncoding("utf-8");
        OutputStream to = context.res().getOutputStream(); // not Javalin's own, which gathers what it may compress
        to.write(retry(ThreadLocalRandom.current()));
        to.flush(); // the first event may be long in coming
        return to;
    }

    /** Another time for each, or all readers of a broker that restarts would come back at once. */
    static byte[] retry(RandomGenerator chance) {
        int millis = chance.nextInt(SOONEST_RETRY, LATEST_RETRY + 1);
        return ("retry: " + millis + "\n\n").getBytes(StandardCharsets.US_ASCII);
    }
}
