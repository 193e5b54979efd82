/** Trackers as they should not be: each fault breaks one rule of docs/INTEGRATORS.md. */
@NullMarked
package io.bellcord.simulator.fault;

import org.jspecify.annotations.NullMarked;
