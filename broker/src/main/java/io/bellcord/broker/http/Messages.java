package io.bellcord.broker.http;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** What people are told, in their language: English, or Korean for who prefers it. */
public final class Messages {
    private static final int LONGEST_HEADER = 256; // no browser sends more; reading one takes its time

    private final Map<Locale, Properties> texts =
            Map.of(Locale.ENGLISH, load("messages.properties"), Locale.KOREAN, load("messages_ko.properties"));

    /** The language that an Accept-Language header prefers; RFC 9110, 12.5.4. */
    public Locale language(@Nullable String acceptLanguage) {
        if (acceptLanguage == null || acceptLanguage.length() > LONGEST_HEADER) {
            return Locale.ENGLISH;
        }
        try {
            List<LanguageRange> wanted = LanguageRange.parse(acceptLanguage).stream()
                    .filter(range -> range.getWeight() > 0)
                    .toList();
            Locale found = Locale.lookup(wanted, List.of(Locale.ENGLISH, Locale.KOREAN));
            return found == null ? Locale.ENGLISH : found;
        } catch (IllegalArgumentException e) {
            return Locale.ENGLISH; // no such header is worth refusing a request for
        }
    }

    /**
     * Finds a text.
     *
     * @param detail takes the place of {@code {0}}
     */
    public String text(Locale language, String key, String detail) {
        String text = Objects.requireNonNull(texts.get(language)).getProperty(key);
        return Objects.requireNonNull(text, key).replace("{0}", detail);
    }

    private static Properties load(String name) {
        try (var in = new InputStreamReader(
                Objects.requireNonNull(Messages.class.getResourceAsStream(name), name), StandardCharsets.UTF_8)) {
            var texts = new Properties();
            texts.load(in);
            return texts;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
