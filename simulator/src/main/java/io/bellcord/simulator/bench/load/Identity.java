package io.bellcord.simulator.bench.load;

import io.bellcord.simulator.bench.wire.Login;

/**
 * As whom a client connects, and where.
 *
 * @param node by number, from 0
 */
record Identity(String clientId, Login login, int node) {}
