/** The readable form of docs/openapi.yaml: a page without scripts. */
@NullMarked
package io.bellcord.broker.http.docs;

import org.jspecify.annotations.NullMarked;
