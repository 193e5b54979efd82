/** What other nodes receive, of the providers that somebody wants here. */
@NullMarked
package io.bellcord.broker.cluster;

import org.jspecify.annotations.NullMarked;
