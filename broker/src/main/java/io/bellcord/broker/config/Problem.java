package io.bellcord.broker.config;

/**
 * One mistake in the configuration.
 *
 * @param name the setting as it was written
 * @param message what is wrong with it and the way out; follows the name in a sentence
 */
record Problem(Place place, String name, String message) {}
