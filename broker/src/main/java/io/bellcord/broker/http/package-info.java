/** What is served over HTTP: health and metrics. */
@NullMarked
package io.bellcord.broker.http;

import org.jspecify.annotations.NullMarked;
