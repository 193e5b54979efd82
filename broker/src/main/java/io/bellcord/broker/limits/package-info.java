/** Bounds that any door can use: rates, counts, trusted networks, failed logins. All of them bounded in memory themselves. */
@NullMarked
package io.bellcord.broker.limits;

import org.jspecify.annotations.NullMarked;
