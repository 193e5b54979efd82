/** The dashboard and the alerts of config/deploy, and docs/METRICS.md, held against what a broker tells. */
@NullMarked
package io.bellcord.broker.monitoring;

import org.jspecify.annotations.NullMarked;
