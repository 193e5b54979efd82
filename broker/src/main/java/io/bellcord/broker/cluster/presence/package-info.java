/** Which buses have a tracker connected at other nodes. */
@NullMarked
package io.bellcord.broker.cluster.presence;

import org.jspecify.annotations.NullMarked;
