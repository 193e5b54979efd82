package io.bellcord.broker.provider;

import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.HexFormat;

/** By what a tracker credential is known: 256 bits, as four numbers, since a node holds very many of them. */
public record CredentialHash(long first, long second, long third, long fourth) implements Comparable<CredentialHash> {
    private static final int BYTES = 32;
    private static final Comparator<CredentialHash> ORDER = Comparator.comparingLong(CredentialHash::first)
            .thenComparingLong(CredentialHash::second)
            .thenComparingLong(CredentialHash::third)
            .thenComparingLong(CredentialHash::fourth);

    /** From 32 bytes; of any other number it throws. */
    public static CredentialHash of(byte[] hash) {
        if (hash.length != BYTES) {
            throw new IllegalArgumentException("a credential's hash has 32 bytes but these are " + hash.length);
        }
        ByteBuffer bytes = ByteBuffer.wrap(hash);
        return new CredentialHash(bytes.getLong(), bytes.getLong(), bytes.getLong(), bytes.getLong());
    }

    /** From 64 hexadecimal digits, as it stands in the database. */
    public static CredentialHash parse(String hex) {
        return of(HexFormat.of().parseHex(hex));
    }

    @Override
    public int compareTo(CredentialHash other) {
        return ORDER.compare(this, other);
    }

    /** 64 hexadecimal digits. */
    @Override
    public String toString() {
        HexFormat hex = HexFormat.of();
        return hex.toHexDigits(first) + hex.toHexDigits(second) + hex.toHexDigits(third) + hex.toHexDigits(fourth);
    }
}
