/** The only place that knows how a topic name or a topic filter is written. */
@NullMarked
package io.bellcord.broker.topic;

import org.jspecify.annotations.NullMarked;
