/** Figures of the process itself, by the names that Prometheus' own libraries give them. */
@NullMarked
package io.bellcord.broker.metrics;

import org.jspecify.annotations.NullMarked;
