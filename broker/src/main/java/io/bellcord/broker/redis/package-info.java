/** The connection to Redis, one server or a cluster, for commands and for channels: the one home of its client's configuration. */
@NullMarked
package io.bellcord.broker.redis;

import org.jspecify.annotations.NullMarked;
