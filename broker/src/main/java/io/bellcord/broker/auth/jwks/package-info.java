/** Keys as providers publish them: JSON Web Keys (RFC 7517), in a file or at an address that is read again. */
@NullMarked
package io.bellcord.broker.auth.jwks;

import org.jspecify.annotations.NullMarked;
