/** What the API tells operators, and nobody else. */
@NullMarked
package io.bellcord.broker.http.ops;

import org.jspecify.annotations.NullMarked;
