/**
 * What one bus's tracker does, for an operator who watches: how it connects, why it goes, each message as it came and what became
 * of it. Nothing is kept of it, and nothing is done for a bus that nobody watches. No password and no token is ever in it.
 */
@NullMarked
package io.bellcord.broker.observe;

import org.jspecify.annotations.NullMarked;
