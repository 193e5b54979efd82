package io.bellcord.broker.guard.admission;

import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Who a channel's client is: the peer, or whom a proxy in front speaks for where one is believed. Nothing else says so. */
public final class ClientAddress {
    private static final AttributeKey<InetAddress> ADDRESS = AttributeKey.valueOf("bellcord.client-address");

    private ClientAddress() {}

    public static InetAddress of(Channel channel) {
        InetAddress told = channel.attr(ADDRESS).get();
        return told == null ? peerOf(channel) : told;
    }

    static void set(Channel channel, InetAddress address) {
        channel.attr(ADDRESS).set(address);
    }

    private static InetAddress peerOf(Channel channel) {
        return channel.remoteAddress() instanceof InetSocketAddress peer
                ? peer.getAddress()
                : InetAddress.getLoopbackAddress(); // a channel within this process, or one that is gone
    }
}
