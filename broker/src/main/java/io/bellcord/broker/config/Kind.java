package io.bellcord.broker.config;

/** How a setting's text becomes its value. */
@FunctionalInterface
interface Kind<T> {
    /**
     * Reads the text of one setting.
     *
     * @throws InvalidValue with what is wrong and the way out, to follow the setting's name
     */
    T parse(String text) throws InvalidValue;

    /** Checked, so that no reader of settings can forget to collect it. */
    final class InvalidValue extends Exception {
        private static final long serialVersionUID = 1L;

        private final String advice;

        InvalidValue(String message) {
            super(message);
            this.advice = message;
        }

        String advice() {
            return advice;
        }
    }
}
