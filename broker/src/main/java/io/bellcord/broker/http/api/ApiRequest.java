package io.bellcord.broker.http.api;

import io.bellcord.broker.auth.Grant;
import io.bellcord.broker.http.ErrorCode;
import io.bellcord.broker.http.Query;
import io.bellcord.broker.http.RequestRefused;
import io.bellcord.broker.transit.ProviderId;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;

/** A call that was let in. */
public final class ApiRequest {
    private final Context context;
    private final Optional<Grant> grant;
    private final Query query;

    /** @throws RequestRefused where its query cannot be decoded, whether somebody asks for a parameter or not */
    ApiRequest(Context context, Optional<Grant> grant) {
        this.context = context;
        this.grant = grant;
        query = Query.of(context);
    }

    public Context context() {
        return context;
    }

    /** Who calls; for every audience but everybody. */
    public Grant grant() {
        return grant.orElseThrow();
    }

    /** The one in the path: it exists, is enabled, and has let the caller in. */
    public ProviderId provider() {
        return grant().provider();
    }

    /** A part of the path, as it was written. */
    public String path(String name) {
        return context.pathParam(name);
    }

    /**
     * What stands after the question mark; empty is as good as left out.
     *
     * @throws RequestRefused where it is there twice
     */
    public Optional<String> parameter(String name) {
        List<String> values = query.all(name);
        if (values.size() > 1) {
            throw invalid(name + " is there " + values.size() + " times; send it once");
        }
        return values.stream().filter(value -> !value.isEmpty()).findFirst();
    }

    /** A whole number within bounds. */
    public int whole(String name, int otherwise, int least, int most) {
        Optional<String> text = parameter(name);
        if (text.isEmpty()) {
            return otherwise;
        }
        int value = text.get().matches("\\d{1,9}") ? Integer.parseInt(text.get()) : -1;
        if (value < least || value > most) {
            throw invalid(name + " must be a whole number, " + least + " to " + most);
        }
        return value;
    }

    /**
     * A parameter is not what it must be.
     *
     * @param what names the parameter and what it must be; its value is not repeated
     */
    public static RequestRefused invalid(String what) {
        return new RequestRefused(ErrorCode.INVALID_PARAMETER, what);
    }
}
