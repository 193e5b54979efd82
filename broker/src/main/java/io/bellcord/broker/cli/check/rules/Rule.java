package io.bellcord.broker.cli.check.rules;

import java.util.List;
import java.util.function.Function;

/**
 * One thing that a good tracker does.
 *
 * @param id for programs; does not change
 * @param title for people
 */
public record Rule(String id, String title, Function<Recording, Verdict> judge) {
    /** All of them, in the order of a report. */
    public static final List<Rule> ALL = List.of(
            new Rule("reports", "Reports positions", MessageRules::reports),
            new Rule("client-id", "Connects with one clean client identifier", ConnectionRules::clientId),
            new Rule("twins", "Is the only one with its identity", ConnectionRules::twins),
            new Rule("keep-alive", "Asks for a sensible keep alive", ConnectionRules::keepAlive),
            new Rule("stability", "Stays connected", ConnectionRules::stability),
            new Rule("back-off", "Waits before it reconnects", ConnectionRules::backOff),
            new Rule("will", "Leaves no will that is refused", ConnectionRules::will),
            new Rule("credential", "Has a credential of a sensible age", CredentialRules::age),
            new Rule("understood", "Sends what can be read", MessageRules::understood),
            new Rule("size", "Sends small messages", MessageRules::size),
            new Rule("clock", "Has the right time", TimeRules::clock),
            new Rule("week-rollover", "Counts GPS weeks past 1023", TimeRules::weekRollover),
            new Rule("rate", "Reports as often as is of use", TimeRules::rate),
            new Rule("jitter", "Reports evenly", TimeRules::jitter),
            new Rule("duplicates", "Sends each fix once", TimeRules::duplicates),
            new Rule("order", "Sends its fixes in their order", TimeRules::order),
            new Rule("buffering", "Sends what it buffered in one message", TimeRules::buffering),
            new Rule("null-island", "Waits for its first fix", PlaceRules::nullIsland),
            new Rule("frozen", "Moves on the map when it moves", PlaceRules::frozen),
            new Rule("heading", "Says no heading while it stands", PlaceRules::heading),
            new Rule("units", "Gives its speed in metres per second", PlaceRules::units));
}
