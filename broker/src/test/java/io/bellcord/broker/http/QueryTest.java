package io.bellcord.broker.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QueryTest {
    @Test
    void givesEveryValueInItsOrder() {
        Query query = Query.parse("a=1&b=&a=2&c&=x&&d==&a=3");

        assertThat(query.all("a")).containsExactly("1", "2", "3");
        assertThat(query.all("b")).containsExactly("");
        assertThat(query.all("c")).containsExactly("");
        assertThat(query.all("d")).containsExactly("=");
        assertThat(query.all("e")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"q=%ED%95%9C+%26%2B", "q=한%20%26%2B", "%71=%ED%95%9C %26%2b"})
    void decodesNamesAndValuesAsTextInUtf8(String encoded) {
        assertThat(Query.parse(encoded).all("q")).containsExactly("한 &+");
        assertThat(Query.parse(encoded.getBytes(StandardCharsets.UTF_8)).all("q"))
                .containsExactly("한 &+");
    }

    @Test
    void isEmptyWhereNothingWasSaid() {
        assertThat(Query.parse((String) null).all("a")).isEmpty();
        assertThat(Query.parse("").all("a")).isEmpty();
        assertThat(Query.parse("a=1\r\n".getBytes(StandardCharsets.UTF_8)).all("a"))
                .containsExactly("1");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bbox=%zz          | bbox has a percent sign without two hexadecimal digits after it",
                "a=1&id=%G1        | id has a percent sign",
                "a=%               | a has a percent sign",
                "a=%4              | a has a percent sign",
                "a=%+1             | a has a percent sign",
                "a=%-1             | a has a percent sign",
                "a=1%%             | a has a percent sign",
                "a=1&b%=2          | the name of parameter 2 has a percent sign",
                "a=1&<script>=%    | parameter 2 has a percent sign",
                "a=%FF             | a is not UTF-8",
                "a=%C0%80          | a is not UTF-8",
                "a=%ED%A0%80       | a is not UTF-8",
                "a=%E2%82          | a is not UTF-8",
                "a=\uFFFD         | a is not UTF-8",
                "%FF=1             | the name of parameter 1 is not UTF-8",
            })
    void refusesWhatCannotBeDecodedAndNamesIt(String encoded, String message) {
        RequestRefused refused = catchThrowableOfType(RequestRefused.class, () -> Query.parse(encoded));

        assertThat(refused.code()).isEqualTo(ErrorCode.INVALID_PARAMETER);
        assertThat(refused.detail()).startsWith(message);
    }
}
