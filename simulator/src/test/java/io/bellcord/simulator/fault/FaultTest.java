package io.bellcord.simulator.fault;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FaultTest {
    @Test
    void everyOneIsOnThePageForIntegrators() throws IOException {
        var page = Files.readString(Path.of("../docs/INTEGRATORS.md"));

        assertThat(Arrays.stream(Fault.values()).map(fault -> '`' + fault.word() + '`'))
                .allSatisfy(word -> assertThat(page).contains(word));
    }

    @Test
    void isFoundByItsWordAlone() {
        assertThat(Fault.find("clock-skew")).contains(Fault.CLOCK_SKEW);
        assertThat(Fault.find("CLOCK_SKEW")).isEmpty();
    }
}
