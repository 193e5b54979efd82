/** Who may come in, as whom, and until when. */
@NullMarked
package io.bellcord.broker.auth;

import org.jspecify.annotations.NullMarked;
