/** The composition root: what is opened, in which order, and closed in reverse. */
@NullMarked
package io.bellcord.broker;

import org.jspecify.annotations.NullMarked;
