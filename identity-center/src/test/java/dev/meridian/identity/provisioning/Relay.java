package dev.meridian.identity.provisioning;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Stands in the way to a server: nothing listens until it is opened, then every connection is passed on. */
final class Relay implements AutoCloseable {

    private final int port;
    private final String targetHost;
    private final int targetPort;
    private final ExecutorService work = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger held = new AtomicInteger();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private ServerSocket server;

    Relay(String targetHost, int targetPort) {
        this.targetHost = targetHost;
        this.targetPort = targetPort;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String url() {
        return "http://127.0.0.1:" + port;
    }

    void open() {
        try {
            server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        work.execute(this::accept);
    }

    @Override
    public void close() throws IOException {
        if (server != null) {
            server.close();
        }
        work.shutdownNow();
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket near = server.accept();
                work.execute(() -> connect(near));
            } catch (IOException e) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        try {
            Socket far = new Socket(targetHost, targetPort);
            work.execute(() -> pass(near, far));
            pass(far, near);
        } catch (IOException e) {
            // The server refuses; so does the relay.
            close(near);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What is sent from now on stays on its way until it is let through. */
    void hold() {
        gate = new CountDownLatch(1);
    }

    /** Whether something is held on its way. */
    boolean holds() {
        return held.get() > 0;
    }

    void letThrough() {
        gate.countDown();
    }

    private void pass(Socket from, Socket to) {
        byte[] chunk = new byte[8192];
        try (from;
                to) {
            InputStream in = from.getInputStream();
            for (int size = in.read(chunk); size >= 0; size = in.read(chunk)) {
                held.incrementAndGet();
                gate.await();
                held.decrementAndGet();
                to.getOutputStream().write(chunk, 0, size);
            }
        } catch (IOException e) {
            // One side hung up; closing both passes that on.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
