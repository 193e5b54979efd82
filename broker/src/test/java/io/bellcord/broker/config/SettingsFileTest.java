package io.bellcord.broker.config;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code config/bellcord.properties} is the documentation of the settings: it may not lie. */
class SettingsFileTest {
    private static final Path FILE = Path.of("../config/bellcord.properties");

    @TempDir
    Path directory;

    @Test
    void namesEverySettingOnceWithTheDefaultOfTheCode() throws IOException {
        Map<String, String> documented = settingLines().stream()
                .map(line -> line.substring(1).split("=", 2))
                .collect(toMap(parts -> parts[0].strip(), parts -> parts[1].strip()));

        assertThat(documented).isEqualTo(Settings.ALL.stream().collect(toMap(Setting::key, Setting::fallback)));
    }

    @Test
    void saysWhyAboveEachSetting() throws IOException {
        var lines = Files.readAllLines(FILE);

        assertThat(settingLines())
                .allSatisfy(
                        line -> assertThat(lines.get(lines.indexOf(line) - 1)).startsWith("# "));
    }

    @Test
    void isReadableAsItStandsAndWithEveryDefaultWrittenOut() throws IOException {
        var active = Files.write(
                directory.resolve("active.properties"),
                Files.readAllLines(FILE).stream()
                        .map(line -> isSetting(line) ? line.substring(1) : line)
                        .toList());

        assertThat(BrokerConfig.load(Optional.of(FILE), Map.of(), Map.of())).isEqualTo(BrokerConfig.defaults());
        assertThat(BrokerConfig.load(Optional.of(active), Map.of(), Map.of())).isEqualTo(BrokerConfig.defaults());
    }

    @Test
    void givesEverySettingItsOwnVariable() {
        assertThat(Settings.ALL).extracting(Setting::variable).doesNotHaveDuplicates();
        assertThat(Settings.POSTGRES_POOL_SIZE.variable()).isEqualTo("BELLCORD_POSTGRES_POOL_SIZE");
    }

    private static List<String> settingLines() throws IOException {
        var lines = new ArrayList<>(Files.readAllLines(FILE));
        lines.removeIf(line -> !isSetting(line));
        return lines;
    }

    private static boolean isSetting(String line) {
        return line.startsWith("#bellcord.");
    }
}
