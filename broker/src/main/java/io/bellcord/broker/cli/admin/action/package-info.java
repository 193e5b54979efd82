/** What all admin commands have in common: a database, an answer in two forms, words that operators write. */
@NullMarked
package io.bellcord.broker.cli.admin.action;

import org.jspecify.annotations.NullMarked;
