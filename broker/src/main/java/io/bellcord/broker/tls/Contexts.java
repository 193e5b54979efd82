package io.bellcord.broker.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;

/** How Bellcord speaks TLS. */
final class Contexts {
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

    /** Forward secret, authenticated encryption, and nothing else. */
    private static final String[] SUITES = {
        "TLS_AES_128_GCM_SHA256",
        "TLS_AES_256_GCM_SHA384",
        "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"
    };

    private Contexts() {}

    /** A context of its own for each certificate: what clients resume is a session under the same one. */
    static SSLContext of(ServerCertificate certificate) {
        // Read by the JDK at the first handshake that it answers: renegotiation costs a server more than a client.
        System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        try {
            var context = SSLContext.getInstance("TLS");
            context.init(keyManagers(certificate), new TrustManager[] {new AnyClientCertificate()}, null);
            return context;
        } catch (GeneralSecurityException | java.io.IOException e) {
            throw new IllegalStateException("a certificate that was checked cannot be used", e);
        }
    }

    private static KeyManager[] keyManagers(ServerCertificate certificate)
            throws GeneralSecurityException, java.io.IOException {
        var store = KeyStore.getInstance("PKCS12"); // in memory only, so its password guards nothing
        store.load(null, null);
        var none = new char[0];
        store.setKeyEntry(
                "bellcord", certificate.key(), none, certificate.chain().toArray(new Certificate[0]));
        var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(store, none);
        return factory.getKeyManagers();
    }

    static SSLEngine newEngine(SSLContext context) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        var parameters = new SSLParameters(SUITES, PROTOCOLS);
        parameters.setUseCipherSuitesOrder(false); // a modem knows best which it does in hardware
        parameters.setWantClientAuth(true);
        engine.setSSLParameters(parameters);
        return engine;
    }
}
