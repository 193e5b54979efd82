/** Moquette: started, stopped, and given our authenticator, our policy and our interceptor. */
@NullMarked
package io.bellcord.broker.mqtt;

import org.jspecify.annotations.NullMarked;
