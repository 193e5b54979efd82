package io.bellcord.broker.cluster.clients;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bellcord.broker.auth.Grant;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A client identifier within its provider, as other nodes are told of it: the first half of a SHA-256, since it may be long, and
 * who it is for is nobody else's business.
 */
record ClientKey(long high, long low) {
    static final int BYTES = 2 * Long.BYTES;

    /** One namespace for whom a token is for, as on one node. */
    static ClientKey of(Grant grant, String clientId) {
        MessageDigest digest = sha256();
        for (String part : new String[] {grant.role().code(), grant.subject()}) {
            digest.update(part.getBytes(UTF_8));
            digest.update((byte) 0);
        }
        return read(ByteBuffer.wrap(digest.digest(clientId.getBytes(UTF_8))));
    }

    static ClientKey read(ByteBuffer from) {
        return new ClientKey(from.getLong(), from.getLong());
    }

    void write(ByteBuffer to) {
        to.putLong(high).putLong(low);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
