/** {@code ./bellcord admin provider} and {@code key}. */
@NullMarked
package io.bellcord.broker.cli.admin.provider;

import org.jspecify.annotations.NullMarked;
