/** What the API tells of providers, their routes and where their buses are. */
@NullMarked
package io.bellcord.broker.http.fleet;

import org.jspecify.annotations.NullMarked;
