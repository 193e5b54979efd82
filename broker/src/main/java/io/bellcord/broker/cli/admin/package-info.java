/** {@code ./bellcord admin}: providers, their keys and tokens. */
@NullMarked
package io.bellcord.broker.cli.admin;

import org.jspecify.annotations.NullMarked;
