/** Reading a GTFS zip, which comes from elsewhere and may be broken or hostile. */
@NullMarked
package io.bellcord.broker.gtfs.file;

import org.jspecify.annotations.NullMarked;
