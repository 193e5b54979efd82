/**
 * Draws the simulator's map out of an OpenStreetMap extract. Run once, by {@code mvn -pl simulator -Pmap-data
 * process-test-classes}; what it writes is committed, so that nobody downloads the extract to watch a demo.
 */
@NullMarked
package io.bellcord.simulator.mapdata;

import org.jspecify.annotations.NullMarked;
