/** {@code ./bellcord admin user}. */
@NullMarked
package io.bellcord.broker.cli.admin.user;

import org.jspecify.annotations.NullMarked;
