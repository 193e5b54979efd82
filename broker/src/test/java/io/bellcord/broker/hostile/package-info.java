/**
 * What hostile and broken clients send, by the byte: one class for each heading of what Moquette alone does not survive, one
 * line for each case.
 */
@NullMarked
package io.bellcord.broker.hostile;

import org.jspecify.annotations.NullMarked;
