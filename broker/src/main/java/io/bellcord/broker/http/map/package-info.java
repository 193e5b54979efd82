/** The pages that people open: the live map at {@code /}, the operator's page at {@code /ops}, and what they are made of. */
@NullMarked
package io.bellcord.broker.http.map;

import org.jspecify.annotations.NullMarked;
