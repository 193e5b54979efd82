package io.bellcord.broker.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.bellcord.broker.embedded.PrivateFile;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells scripts and tests where everything listens, once all of it does: they wait for this file instead of reading
 * logs. It holds tokens, so only its owner may read it. What is null, TLS where there is no certificate, is left out.
 */
@JsonInclude(Include.NON_NULL)
public record ReadyFile(
        String mqtt,
        @Nullable String mqttTls,
        String websocket,
        @Nullable String websocketTls,
        String http,
        String redis,
        String postgres,
        List<DemoProvider> providers) {

    /** A provider that can be tried out at once. */
    public record DemoProvider(String id, String riderToken, String driverToken) {
        @Override
        public String toString() {
            return "DemoProvider[id=" + id + "]";
        }
    }

    /** Replaces the file in a single step. */
    public void write(Path file) {
        PrivateFile.write(file, new ObjectMapper().valueToTree(this).toPrettyString() + "\n");
    }
}
