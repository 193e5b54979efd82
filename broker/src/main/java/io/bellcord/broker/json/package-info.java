/** Position JSON version 1 as text: its keys, its types, and what is wrong with one that cannot be read. */
@NullMarked
package io.bellcord.broker.json;

import org.jspecify.annotations.NullMarked;
