/**
 * What becomes of positions when things break: programs are killed, stopped and cut off, and a ledger of every fix is held
 * against what riders saw and what Redis holds. {@code site} is what can be broken, {@code load} who keeps the ledger.
 */
@NullMarked
package io.bellcord.simulator.chaos;

import org.jspecify.annotations.NullMarked;
