/** TLS as the JDK does it: the server's certificate, kept fresh while Bellcord runs, and what is asked of clients. */
@NullMarked
package io.bellcord.broker.tls;

import org.jspecify.annotations.NullMarked;
