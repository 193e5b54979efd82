/** What tests of several packages share. */
@NullMarked
package io.bellcord.broker.testing;

import org.jspecify.annotations.NullMarked;
