package io.bellcord.broker.config;

import java.nio.file.Path;

/** Where a value was set, in the words that help to find it again. */
sealed interface Place {
    /** The first column of a problem. */
    String label();

    /** What the headline names. */
    String source();

    /** Problems are told in this order: a file's from top to bottom. */
    default int order() {
        return 0;
    }

    record InFile(Path file, int line) implements Place {
        @Override
        public String label() {
            return "line " + line;
        }

        @Override
        public int order() {
            return line;
        }

        @Override
        public String source() {
            return file.toString();
        }
    }

    record InEnvironment() implements Place {
        @Override
        public String label() {
            return "environment";
        }

        @Override
        public String source() {
            return "the environment";
        }
    }

    /** Options such as {@code --port-offset} end up here. */
    record OnCommandLine() implements Place {
        @Override
        public String label() {
            return "option";
        }

        @Override
        public String source() {
            return "the command line";
        }
    }

    /** Nobody set it, yet together with another setting it does not work. */
    record Default() implements Place {
        @Override
        public String label() {
            return "default";
        }

        @Override
        public String source() {
            return "the defaults";
        }
    }
}
