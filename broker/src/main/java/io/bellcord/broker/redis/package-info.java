/** The connection to Redis: the one home of its client's configuration. */
@NullMarked
package io.bellcord.broker.redis;

import org.jspecify.annotations.NullMarked;
