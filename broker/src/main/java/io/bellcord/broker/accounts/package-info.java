/** People who log in with a password: their rows, their login, and the refresh tokens that keep them logged in. */
@NullMarked
package io.bellcord.broker.accounts;

import org.jspecify.annotations.NullMarked;
