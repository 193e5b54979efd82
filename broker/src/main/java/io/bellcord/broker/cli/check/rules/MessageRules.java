package io.bellcord.broker.cli.check.rules;

import static io.bellcord.broker.cli.check.rules.Verdict.fine;
import static io.bellcord.broker.cli.check.rules.Verdict.found;
import static io.bellcord.broker.cli.check.rules.Verdict.unseen;

import io.bellcord.broker.cli.check.rules.Seen.Message;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What it sends, message by message. */
final class MessageRules {
    private static final int LARGE = 512;
    private static final int SMALL_LIBRARIES = 256; // what PubSubClient takes, topic and all
    private static final Set<String> UNREADABLE =
            Set.of("malformed", "missing_field", "out_of_range", "not_its_bus", "not_allowed");

    private MessageRules() {}

    static Verdict reports(Recording recording) {
        int all = recording.messages().size();
        int good = recording.good().size();
        if (all == 0) {
            return found(
                    recording.arrivals().isEmpty() ? "nothing came, and nobody is connected" : "nothing came",
                    "see whether the tracker reaches the broker, and what CONNACK says: docs/INTEGRATORS.md, When nothing"
                            + " comes");
        }
        return good == 0
                ? found(all + " messages, and none of them a position", "mend what else is found here")
                : fine(all + " messages, " + good + " of them good");
    }

    static Verdict understood(Recording recording) {
        List<String> unread = Stream.concat(
                        recording.messages().stream()
                                .filter(Message::isRefused)
                                .filter(message -> UNREADABLE.contains(message.reason()))
                                .map(message -> message.reason() + ": " + message.words()),
                        recording.notices().stream()
                                .filter(notice -> UNREADABLE.contains(notice.reason()))
                                .map(notice -> notice.reason() + ": " + notice.words()))
                .toList();
        if (recording.messages().isEmpty() && unread.isEmpty()) {
            return unseen("nothing came");
        }
        return unread.isEmpty()
                ? fine("nothing was refused as unreadable")
                : found(
                        unread.size() + " of " + recording.messages().size() + " refused, the last as "
                                + unread.getLast(),
                        "docs/PROTOCOL.md, Refusals, says what each reason means");
    }

    static Verdict size(Recording recording) {
        List<Message> sized = recording.messages();
        if (sized.isEmpty()) {
            return unseen("nothing came");
        }
        Optional<Message> refused = sized.stream().filter(is("too_large")).findFirst();
        int usual = (int) sized.stream().mapToInt(Message::bytes).average().orElse(0);
        int largest = sized.stream().mapToInt(Message::bytes).max().orElse(0);
        if (refused.isPresent()) {
            return found(refused.get().words(), "send fewer fixes in f, or leave out what riders do not need");
        }
        String seen = usual + " bytes on average, " + largest + " at most";
        return usual > LARGE
                ? found(
                        seen,
                        "a position needs about 120 bytes: leave out what nobody reads, and decimals past the sixth")
                : fine(seen + (largest > SMALL_LIBRARIES ? "; more than small MQTT libraries take (256)" : ""));
    }

    static Predicate<Message> is(String reason) {
        return message -> message.isRefused() && message.reason().equals(reason);
    }
}
