package io.bellcord.broker.limits;

import static io.bellcord.broker.limits.Allowance.Verdict.FAR_OVER;
import static io.bellcord.broker.limits.Allowance.Verdict.OVER;
import static io.bellcord.broker.limits.Allowance.Verdict.WITHIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.testing.TestTicker;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedAllowancesTest {
    private final TestTicker ticker = new TestTicker();
    private final SharedAllowances<String> allowances = new SharedAllowances<>(Rate.perSecond(1, 3), 2, ticker);

    @Test
    void dropsWhatIsOverAndEndsWhoGoesOn() {
        Allowance one = allowances.join("bus 7");

        assertThat(take(one, 7)).containsExactly(WITHIN, WITHIN, WITHIN, OVER, OVER, OVER, FAR_OVER);
    }

    @Test
    void neverEndsWhoSendsNoMoreThanTwiceTheRate() {
        Allowance one = allowances.join("bus 7");

        List<Allowance.Verdict> hour = IntStream.range(0, 7200)
                .mapToObj(_ -> {
                    ticker.advance(Duration.ofMillis(500));
                    return one.take();
                })
                .toList();

        assertThat(hour).doesNotContain(FAR_OVER).contains(OVER);
        assertThat(hour.stream().filter(WITHIN::equals).count()).isBetween(3600L, 3603L);
    }

    @Test
    void isOneForTwoConnections() {
        Allowance first = allowances.join("bus 7");
        Allowance second = allowances.join("bus 7");

        take(first, 3);

        assertThat(second.take()).isEqualTo(OVER);
        assertThat(allowances.join("bus 8").take()).isEqualTo(WITHIN);
    }

    @Test
    void isNotRefilledByConnectingAnew() {
        take(allowances.join("bus 7"), 3);
        allowances.leave("bus 7");

        Allowance again = allowances.join("bus 7");

        assertThat(again.take()).isEqualTo(OVER);
    }

    @Test
    void stillKnowsWhoStayedWhenOneOfTwoLeaves() {
        Allowance stays = allowances.join("bus 7");
        allowances.join("bus 7");
        allowances.leave("bus 7");
        ticker.advance(Duration.ofHours(1));

        assertThat(allowances.join("bus 7")).isSameAs(stays);
    }

    private static List<Allowance.Verdict> take(Allowance allowance, int times) {
        return IntStream.range(0, times).mapToObj(_ -> allowance.take()).toList();
    }
}
