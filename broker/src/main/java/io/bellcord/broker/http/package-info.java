/**
 * What is served over HTTP: accounts, positions from phones; and what the packages below it share: who calls
 * ({@link io.bellcord.broker.http.Callers}), CORS, errors and their words, answers that go on and on.
 */
@NullMarked
package io.bellcord.broker.http;

import org.jspecify.annotations.NullMarked;
