package io.bellcord.broker.http;

import java.nio.ByteBuffer;
import java.util.Locale;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What Jetty itself refuses, because it is no request that a route could see: answered as all else, by a {@link Problem}. */
final class NoRequest extends ErrorHandler {
    private final Messages messages = new Messages();

    @Override
    public boolean errorPageForMethod(@Nullable String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int status,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        String wanted = request.getHeaders().get(HttpHeader.ACCEPT_LANGUAGE);
        byte[] body = describe(status, messages.language(wanted), response.getHeaders());
        response.write(true, ByteBuffer.wrap(body), callback);
    }

    /** Jetty's own words are left out: they repeat what came. */
    private byte[] describe(int status, Locale language, HttpFields.Mutable headers) {
        ErrorCode code = codeOf(status);
        headers.put(HttpHeader.CONTENT_TYPE, Problem.CONTENT_TYPE);
        headers.put(HttpHeader.CONTENT_LANGUAGE, language.getLanguage());
        headers.put(HttpHeader.CACHE_CONTROL, "no-store");
        HttpServer.SECURITY.forEach(headers::put);
        return Problem.of(code, status, messages.text(language, code.code(), ""))
                .json();
    }

    static ErrorCode codeOf(int status) {
        return switch (status) {
            case 404, 405 -> ErrorCode.NOT_FOUND;
            case 414 -> ErrorCode.URI_TOO_LONG;
            case 431 -> ErrorCode.HEADERS_TOO_LARGE;
            case 501, 505 -> ErrorCode.MALFORMED_REQUEST;
            default -> status < 500 ? ErrorCode.MALFORMED_REQUEST : ErrorCode.SERVER_ERROR;
        };
    }
}
