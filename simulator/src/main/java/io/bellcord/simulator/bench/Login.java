package io.bellcord.simulator.bench;

/** A CONNECT's user name and password; what is empty is left out. */
record Login(String username, String password) {
    static final Login ANONYMOUS = new Login("", "");

    @Override
    public String toString() {
        return "Login[username=" + username + "]";
    }
}
