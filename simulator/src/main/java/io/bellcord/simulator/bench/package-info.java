/**
 * What brokers cost, measured from outside: processes, sockets, CPU time. {@code door} compares logging in and publishing
 * with the bare broker inside, {@code scenario} the live feed with other brokers; {@code load} is the clients, {@code target}
 * the brokers, {@code report} what is printed, {@code wire} and {@code process} the tools of all.
 */
@NullMarked
package io.bellcord.simulator.bench;

import org.jspecify.annotations.NullMarked;
