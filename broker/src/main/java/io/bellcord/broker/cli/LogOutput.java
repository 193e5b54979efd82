package io.bellcord.broker.cli;

import io.bellcord.broker.config.BrokerConfig;

/** Hands the settings of the log to config/logback.xml, which is read with the first logger, and again when it changes. */
public final class LogOutput {
    private static final String LEVEL = "BELLCORD_LOG_LEVEL";
    private static final String FORMAT = "BELLCORD_LOG_FORMAT";

    private LogOutput() {}

    /** Logs as this says. */
    static void use(BrokerConfig.Log log) {
        System.setProperty(LEVEL, log.level());
        useFormat(log);
    }

    /** The same with a level of the command's own, where the environment names none. */
    public static void use(BrokerConfig.Log log, String usualLevel) {
        if (System.getenv(LEVEL) == null) {
            System.setProperty(LEVEL, usualLevel);
        }
        useFormat(log);
    }

    private static void useFormat(BrokerConfig.Log log) {
        System.setProperty(FORMAT, log.format());
    }
}
