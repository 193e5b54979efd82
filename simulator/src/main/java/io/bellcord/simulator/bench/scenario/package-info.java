/** What is done to a broker, and what is measured of it. */
@NullMarked
package io.bellcord.simulator.bench.scenario;

import org.jspecify.annotations.NullMarked;
