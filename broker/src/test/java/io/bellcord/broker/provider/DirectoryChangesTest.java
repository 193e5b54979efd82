package io.bellcord.broker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.transit.ProviderId;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PostgreSQL tells nodes, as it has since version 1: a later version's triggers may tell it to nodes of this one. */
class DirectoryChangesTest {
    private static final String HASH = "0123456789abcdef".repeat(4);

    private final DirectoryChanges changes = new DirectoryChanges();

    @Test
    void tellsWhichProvidersAndCredentialsHaveChanged() throws InterruptedException {
        changes.hear("kb");
        changes.hear("other credential " + HASH);

        DirectoryChanges.Reading reading = changes.await(Duration.ZERO);

        assertThat(reading.everything).isFalse();
        assertThat(reading.providers).containsExactly(new ProviderId("kb"));
        assertThat(reading.credentials.get(new ProviderId("other"))).containsExactly(CredentialHash.parse(HASH));
    }

    @ParameterizedTest
    @ValueSource(strings = {"kb something new", "kb credential sha3:1", "no/provider", "", " "})
    void hasEverythingReadWhereItDoesNotUnderstand(String payload) throws InterruptedException {
        changes.hear(payload);

        assertThat(changes.await(Duration.ZERO).everything).isTrue();
    }
}
