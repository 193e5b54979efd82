package io.bellcord.broker.testing;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.LoggerFactory;

/** What is logged from a level on while this is open, by whomever in this JVM. */
public final class CapturedLog implements AutoCloseable {
    private final Queue<String> lines = new ConcurrentLinkedQueue<>();
    private final Level from;
    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            if (event.getLevel().isGreaterOrEqual(from)) {
                lines.add(line(event));
            }
        }
    };

    private CapturedLog(Level from) {
        this.from = from;
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
    }

    public static CapturedLog errors() {
        return new CapturedLog(Level.ERROR);
    }

    public static CapturedLog warningsAndErrors() {
        return new CapturedLog(Level.WARN);
    }

    /** Down to what the loggers' levels let through. */
    public static CapturedLog everything() {
        return new CapturedLog(Level.TRACE);
    }

    /** What has been logged since the last call. */
    public List<String> take() {
        List<String> taken = new ArrayList<>();
        for (String line = lines.poll(); line != null; line = lines.poll()) {
            taken.add(line);
        }
        return taken;
    }

    private static String line(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(event.toString());
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            line.append(" <- ").append(cause.getClassName()).append(": ").append(cause.getMessage());
            for (int i = 0; i < Math.min(8, cause.getStackTraceElementProxyArray().length); i++) {
                line.append("\n  ").append(cause.getStackTraceElementProxyArray()[i]);
            }
        }
        return line.toString();
    }

    @Override
    public void close() {
        root.detachAppender(appender);
        appender.stop();
    }
}
