package io.bellcord.broker.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.transit.BusId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CredentialsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final CredentialKey KEY = CredentialKey.random();

    @Test
    void findsEachOfManyAndNoOther() {
        List<TrackerCredential> many =
                IntStream.range(0, 5_000).mapToObj(CredentialsTest::credential).toList();
        Credentials credentials = Credentials.of(many);

        assertThat(many)
                .allSatisfy(one -> assertThat(credentials.find(one.hash())).contains(one));
        assertThat(credentials.find(credential(0).hash())).isEmpty();
        assertThat(Credentials.none().find(credential(0).hash())).isEmpty();
    }

    @Test
    void takesInWhatCameWhatChangedAndWhatIsGone() {
        TrackerCredential stays = credential(1);
        TrackerCredential ends = credential(2);
        TrackerCredential goes = credential(3);
        TrackerCredential comes = credential(4);
        var ended = new TrackerCredential(ends.hash(), ends.bus(), Optional.of(NOW));

        Credentials now = Credentials.of(List.of(stays, ends, goes))
                .with(Set.of(ends.hash(), goes.hash(), comes.hash()), List.of(ended, comes));

        assertThat(now).isEqualTo(Credentials.of(List.of(comes, ended, stays)));
        assertThat(now.size()).isEqualTo(3);
    }

    @Test
    void knowsWhenTheNextOfThemEnds() {
        TrackerCredential over = until(NOW);
        TrackerCredential next = until(NOW.plusSeconds(60));
        TrackerCredential later = until(NOW.plusSeconds(120));

        assertThat(Credentials.of(List.of(later, next, over, credential(1))).nextEnd(NOW))
                .contains(NOW.plusSeconds(60));
        assertThat(Credentials.of(List.of(over, credential(1))).nextEnd(NOW)).isEmpty();
    }

    @Test
    void ofAnotherKeyHasAnotherHash() {
        TrackerSecret secret = TrackerSecret.random();

        assertThat(KEY.hash(secret)).isEqualTo(CredentialKey.parse(KEY.text()).hash(secret));
        assertThat(CredentialKey.random().hash(secret)).isNotEqualTo(KEY.hash(secret));
        assertThat(CredentialHash.parse(KEY.hash(secret).toString())).isEqualTo(KEY.hash(secret));
    }

    private static TrackerCredential until(Instant end) {
        return new TrackerCredential(credential(0).hash(), new BusId("1"), Optional.of(end));
    }

    private static TrackerCredential credential(int bus) {
        return new TrackerCredential(KEY.hash(TrackerSecret.random()), new BusId("bus-" + bus), Optional.empty());
    }
}
