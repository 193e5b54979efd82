/** A real browser, Debian's Chromium without a window, and what a person does with it. */
@NullMarked
package io.bellcord.broker.testing.browser;

import org.jspecify.annotations.NullMarked;
