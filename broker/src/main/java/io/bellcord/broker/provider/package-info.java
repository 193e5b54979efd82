/** The providers, their keys and their routes: in PostgreSQL, and from there in memory on every node. */
@NullMarked
package io.bellcord.broker.provider;

import org.jspecify.annotations.NullMarked;
