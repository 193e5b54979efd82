/** {@code ./bellcord admin}: providers, and all that lets clients in. */
@NullMarked
package io.bellcord.broker.cli.admin;

import org.jspecify.annotations.NullMarked;
