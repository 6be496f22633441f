package dev.meridian.platform.servers;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** One Kafka broker that is its own controller (KRaft), on the loopback address. Topics are made by who needs them. */
public final class KafkaServer extends Server {

    private static final short API_VERSIONS = 18;

    private final Distributions distributions;
    private final KafkaAddress address;
    private final int controllerPort;
    private final int heapMegabytes;

    /**
     * With its settings; nothing is started.
     *
     * @param home its files
     * @param port where clients connect
     * @param controllerPort where the broker talks to itself as controller
     * @param heapMegabytes largest Java heap
     */
    public KafkaServer(Distributions distributions, ServerHome home, int port, int controllerPort, int heapMegabytes) {
        super("kafka", home);
        this.distributions = distributions;
        this.address = new KafkaAddress("127.0.0.1", port);
        this.controllerPort = controllerPort;
        this.heapMegabytes = heapMegabytes;
    }

    /** Where it listens. */
    public KafkaAddress address() {
        return address;
    }

    @Override
    public int port() {
        return address.port();
    }

    @Override
    protected List<Integer> ports() {
        return List.of(address.port(), controllerPort);
    }

    /** It opens its port long before it serves requests, so it is asked which requests it serves. */
    @Override
    public boolean isReady() {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.host(), address.port()), 2000);
            socket.setSoTimeout(3000);
            byte[] client = "meridian".getBytes(StandardCharsets.US_ASCII);
            DataOutputStream out = new DataOutputStream(socket.getOutputStream());
            out.writeInt(10 + client.length);
            out.writeShort(API_VERSIONS);
            out.writeShort(0);
            out.writeInt(1);
            out.writeShort(client.length);
            out.write(client);
            out.flush();
            DataInputStream in = new DataInputStream(socket.getInputStream());
            int length = in.readInt();
            int correlation = in.readInt();
            return length > 6 && correlation == 1 && in.readShort() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    protected ProcessPlan prepare() {
        Path settings = home().data().resolve("server.properties");
        Path logs = home().data().resolve("logs");
        try {
            Files.createDirectories(home().data());
            Files.writeString(settings, settings(logs));
            if (!Files.exists(logs.resolve("meta.properties"))) {
                format(settings);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + home().data(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServerException("interrupted while preparing " + home().data(), e);
        }
        List<String> command = java("-Xms64m", "-Xmx" + heapMegabytes + "m");
        command.add("kafka.Kafka");
        command.add(settings.toString());
        return plan(command, Map.of());
    }

    private void format(Path settings) throws IOException, InterruptedException {
        List<String> command = java("-Xmx128m");
        command.addAll(List.of(
                "kafka.tools.StorageTool",
                "format",
                // In one word: an id may begin with a hyphen, and would be taken for an option of its own.
                "--cluster-id=" + clusterId(),
                "-c",
                settings.toString(),
                "--ignore-formatted"));
        Files.createDirectories(home().log().getParent());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(home().log().toFile()))
                .start();
        if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
            throw new ServerException("Kafka's storage could not be formatted. The end of " + home().log() + ":\n"
                    + LogTail.lines(home().log(), 15));
        }
    }

    private List<String> java(String... memory) {
        List<String> command = new ArrayList<>();
        command.add(HostSystem.java().toString());
        command.addAll(List.of(memory));
        command.addAll(List.of(
                "-XX:+UseSerialGC",
                "-XX:+ExitOnOutOfMemoryError",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd'T'HH:mm:ss.SSSXXX",
                "-cp",
                distributions.kafka() + "/*"));
        return command;
    }

    private static String clusterId() {
        UUID id = UUID.randomUUID();
        ByteBuffer bytes =
                ByteBuffer.allocate(16).putLong(id.getMostSignificantBits()).putLong(id.getLeastSignificantBits());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
    }

    /** One node: every internal topic has one replica. Small buffers and few threads, for a machine shared with much else. */
    private String settings(Path logs) {
        return """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%d
                listeners=PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d
                advertised.listeners=PLAINTEXT://127.0.0.1:%d
                listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
                controller.listener.names=CONTROLLER
                inter.broker.listener.name=PLAINTEXT
                log.dirs=%s
                num.partitions=6
                auto.create.topics.enable=false
                offsets.topic.num.partitions=8
                offsets.topic.replication.factor=1
                transaction.state.log.num.partitions=4
                transaction.state.log.replication.factor=1
                transaction.state.log.min.isr=1
                share.coordinator.state.topic.num.partitions=2
                share.coordinator.state.topic.replication.factor=1
                share.coordinator.state.topic.min.isr=1
                group.initial.rebalance.delay.ms=0
                num.network.threads=2
                num.io.threads=4
                background.threads=2
                log.cleaner.threads=1
                log.cleaner.dedupe.buffer.size=16777216
                log.index.size.max.bytes=1048576
                controlled.shutdown.max.retries=1
                """.formatted(controllerPort, address.port(), controllerPort, address.port(), logs);
    }
}
