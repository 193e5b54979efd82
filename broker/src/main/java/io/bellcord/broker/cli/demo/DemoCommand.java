package io.bellcord.broker.cli.demo;

import io.bellcord.broker.cli.ConfigOptions;
import io.bellcord.broker.cli.DataOptions;
import io.bellcord.broker.cli.Lifetime;
import io.bellcord.broker.cli.Lifetimes;
import io.bellcord.broker.cli.LogOutput;
import io.bellcord.broker.cli.ReadyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code demo}: everything at once. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Starts PostgreSQL, Redis, the broker and buses that drive through Monaco, until Ctrl-C.",
        footer = {"", "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration."})
@SuppressWarnings("NullAway.Init") // picocli sets what is not set here
public final class DemoCommand implements Callable<Integer> {
    private static final int MOST_BUSES = 5_000;

    /** The demo tells of its start itself, and log lines would break the line that it writes over. */
    private static final String USUAL_LEVEL = "WARN";

    @Option(
            names = "--buses",
            paramLabel = "N",
            defaultValue = "60",
            description = "How many buses drive; 0 for none but your own (default: ${DEFAULT-VALUE}).")
    private int buses;

    @Option(
            names = "--duration",
            paramLabel = "TIME",
            converter = Time.class,
            description = "Stop by itself after 20s, 5m, 2h (default: run until Ctrl-C).")
    private @Nullable Duration duration;

    @Mixin
    private final DataOptions data = new DataOptions();

    @Mixin
    private final ReadyOption ready = new ReadyOption();

    @Mixin
    private final ConfigOptions settings = new ConfigOptions();

    @Spec
    private CommandSpec spec;

    private final Clock clock;

    public DemoCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (buses < 0 || buses > MOST_BUSES) {
            throw new ParameterException(spec.commandLine(), "--buses must be 0 to " + MOST_BUSES + " but is " + buses);
        }
        var config = settings.load(overrides());
        LogOutput.use(config.log(), USUAL_LEVEL);
        List<String> simulator = buses == 0 ? List.of() : SimulatorJar.command();
        ready.clear();
        var screen = Screen.on(spec.commandLine().getOut());
        try (var lifetime = Lifetime.untilSignal(config.shutdown().limit())) {
            var demo = new Demo(config, data, screen, lifetime, clock);
            return demo.run(new DemoData(buses), simulator, ready, Optional.ofNullable(duration));
        }
    }

    /** The buses drive where the map that comes along is of, and it needs no network. */
    private Map<String, String> overrides() {
        var all = new HashMap<>(data.overrides());
        all.put("bellcord.map.base", "monaco");
        return all;
    }

    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Lifetimes.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
