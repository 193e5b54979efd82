/** Which client identifiers are taken at which node: one that connects again at another node ends the older connection. */
@NullMarked
package io.bellcord.broker.cluster.clients;

import org.jspecify.annotations.NullMarked;
