package io.bellcord.broker.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.bellcord.broker.config.PropertiesFile.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PropertiesFileTest {
    @TempDir
    Path directory;

    @Test
    void remembersTheLineEachEntryBeginsAt() throws IOException {
        var file = Files.writeString(directory.resolve("p"), """
                # a comment that ends in a backslash \\
                a = 1

                b: two \\
                   halves
                ! another comment
                c\\u0061 = \\u00e9
                """);

        assertThat(PropertiesFile.read(file))
                .containsExactly(new Entry("a", "1", 2), new Entry("b", "two halves", 4), new Entry("ca", "é", 7));
    }
}
