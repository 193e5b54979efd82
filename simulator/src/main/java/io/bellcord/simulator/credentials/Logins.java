package io.bellcord.simulator.credentials;

import io.bellcord.simulator.protocol.Ids;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Gives each bus of a fleet its login. */
public final class Logins {
    private final Optional<String> provider;
    private final int firstBus;

    /** Buses whose token does not name them are numbered from the first. */
    public Logins(Optional<String> provider, int firstBus) {
        this.provider = provider;
        this.firstBus = firstBus;
    }

    /** One secret for all. */
    public List<Login> withPassword(String password, int buses) {
        return numbered(required("--provider"), buses, _ -> password);
    }

    /** One driver's token for all; it tells the provider, where that was not given. */
    public List<Login> withToken(String token, int buses) {
        var parsed = Token.parse(token); // no JWT is no driver's token
        var name = provider.or(parsed::provider).orElseGet(() -> required("--provider"));
        return numbered(checked(name), buses, _ -> token);
    }

    /** A token of its own for each, signed at each CONNECT. */
    public List<Login> withSigner(TokenSigner signer, int buses) {
        var name = required("--provider");
        return numbered(name, buses, bus -> signer.sign(name, bus));
    }

    /** One bus for each line of the file, or for as many as are wanted. */
    public List<Login> withTokens(Path file, Optional<Integer> buses) throws IOException {
        var tokens = TokensFile.read(file);
        var wanted = buses.orElse(tokens.size());
        if (wanted > tokens.size()) {
            throw new IllegalArgumentException(
                    file + " holds " + tokens.size() + " tokens, too few for --buses " + wanted);
        }
        var logins = new ArrayList<Login>();
        for (var i = 0; i < wanted; i++) {
            var token = tokens.get(i);
            var bus = token.bus().orElse(Integer.toString(firstBus + i));
            var name = token.provider().or(() -> provider).orElseGet(() -> required("--provider"));
            logins.add(new Login(checked(name), checked(bus), token::text));
        }
        return logins;
    }

    private List<Login> numbered(String name, int buses, Function<String, String> passwordOf) {
        return IntStream.range(firstBus, firstBus + buses)
                .mapToObj(Integer::toString)
                .map(bus -> new Login(name, bus, () -> passwordOf.apply(bus)))
                .toList();
    }

    private String required(String option) {
        return checked(provider.orElseThrow(() -> new IllegalArgumentException(
                option + " is missing and the token does not say: add " + option + " cam, or another provider's id")));
    }

    private static String checked(String id) {
        if (!Ids.isId(id)) {
            throw new IllegalArgumentException(
                    '"' + id + "\" is not an id: use 1 to 64 of A-Z a-z 0-9 . _ - for a provider or bus");
        }
        return id;
    }
}
