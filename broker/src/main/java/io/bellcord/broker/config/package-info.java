/** What an operator can set: read once at the start, checked as a whole, never changed afterwards. */
@NullMarked
package io.bellcord.broker.config;

import org.jspecify.annotations.NullMarked;
