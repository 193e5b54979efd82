/** What trackers send becomes a position or a refusal. */
@NullMarked
package io.bellcord.broker.ingest;

import org.jspecify.annotations.NullMarked;
