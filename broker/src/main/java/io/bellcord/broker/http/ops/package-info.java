/** What operators see and do over HTTP, and nobody else may. */
@NullMarked
package io.bellcord.broker.http.ops;

import org.jspecify.annotations.NullMarked;
