package dev.meridian.local.fleet;

import dev.meridian.platform.servers.Http;
import dev.meridian.platform.servers.ProcessPlan;
import dev.meridian.platform.servers.Server;
import java.util.List;
import java.util.Map;

/** One of our own services: the gateway or a center. */
final class Service extends Server {

    private final FleetFolder folder;
    private final int port;
    private final Map<String, String> environment;
    private final List<String> jvmOptions;

    Service(FleetFolder folder, String name, int port, int heapMegabytes, Map<String, String> environment) {
        super(name, folder.home(name));
        this.folder = folder;
        this.port = port;
        this.environment = Map.copyOf(environment);
        this.jvmOptions = List.of(
                "-Xms48m",
                "-Xmx" + heapMegabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:MaxMetaspaceSize=192m",
                "-XX:ReservedCodeCacheSize=96m",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dfile.encoding=UTF-8",
                "-Duser.timezone=UTC");
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public boolean isReady() {
        return Http.answers("http://127.0.0.1:" + port + "/actuator/health/readiness");
    }

    @Override
    protected ProcessPlan prepare() {
        return plan(image().command(), environment);
    }

    void requireBuilt() {
        image().requireBuilt();
    }

    boolean isTrained() {
        return image().isTrained();
    }

    void train() {
        image().train(environment, folder);
    }

    private ServiceImage image() {
        return new ServiceImage(folder, name(), jvmOptions);
    }
}
