/** What is served over HTTP: health, metrics, accounts, positions from phones. */
@NullMarked
package io.bellcord.broker.http;

import org.jspecify.annotations.NullMarked;
