/** PostgreSQL: its connections, its migrations, and word of its changes. */
@NullMarked
package io.bellcord.broker.db;

import org.jspecify.annotations.NullMarked;
