/** What one bus's tracker does, as it happens, for the operators of its provider. */
@NullMarked
package io.bellcord.broker.http.buslog;

import org.jspecify.annotations.NullMarked;
