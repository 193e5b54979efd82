package io.bellcord.broker.http.osmand;

import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.Query;
import io.bellcord.broker.http.RequestRefused;
import io.javalin.http.Context;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The parameters of a request, from its query and from the body of a form; where one is there twice, the first counts. */
final class Parameters {
    private static final int MOST_BYTES = 16 * 1024;

    private final Query query;
    private final Query form;
    private final byte[] json;

    Parameters(Query query, @Nullable String contentType, byte[] body) {
        boolean isJson = contentType != null
                && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals("application/json");
        this.query = query;
        json = isJson ? body : new byte[0];
        form = Query.parse(isJson ? new byte[0] : body);
    }

    /** Reads the whole request, of which there is little. */
    static Parameters of(Context context) throws IOException {
        byte[] body = context.req().getInputStream().readNBytes(MOST_BYTES + 1);
        if (body.length > MOST_BYTES) {
            throw new RequestRefused(ErrorCode.BODY_TOO_LARGE, Integer.toString(MOST_BYTES));
        }
        return new Parameters(Query.of(context), context.contentType(), body);
    }

    /** The first of these that is there. */
    Optional<String> find(String... names) {
        return Stream.of(names)
                .flatMap(name -> Stream.concat(query.all(name).stream(), form.all(name).stream()))
                .filter(value -> !value.isEmpty())
                .findFirst();
    }

    /** A body of JSON; empty for none. */
    byte[] json() {
        return json;
    }
}
