/** The readable form of docs/openapi.yaml: a page without scripts, made when the process starts. */
@NullMarked
package io.bellcord.broker.http.docs;

import org.jspecify.annotations.NullMarked;
