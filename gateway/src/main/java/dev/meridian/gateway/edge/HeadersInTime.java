package dev.meridian.gateway.edge;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * Closes a connection whose request does not get past its headers in time. The server's own limits begin when the
 * headers are there, or begin anew with every byte, so that a byte now and then would hold a connection for ever.
 */
public final class HeadersInTime {

    private final Duration limit;
    private @Nullable Future<?> closing;
    private boolean inRequest;

    private HeadersInTime(Duration limit) {
        this.limit = limit;
    }

    /** Watches a new connection of callers. */
    public static void watch(Channel connection, Duration limit) {
        HeadersInTime watch = new HeadersInTime(limit);
        var ignored = connection
                .pipeline()
                .addBefore(NettyPipeline.HttpCodec, "meridian.first-byte", watch.new FirstByte())
                .addAfter(NettyPipeline.HttpCodec, "meridian.headers", watch.new Headers());
    }

    /** Sees what arrives before it is understood. */
    private final class FirstByte extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (!inRequest && closing == null) {
                Runnable close = context::close;
                closing = context.executor().schedule(close, limit.toMillis(), TimeUnit.MILLISECONDS);
            }
            var ignored = context.fireChannelRead(bytes);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            stop();
            var ignored = context.fireChannelInactive();
        }
    }

    /** Sees requests as soon as their headers are read, and where they end. */
    private final class Headers extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext context, Object part) {
            if (part instanceof HttpRequest) {
                inRequest = true;
                stop();
            }
            if (part instanceof io.netty.handler.codec.http.LastHttpContent) {
                inRequest = false;
            }
            var ignored = context.fireChannelRead(part);
        }
    }

    private void stop() {
        if (closing != null) {
            boolean ignored = closing.cancel(false);
            closing = null;
        }
    }
}
