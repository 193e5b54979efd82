/**
 * The JSON API under {@code /v1}: what is the same for all of it. A part of the API is a class that lists its {@link
 * io.bellcord.broker.http.api.Call}s; {@code Broker} hands them all to {@link io.bellcord.broker.http.api.ApiRoutes}, and each
 * stands in docs/openapi.yaml too, which a test holds against what is served.
 *
 * <ul>
 *   <li>Who may call is the {@link io.bellcord.broker.http.api.Audience} of the call, decided before its work begins: by the
 *       token, credential or public reading of the {@code {provider}} in its path, like a CONNECT. The work is told who it is.
 *   <li>What is refused is a {@link io.bellcord.broker.http.RequestRefused} with an {@link
 *       io.bellcord.broker.http.ErrorCode}, thrown from anywhere; it is answered as problem+json (RFC 9457), in the caller's
 *       language, and counted. A new code needs a line in both {@code messages.properties} and in docs.
 *   <li>{@link io.bellcord.broker.http.api.Body} is bytes that many are answered: with an ETag, If-None-Match, and gzip that
 *       is made once. Build one when something changes, keep it, and answer {@code Answer.of(body)}. What is small and for
 *       one caller is {@code Answer.json(…)}.
 *   <li>{@link io.bellcord.broker.http.api.Page} cuts a list that is in order of its ids into pages with a cursor.
 *   <li>{@link io.bellcord.broker.http.Streaming} is for server-sent events.
 *   <li>Rates, CORS, security headers, HEAD, OPTIONS, 404 and 405 are seen to.
 * </ul>
 */
@NullMarked
package io.bellcord.broker.http.api;

import org.jspecify.annotations.NullMarked;
