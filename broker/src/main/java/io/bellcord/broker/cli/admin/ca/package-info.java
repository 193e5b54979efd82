/** {@code ./bellcord admin ca}. */
@NullMarked
package io.bellcord.broker.cli.admin.ca;

import org.jspecify.annotations.NullMarked;
