package io.bellcord.broker.limits;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Networks by their addresses' first bits, IPv4 and IPv6 (CIDR). */
public record Networks(List<Network> list) {
    private static final Pattern ADDRESS = Pattern.compile("\\d+(\\.\\d+){3}|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    /**
     * Addresses that begin alike.
     *
     * @param bits how many bits they have in common with {@code address}
     */
    public record Network(InetAddress address, int bits) {
        boolean contains(byte[] other) {
            byte[] own = address.getAddress();
            if (other.length != own.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit += Byte.SIZE) {
                int mask = 0xFF00 >> Math.min(Byte.SIZE, bits - bit) & 0xFF;
                if (((other[bit / Byte.SIZE] ^ own[bit / Byte.SIZE]) & mask) != 0) {
                    return false;
                }
            }
            return true;
        }
    }

    public Networks {
        list = List.copyOf(list);
    }

    /**
     * Reads networks that are separated by commas; {@code none} for none.
     *
     * @throws IllegalArgumentException with what is wrong and the way out
     */
    public static Networks parse(String text) {
        List<Network> networks = new ArrayList<>();
        if (!"none".equals(text)) {
            for (String one : text.split(",", -1)) {
                networks.add(network(one.strip()));
            }
        }
        return new Networks(networks);
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return list.stream().anyMatch(network -> network.contains(bytes));
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        InetAddress address = address(slash < 0 ? text : text.substring(0, slash), text);
        int longest = address.getAddress().length * Byte.SIZE;
        return new Network(address, slash < 0 ? longest : bits(text.substring(slash + 1), longest, text));
    }

    private static InetAddress address(String text, String network) {
        return address(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        '"' + network + "\" is not a network: write 10.0.0.0/8, ::1/128, or none"));
    }

    /** What is written as an address; anything else, a name too, is none, and is not looked up. */
    public static Optional<InetAddress> address(String text) {
        try {
            return Optional.of(text)
                    .filter(written -> ADDRESS.matcher(written).matches())
                    .map(InetAddress::ofLiteral);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static int bits(String text, int longest, String network) {
        if (text.matches("\\d{1,3}") && Integer.parseInt(text) <= longest) {
            return Integer.parseInt(text);
        }
        throw new IllegalArgumentException(
                '"' + network + "\" has no such prefix: write /0 to /" + longest + " after the address");
    }

    /**
     * The address as it is counted. Who has IPv6 has a network of 2^64 addresses to himself, so they count as one
     * (RFC 6177).
     */
    public static InetAddress counted(InetAddress address) {
        byte[] bytes = address.getAddress();
        if (bytes.length == 4) {
            return address;
        }
        Arrays.fill(bytes, 8, 16, (byte) 0);
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("16 bytes are an address", e);
        }
    }
}
