package io.bellcord.broker.cluster.clients;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.auth.Proof;
import io.bellcord.broker.auth.Role;
import io.bellcord.broker.cluster.clients.ClaimMessage.Entry;
import io.bellcord.broker.transit.ProviderId;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ClaimMessageTest {
    private static final ClientKey PHONE = ClientKey.of(grant("dora"), "phone");
    private static final Turn NOON = new Turn(1_795_766_400_000_000L, "node-a");

    /** As it was written when nodes began to: never to be changed, since nodes of two versions work together. */
    private static final byte[] VERSION_1 =
            HexFormat.of().parseHex("0118066e6f64652d61" + "0006613d725f2000" + "16e915cb84ddcff85115cdc1899b52e2");

    @Test
    void isReadAsItWasWrittenInVersionOne() {
        assertThat(ClaimMessage.decode(VERSION_1))
                .hasValue(new ClaimMessage("node-a", List.of(new Entry(PHONE, NOON))));
        assertThat(ClaimMessage.encode("node-a", Map.of(PHONE, NOON))).isEqualTo(VERSION_1);
    }

    @Test
    void isReadThoughALaterNodeSaysMore() {
        byte[] more = Arrays.copyOf(VERSION_1, VERSION_1.length + 3);
        more[1] = (byte) (more[1] + 3);

        assertThat(ClaimMessage.decode(more).orElseThrow().entries()).containsExactly(new Entry(PHONE, NOON));
    }

    @Test
    void isNotReadWhereItIsNone() {
        assertThat(ClaimMessage.decode(new byte[0])).isEmpty();
        for (int length = 0; length < VERSION_1.length; length++) {
            assertThat(ClaimMessage.decode(Arrays.copyOf(VERSION_1, length)).map(ClaimMessage::entries))
                    .as("cut off after %s", length)
                    .isIn(Optional.empty(), Optional.of(List.of()));
        }
        byte[] another = VERSION_1.clone();
        another[0] = 2;
        assertThat(ClaimMessage.decode(another)).isEmpty();
        byte[] tooSmall = VERSION_1.clone();
        tooSmall[1] = 0;
        assertThat(ClaimMessage.decode(tooSmall)).isEmpty();
    }

    @Test
    void tellsWhoATokenIsForApart() {
        assertThat(ClientKey.of(grant("dora"), "phone")).isEqualTo(PHONE);
        assertThat(ClientKey.of(grant("bob"), "phone")).isNotEqualTo(PHONE);
        assertThat(ClientKey.of(grant("dor"), "aphone")).isNotEqualTo(PHONE);
        assertThat(ClientKey.of(grant("dora"), "tablet")).isNotEqualTo(PHONE);
    }

    static Grant grant(String subject) {
        return new Grant(
                new ProviderId("kb"), Role.DRIVER, subject, Optional.empty(), Instant.MAX, new Proof.Nothing());
    }
}
