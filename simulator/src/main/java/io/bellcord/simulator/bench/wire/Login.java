package io.bellcord.simulator.bench.wire;

/** A CONNECT's user name and password; what is empty is left out. */
public record Login(String username, String password) {
    public static final Login ANONYMOUS = new Login("", "");

    @Override
    public String toString() {
        return "Login[username=" + username + "]";
    }
}
