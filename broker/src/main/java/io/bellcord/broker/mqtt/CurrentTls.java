package io.bellcord.broker.mqtt;

import io.bellcord.broker.tls.ServerTls;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolNegotiator;
import io.netty.handler.ssl.SslContext;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSessionContext;

/** What Moquette asks once, and for each connection then: so each gets the certificate of its time. */
final class CurrentTls extends SslContext {
    private final ServerTls tls;

    CurrentTls(ServerTls tls) {
        this.tls = tls;
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator) {
        return tls.newEngine();
    }

    @Override
    public SSLEngine newEngine(ByteBufAllocator allocator, String peerHost, int peerPort) {
        return tls.newEngine(); // who connects may resume a session from another port
    }

    @Override
    public boolean isClient() {
        return false;
    }

    @Override
    public List<String> cipherSuites() {
        return List.of(tls.newEngine().getEnabledCipherSuites());
    }

    @Override
    @SuppressWarnings("deprecation") // abstract in Netty 4.1
    public ApplicationProtocolNegotiator applicationProtocolNegotiator() {
        return List::of;
    }

    @Override
    public SSLSessionContext sessionContext() {
        return tls.sessions();
    }
}
