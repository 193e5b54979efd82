package io.bellcord.broker.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** config/logback.xml as Logback reads it, in a world of its own. */
class LogbackTest {
    private final LoggerContext context = new LoggerContext();

    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");

    @BeforeEach
    void copy() throws Exception {
        file = Files.copy(Path.of("../config/logback.xml"), folder.resolve("logback.xml"));
        // So that a change within the same second is one.
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    @Test
    void writesALineOfTextWhateverIsInTheMessage() throws Exception {
        configure(Map.of());

        assertThat(written(null, "Ready mqtt={}", "two\nlines"))
                .matches("\\S+ INFO {2}Here {17}Ready mqtt=two lines\n")
                .startsWith("20");
    }

    @Test
    void writesAJsonObjectWhereThatIsWanted() throws Exception {
        configure(Map.of("BELLCORD_LOG_FORMAT", "json"));

        String line = written(new IllegalStateException("with a trace"), "Ready mqtt={}", "two\nlines");

        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        JsonNode json = new ObjectMapper().readTree(line);
        assertThat(json.path("formattedMessage").asText()).isEqualTo("Ready mqtt=two\nlines");
        assertThat(json.path("level").asText()).isEqualTo("INFO");
        assertThat(json.path("loggerName").asText()).isEqualTo("io.bellcord.broker.Here");
        assertThat(json.path("timestamp").asLong()).isGreaterThan(1_700_000_000_000L);
        assertThat(json.path("throwable").path("stepArray")).isNotEmpty();
    }

    @Test
    void takesTheLevelItIsTold() throws Exception {
        configure(Map.of("BELLCORD_LOG_LEVEL", "DEBUG"));

        assertThat(logger("io.bellcord.broker.guard.Guard").isDebugEnabled()).isTrue();
        assertThat(logger("io.bellcord.broker.guard.Guard").isTraceEnabled()).isFalse();
        assertThat(logger("io.moquette.broker.Server").isInfoEnabled()).isFalse();
    }

    @Test
    void takesAnotherLevelOfOnePackageWithoutARestart() throws Exception {
        configure(Map.of());
        assertThat(logger("io.bellcord.broker.guard").isDebugEnabled()).isFalse();

        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "<root level",
                                "<logger name=\"io.bellcord.broker.guard\" level=\"DEBUG\" />\n  <root level"));

        // Together: while Logback reads anew, for a moment every logger is at its root's first level, DEBUG.
        await().untilAsserted(() -> {
            assertThat(logger("io.bellcord.broker.guard").getLevel()).isEqualTo(Level.DEBUG);
            assertThat(logger("io.bellcord.broker.feed").isDebugEnabled()).isFalse();
        });
    }

    private void configure(Map<String, String> environment) throws Exception {
        environment.forEach(context::putProperty);
        var configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(file.toFile());
    }

    private Logger logger(String name) {
        return context.getLogger(name);
    }

    /** Of the one appender that is in use. */
    private String written(@Nullable Throwable trace, String message, Object... arguments) {
        var appender = (OutputStreamAppender<ILoggingEvent>)
                logger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders().next();
        var event = new LoggingEvent("here", logger("io.bellcord.broker.Here"), Level.INFO, message, trace, arguments);
        return new String(appender.getEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
