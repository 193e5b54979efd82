package io.bellcord.broker.guard.admission;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;

/**
 * Takes the PROXY header that begins a connection (https://www.haproxy.org/download/2.8/doc/proxy-protocol.txt, versions 1
 * and 2) before TLS and HTTP see a byte, and then leaves. Without one the connection ends.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
    /** Of what version 2 may carry besides addresses, which nobody here reads: a TLS client's names, a cloud's ids. */
    private static final int MOST_EXTRA_BYTES = 4096;

    private final Admission admission;
    private boolean refused;

    private ProxyHeader(Admission admission) {
        this.admission = admission;
    }

    static void expect(ChannelPipeline pipeline, Admission admission) {
        pipeline.addFirst("proxyHeader", new ProxyHeader(admission));
        pipeline.addFirst("proxyHeaderDecoder", new HAProxyMessageDecoder(MOST_EXTRA_BYTES, true));
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        try {
            if (!refused && message instanceof HAProxyMessage header) {
                enter(context, header);
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private void enter(ChannelHandlerContext context, HAProxyMessage header) {
        if (admission.enterFrom(clientOf(context, header), context.channel())) {
            context.pipeline().remove(this); // what follows is the client's
        } else {
            refused = true;
            context.close();
        }
    }

    /** A proxy that asks after our health speaks for nobody but itself (2.2, LOCAL); so does one of which we learn no address. */
    private static InetAddress clientOf(ChannelHandlerContext context, HAProxyMessage header) {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        boolean isIp = family == AddressFamily.AF_IPv4 || family == AddressFamily.AF_IPv6;
        if (header.command() == HAProxyCommand.LOCAL || !isIp) {
            return ClientAddress.of(context.channel());
        }
        return InetAddress.ofLiteral(header.sourceAddress()); // checked by the decoder
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (!refused) {
            refused = true;
            admission.refused("proxy_header");
            context.close();
        }
    }
}
