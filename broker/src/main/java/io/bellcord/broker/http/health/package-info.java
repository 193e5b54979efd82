/** Whether a node is alive and well, told to load balancers, supervisors and people. */
@NullMarked
package io.bellcord.broker.http.health;

import org.jspecify.annotations.NullMarked;
