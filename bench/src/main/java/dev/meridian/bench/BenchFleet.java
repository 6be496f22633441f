package dev.meridian.bench;

import dev.meridian.local.fleet.DemoClient;
import dev.meridian.local.fleet.Fleet;
import dev.meridian.local.fleet.FleetFolder;
import dev.meridian.local.fleet.PortWishes;
import dev.meridian.local.fleet.Progress;
import dev.meridian.platform.servers.PostgresAddress;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;

/** A fleet in a folder and on ports of its own, empty at the start of each run. */
final class BenchFleet implements AutoCloseable {

    private static final int PORTS_ABOVE = 19_000;

    private final Fleet fleet;

    private BenchFleet(Fleet fleet) {
        this.fleet = fleet;
    }

    static BenchFleet start(Path root) {
        Fleet fleet = Fleet.open(
                new FleetFolder(root, root.resolve(".meridian/bench")), PortWishes.above(PORTS_ABOVE), System.getenv());
        fleet.down(Progress.silent());
        fleet.forget();
        List<String> started = fleet.up(Progress.printed(new PrintWriter(System.out, true)));
        if (started.isEmpty()) {
            throw new IllegalStateException("A fleet that was down started nothing");
        }
        return new BenchFleet(fleet);
    }

    /** Calls through the gateway as a brand's back end. */
    Api gateway() {
        return new Api(fleet.gateway(), fleet.token(DemoClient.AURORA));
    }

    /** Calls customer-center itself as the same caller. */
    Api customerCenter() {
        return new Api(fleet.url("customer-center"), fleet.token(DemoClient.AURORA));
    }

    String kafka() {
        return fleet.kafka().bootstrapServers();
    }

    /** A connection to customer-center's database that no row security binds, with batched inserts rewritten. */
    Connection customerDatabase() throws SQLException {
        PostgresAddress server = fleet.postgres();
        return DriverManager.getConnection(
                server.jdbcUrl("customer") + "?reWriteBatchedInserts=true", server.user(), server.password());
    }

    @Override
    public void close() {
        fleet.down(Progress.silent());
    }
}
