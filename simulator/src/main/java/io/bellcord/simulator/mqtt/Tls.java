package io.bellcord.simulator.mqtt;

import com.hivemq.client.mqtt.MqttClientSslConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Whom to trust; the host's name is always checked. */
public final class Tls {
    private final @Nullable TrustManagerFactory trust; // null: the JDK's own authorities

    private Tls(@Nullable TrustManagerFactory trust) {
        this.trust = trust;
    }

    public static Tls trustingPublicAuthorities() {
        return new Tls(null);
    }

    /** Trusts the authorities of a PEM file, and only those. */
    public static Tls trusting(Path pem) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var in = Files.newInputStream(pem)) {
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("authority-" + store.size(), certificate);
            }
        }
        var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        return new Tls(trust);
    }

    MqttClientSslConfig config() {
        return MqttClientSslConfig.builder().trustManagerFactory(trust).build();
    }
}
