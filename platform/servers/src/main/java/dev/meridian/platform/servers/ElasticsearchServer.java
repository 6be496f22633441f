package dev.meridian.platform.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/** One Elasticsearch node on the loopback address, without security. */
public final class ElasticsearchServer extends Server {

    private static final List<String> COPIED_SETTINGS =
            List.of("log4j2.properties", "role_mapping.yml", "roles.yml", "users", "users_roles");

    private final Distributions distributions;
    private final ElasticsearchAddress address;
    private final int transportPort;
    private final int heapMegabytes;

    /**
     * With its settings; nothing is started.
     *
     * @param home its files
     * @param port where clients connect (HTTP)
     * @param transportPort where nodes would talk to each other
     * @param heapMegabytes largest Java heap
     */
    public ElasticsearchServer(
            Distributions distributions, ServerHome home, int port, int transportPort, int heapMegabytes) {
        super("elasticsearch", home);
        this.distributions = distributions;
        this.address = new ElasticsearchAddress("127.0.0.1", port);
        this.transportPort = transportPort;
        this.heapMegabytes = heapMegabytes;
    }

    /** Where it listens. */
    public ElasticsearchAddress address() {
        return address;
    }

    @Override
    public int port() {
        return address.port();
    }

    @Override
    protected List<Integer> ports() {
        return List.of(address.port(), transportPort);
    }

    @Override
    public boolean isReady() {
        return Http.answers(address.url() + "/_cluster/health");
    }

    @Override
    protected ProcessPlan prepare() {
        Path program = distributions.elasticsearch();
        Path settings = home().data().resolve("config");
        Path temporary = home().data().resolve("tmp");
        try {
            Files.createDirectories(settings);
            Files.createDirectories(temporary);
            for (String file : COPIED_SETTINGS) {
                Files.copy(
                        program.resolve("config").resolve(file),
                        settings.resolve(file),
                        StandardCopyOption.REPLACE_EXISTING);
            }
            Files.writeString(settings.resolve("elasticsearch.yml"), settings());
            Files.writeString(settings.resolve("jvm.options"), jvmOptions());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot prepare " + home().data(), e);
        }
        LesserAccount.own(home().data());
        Path start = program.resolve("bin/elasticsearch");
        return plan(
                LesserAccount.run(List.of(start.toString()), start, HostSystem.java(), home().data()),
                Map.of(
                        "ES_JAVA_HOME", System.getProperty("java.home"),
                        "ES_PATH_CONF", settings.toString(),
                        "ES_TMPDIR", temporary.toString()));
    }

    /** The disk watermarks are off: a fullish disk of a developer would make every index read-only. */
    private String settings() {
        return """
                cluster.name: meridian
                node.name: local
                discovery.type: single-node
                network.host: %s
                http.port: %d
                transport.port: %d
                path.data: '%s'
                path.logs: '%s'
                xpack.security.enabled: false
                cluster.routing.allocation.disk.threshold_enabled: false
                """.formatted(
                        address.host(),
                        address.port(),
                        transportPort,
                        home().data().resolve("data"),
                        home().data().resolve("logs"));
    }

    /** As shipped for this JDK, but with a small heap and the serial collector. */
    private String jvmOptions() {
        return """
                -Xms128m
                -Xmx%dm
                -XX:+UseSerialGC
                -XX:TieredStopAtLevel=1
                -XX:+ExitOnOutOfMemoryError
                -Djava.io.tmpdir=${ES_TMPDIR}
                --add-modules=jdk.incubator.vector
                --add-opens=java.base/java.nio=org.apache.arrow.memory.core,ALL-UNNAMED
                --add-opens=java.base/jdk.internal.misc=ALL-UNNAMED
                -XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.setAsTypeCache
                -XX:CompileCommand=dontinline,java/lang/invoke/MethodHandle.asTypeUncached
                -Dorg.apache.lucene.store.defaultReadAdvice=normal
                -Dorg.apache.lucene.store.MMapDirectory.sharedArenaMaxPermits=1
                """.formatted(heapMegabytes);
    }
}
