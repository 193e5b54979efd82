package io.bellcord.broker.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MessagesTest {
    private final Messages messages = new Messages();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ko                              | ko",
                "ko-KR,ko;q=0.9,en-US;q=0.8      | ko",
                "en-US,en;q=0.9,ko;q=0.8         | en",
                "en;q=0.5, KO-kr;q=0.7           | ko",
                "fr, ko;q=0.1                    | ko",
                "ko;q=0, en;q=0.1                | en",
                "ko;q=0                          | en",
                "*                               | en",
                "fr                              | en",
                "''                              | en",
                "ko;q=high                       | en",
                ";;;                             | en"
            })
    void answersInTheLanguageThatIsPreferred(String header, String language) {
        assertThat(messages.language(header).getLanguage()).isEqualTo(language);
    }

    @Test
    void answersInEnglishWhereNoLanguageIsAskedForOrTooMany() {
        assertThat(messages.language(null)).isEqualTo(Locale.ENGLISH);
        assertThat(messages.language("ko," + "x,".repeat(200))).isEqualTo(Locale.ENGLISH);
    }

    @ParameterizedTest
    @EnumSource
    void hasWordsForEveryErrorInBothLanguages(ErrorCode code) {
        String english = messages.text(Locale.ENGLISH, code.code(), "busId");
        String korean = messages.text(Locale.KOREAN, code.code(), "busId");

        assertThat(english).isNotBlank().matches("\\p{ASCII}+").doesNotContain("{");
        assertThat(korean).containsPattern("[가-힣]").doesNotContain("{");
        assertThat(korean.contains("busId")).isEqualTo(english.contains("busId"));
    }
}
