/** {@code ./bellcord demo}: everything at once, with buses that drive. */
@NullMarked
package io.bellcord.broker.cli.demo;

import org.jspecify.annotations.NullMarked;
