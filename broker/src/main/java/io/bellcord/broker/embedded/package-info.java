/**
 * A real PostgreSQL and a real Redis without installing either: the same code path on a laptop as in production. Their
 * data is kept in a directory that one Bellcord owns at a time.
 */
@NullMarked
package io.bellcord.broker.embedded;

import org.jspecify.annotations.NullMarked;
