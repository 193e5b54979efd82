/** What an image needs beside the broker. Its tests are those of what is deployed; .ci/deploy.sh tries the rest. */
@NullMarked
package io.bellcord.image;

import org.jspecify.annotations.NullMarked;
