package io.bellcord.broker.guard;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLPeerUnverifiedException;

/** TLS in a pipeline of Moquette's. */
final class Tls {
    /** As Moquette calls it. */
    static final String HANDLER = "ssl";

    private Tls() {}

    static boolean isIn(ChannelPipeline pipeline) {
        return pipeline.get(HANDLER) != null;
    }

    /**
     * Has the arithmetic of handshakes done by others than the event loop, whose other clients would wait for it. Where the
     * pipeline has no TLS, nothing happens.
     */
    static void offload(ChannelPipeline pipeline, Executor executor) {
        if (pipeline.get(HANDLER) instanceof SslHandler moquettes) {
            var ours = new SslHandler(moquettes.engine(), executor);
            ours.setHandshakeTimeoutMillis(0); // the guard has a deadline for all that comes before CONNECT's answer
            pipeline.replace(moquettes, HANDLER, ours);
        }
    }

    /** What the client showed, its own certificate first; it holds the key of that one, and nothing else is known. */
    static List<X509Certificate> clientChain(ChannelPipeline pipeline) {
        if (!(pipeline.get(HANDLER) instanceof SslHandler tls)) {
            return List.of();
        }
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            return Arrays.stream(chain).map(X509Certificate.class::cast).toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of(); // it showed none
        }
    }
}
